import { describe, expect, it } from "vitest";
import { type AppliedAction, SECRET } from "../../src/policy/classes.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge, type Judge } from "../../src/policy/judge.js";
import { jwt } from "../../src/policy/jwt.js";
import { MAX_PATTERN_KEY_LENGTH, type Policy } from "../../src/policy/policy.js";
import type { KeyedVerdict } from "../../src/policy/verdict.js";
import type { FieldShape } from "../../src/schema/message-shape.js";
import { fieldShape, scalar } from "../plan/field-shape.js";

const NO_TYPES = { message: () => undefined };
const MAP: Partial<FieldShape> = { cardinality: { kind: "map", key: "string" } };
const STRUCT: Partial<FieldShape> = {
  type: { kind: "message", typeName: "google.protobuf.Struct", delimited: false },
};
const TOKEN = "eyJhbGciOiJub25lIn0.e30.c2ln";

/** Judges for a reader who sees personal data, and the sizes of logs. */
function judgeOf(...policies: readonly Policy[]): Judge {
  const actions: Readonly<Record<string, AppliedAction>> = { pii: "show", log: "size", junk: "omit" };
  return createJudge(copyPolicies(policies), { actionOf: (name) => actions[name] ?? "strip" });
}

function keyed(judge: Judge, field: Partial<FieldShape>): KeyedVerdict {
  const verdict = judge.verdict(fieldShape(field), NO_TYPES);
  if (verdict.kind !== "keyed") throw new Error(`the verdict is ${verdict.kind}`);
  return verdict;
}

describe("a rule for keys of a class that the reader sees", () => {
  const rule = { field: "f", keys: ["a"], class: "pii" };

  it.each<[string, Policy, Partial<FieldShape>, "map keys" | "JSON keys"]>([
    ["of maps", { mapKeys: [{ ...rule, field: "g" }, rule] }, MAP, "map keys"],
    ["of JSON", { json: [{ ...rule, field: "g" }, rule] }, {}, "JSON keys"],
  ])("leaves the field open, and is named: %s", (_, policy, field, kind) => {
    expect(judgeOf(policy).verdict(fieldShape(field), NO_TYPES)).toEqual({
      kind: "open",
      shown: { className: "pii", rule: { kind, field: "f", keys: ["a"], isDescribed: false } },
    });
    const other = fieldShape({ ...field, name: "h", fullName: "a.M.h" });
    expect(judgeOf(policy).verdict(other, NO_TYPES)).toEqual({ kind: "open", shown: undefined });
  });

  it("does not count beside one that hides, and counts behind rules that show the field", () => {
    const hiding = { field: "f", keys: ["b"] };
    const byKey = keyed(judgeOf({ mapKeys: [rule, hiding] }), MAP);
    expect(byKey.given.map(({ keys }) => keys)).toEqual([["b"]]);
    expect(["a", "b"].map(byKey.keys)).toEqual([false, true]);
    const inJson = keyed(judgeOf({ json: [rule, hiding] }), {});
    expect(["a", "b"].map((key) => inJson.json?.(key))).toEqual([false, true]);
    const shown = judgeOf({ fields: [{ field: "a.M.f", class: "pii" }], mapKeys: [rule] });
    expect(shown.verdict(fieldShape(MAP), NO_TYPES)).toMatchObject({ shown: { rule: { kind: "field" } } });
  });
});

describe("the verdict by keys", () => {
  const describe_ = (value: string): string => `<${value.length}>`;
  const policy: Policy = {
    mapKeys: [
      { field: "f", keys: ["a", "both"], describe: describe_ },
      { field: "f", keys: [/^b/] },
      { field: "f", keys: [/^log/], class: "log" },
    ],
    json: [{ field: "f", keys: ["j"] }],
  };

  it("names its rules, and has one object for the same rules", () => {
    const judge = judgeOf({ mapKeys: policy.mapKeys ?? [] });
    const verdict = keyed(judge, MAP);
    expect(verdict.rules).toEqual([
      { kind: "map keys", field: "f", keys: ["a", "both"], isDescribed: true },
      { kind: "map keys", field: "f", keys: [/^b/], isDescribed: false },
      { kind: "map keys", field: "f", keys: [/^log/], isDescribed: false },
    ]);
    expect(verdict.json).toBeUndefined();
    expect(keyed(judge, { ...MAP, fullName: "a.N.f" })).toBe(verdict);
    expect(keyed(judge, STRUCT)).not.toBe(verdict);
  });

  it("describes values of a key whose rules all have that description", () => {
    const { describe } = keyed(judgeOf({ mapKeys: policy.mapKeys ?? [] }), MAP);
    expect(describe?.("a")?.("hunter2")).toBe("<7>");
    for (const key of ["b", "both", "other"]) expect(describe?.(key)).toBeUndefined();
  });

  it("describes and shows parts in maps of strings alone", () => {
    const judge = judgeOf({ mapKeys: policy.mapKeys ?? [] });
    expect(keyed(judge, MAP).actionOf?.("log")).toBe("size");
    for (const field of [STRUCT, { ...MAP, type: scalar("bytes") }, { ...MAP, ...STRUCT }]) {
      expect(keyed(judge, field).describe).toBeUndefined();
      expect(keyed(judge, field).actionOf).toBeUndefined();
    }
  });

  it("describes nothing in JSON: the text would be none", () => {
    const verdict = keyed(judgeOf(policy), MAP);
    expect([verdict.describe, verdict.actionOf]).toEqual([undefined, undefined]);
    expect(["j", "a"].map((key) => verdict.json?.(key))).toEqual([true, false]);
    expect(verdict.rules.at(-1)).toEqual({ kind: "JSON keys", field: "f", keys: ["j"], isDescribed: false });
    // Maps of numbers hold no JSON, but keys.
    expect(keyed(judgeOf(policy), { ...MAP, type: scalar("int32") }).json).toBeUndefined();
    expect(keyed(judgeOf({ json: policy.json ?? [] }), {}).given).toHaveLength(1);
  });

  it("has no description without one in the rules", () => {
    expect(keyed(judgeOf({ mapKeys: [{ field: "f", keys: ["a"] }] }), MAP).describe).toBeUndefined();
  });

  it("describes no value of a key that is too long for patterns", () => {
    const { describe } = keyed(judgeOf({ mapKeys: [{ field: "f", keys: [/a/], describe: describe_ }] }), MAP);
    expect(describe?.("a".repeat(MAX_PATTERN_KEY_LENGTH))).toBeDefined();
    expect(describe?.("a".repeat(MAX_PATTERN_KEY_LENGTH + 1))).toBeUndefined();
  });

  it("shows the marker if a description is no text, throws, or is asked for what is no text", () => {
    const given: Readonly<Record<string, (value: string) => unknown>> = {
      number: () => 7,
      nothing: () => undefined,
      error: () => {
        throw new Error("hunter2");
      },
    };
    for (const [name, describer] of Object.entries(given)) {
      // A caller in plain JavaScript may return anything.
      const rule = { field: "f", keys: ["a"], describe: describer as (value: string) => string };
      expect([name, keyed(judgeOf({ mapKeys: [rule] }), MAP).describe?.("a")?.("x")]).toEqual([
        name,
        undefined,
      ]);
    }
    const echo = { field: "f", keys: ["a"], describe: (value: string) => `got ${value}` };
    const describeA = keyed(judgeOf({ mapKeys: [echo] }), MAP).describe?.("a");
    expect([describeA?.("x"), describeA?.(7), describeA?.(undefined)]).toEqual([
      "got x",
      undefined,
      undefined,
    ]);
  });

  it("gives a description the detectors of all policies", () => {
    const asks = (value: string, holdsCredential: (text: string) => boolean): string =>
      String(holdsCredential(value));
    const mapKeys = [{ field: "f", keys: ["a"], describe: asks }];
    const answer = (given: Policy): unknown =>
      keyed(judgeOf({ ...given, mapKeys }), MAP).describe?.("a")?.(TOKEN);
    expect([answer({ detectors: [jwt] }), answer({})]).toEqual(["true", "false"]);
  });

  it("combines the rules of two fields, and no other rules", () => {
    const judge = judgeOf({
      mapKeys: [
        { field: "f", keys: ["a"], describe: describe_ },
        { field: "g", keys: ["b"] },
        { field: "h", keys: ["c"] },
      ],
    });
    const [f, g] = ["f", "g"].map((name) => keyed(judge, { ...MAP, name, fullName: `a.M.${name}` }));
    if (f === undefined || g === undefined) throw new Error("two verdicts");
    const both = judge.combine(f, g);
    expect(["a", "b", "c"].map(both.keys)).toEqual([true, true, false]);
    expect(both.describe).toBeUndefined();
    expect(judge.combine(g, f)).toBe(both);
    expect(both.json).toBeUndefined();
  });

  it("is another one for fields whose JSON other rules name", () => {
    const judge = judgeOf({
      json: [
        { field: "f", keys: ["a"] },
        { field: "g", keys: ["b"] },
      ],
    });
    const matched = ["f", "g", "f"].map((name) => {
      const { json } = keyed(judge, { name, fullName: `a.M.${name}` });
      return ["a", "b"].map((key) => json?.(key));
    });
    expect(matched).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ]);
  });

  it("describes a value whose rules have the same description", () => {
    const mapKeys = [["a"], [/^a/], ["b"]].map((keys) => ({ field: "f", keys, describe: describe_ }));
    const { describe: found } = keyed(judgeOf({ mapKeys }), MAP);
    expect(["a", "b", "c"].map((key) => found?.(key) !== undefined)).toEqual([true, true, false]);
  });
});

describe("the fields that no rule names", () => {
  it("of a type of protobuf are shown, unless it is said that no field holds the message", () => {
    const value = fieldShape({ fullName: "google.protobuf.StringValue.value" });
    const judge = judgeOf({ unlisted: "secret" });
    const verdicts = [judge.verdict(value, NO_TYPES), judge.verdict(value, NO_TYPES, true)];
    expect(verdicts.map(({ kind }) => kind)).toEqual(["open", "secret"]);
  });

  const unlisted = (...given: readonly NonNullable<Policy["unlisted"]>[]): unknown =>
    judgeOf(...given.map((one) => ({ unlisted: one }))).verdict(fieldShape(), NO_TYPES);

  it("get the strictest action of all policies, and are marked if one of them says so", () => {
    const rule = { kind: "unlisted", name: "" };
    const hidden = { kind: "secret", rule, className: SECRET, action: "strip", isUnreviewed: false };
    expect(unlisted("secret")).toEqual(hidden);
    for (const both of [["log", "junk"] as const, ["junk", "log"] as const])
      expect(unlisted(...both)).toEqual({ ...hidden, className: "junk", action: "omit" });
    for (const both of [
      ["secret", { marker: "unreviewed" }] as const,
      [{ marker: "unreviewed" }, "log"] as const,
    ])
      expect(unlisted(...both)).toEqual({ ...hidden, isUnreviewed: true });
    expect(unlisted("pii")).toEqual({ kind: "open", shown: undefined });
    expect(
      [judgeOf({ unlisted: "log" }), judgeOf({ unlisted: "pii" }), judgeOf()].map((one) => one.hidesUnlisted),
    ).toEqual([true, false, false]);
  });

  it("are not those that a rule shows", () => {
    const judge = judgeOf({ unlisted: "secret", fields: [{ field: "a.M.f", class: "pii" }] });
    expect(judge.verdict(fieldShape(), NO_TYPES).kind).toBe("open");
  });
});

describe("detectors", () => {
  const holdsX = (text: string): boolean => text.includes("x");
  const holdsY = (text: string): boolean => text.includes("y");
  const failing = (): boolean => {
    throw new Error("no");
  };

  it("of all policies look at every field, and those of a field at that field", () => {
    const judge = judgeOf({ detectors: [holdsX], fieldDetectors: [{ field: "f", detectors: [holdsY] }] });
    const other = fieldShape({ name: "g", fullName: "a.M.g" });
    expect(["x", "y", "z"].map((text) => judge.detectorOf(fieldShape())?.(text))).toEqual([
      true,
      true,
      false,
    ]);
    expect(["x", "y", "z"].map((text) => judge.detectorOf(other)?.(text))).toEqual([true, false, false]);
    expect(judge.detectorOf(other)).toBe(judge.holdsCredential);
    expect(judgeOf().holdsCredential).toBeUndefined();
    expect(judgeOf().detectorOf(other)).toBeUndefined();
  });

  it("that throw have found a credential, wherever they stand", () => {
    for (const detectors of [[failing], [failing, holdsX], [holdsX, failing], [holdsX, holdsY, failing]])
      expect(judgeOf({ detectors }).holdsCredential?.("z")).toBe(true);
    expect(judgeOf({ detectors: [holdsX, holdsY] }).holdsCredential?.("z")).toBe(false);
  });

  it("say where a credential is if they can", () => {
    const ofOtherCopy = Object.assign((text: string) => jwt(text), { findCredential: jwt.findCredential });
    const wrong = Object.assign((text: string) => jwt(text), { findCredential: "no function" });
    expect(judgeOf({ detectors: [holdsX, jwt, ofOtherCopy, wrong] }).locating).toEqual([jwt, ofOtherCopy]);
  });

  it("of a field settle that it is no suspect", () => {
    const password = fieldShape({ name: "password", fullName: "a.M.password" });
    expect(judgeOf({ fieldDetectors: [{ field: "f", detectors: [holdsX] }] }).suspicion(password)?.code).toBe(
      "credential",
    );
    const settled = { fieldDetectors: [{ field: "password", detectors: [holdsX] }] };
    expect(judgeOf(settled).suspicion(password)).toBeUndefined();
    expect(judgeOf().suspicion(fieldShape())).toBeUndefined();
  });
});
