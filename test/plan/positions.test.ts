import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/marker.js";
import { anyRuleOf } from "../../src/plan/any.js";
import {
  type FieldPlan,
  isNamedByRule,
  type MessagePlan,
  mayContainSecrets,
  type Plan,
} from "../../src/plan/compiled.js";
import { type MapKeys, mapKeysOf } from "../../src/plan/map-keys.js";
import { openPlan } from "../../src/plan/open-plan.js";
import { type KeyedVerdict, OPEN, type Verdict } from "../../src/policy/verdict.js";
import type { MapKeyType } from "../../src/schema/message-shape.js";
import { fieldPlan, fieldShape, scalar } from "./field-shape.js";

const SECRET: Verdict = {
  kind: "secret",
  action: "strip",
  className: "secret",
  isUnreviewed: false,
  rule: { kind: "field", name: "a.M.f" },
};
const keyed: KeyedVerdict = {
  kind: "keyed",
  rules: [],
  keys: (key) => key === "pin",
  json: undefined,
  describe: undefined,
  actionOf: undefined,
  jsonActionOf: undefined,
  given: [],
};
const findsToken = (text: string): boolean => text.startsWith("token");

function messagePlan(given: Partial<MessagePlan> = {}): MessagePlan {
  const plain = {
    fields: [],
    mayContainSecrets: false,
    recursive: false,
    any: undefined,
    typedStruct: undefined,
  };
  return { kind: "message", typeName: "a.Known", ...plain, ...given };
}

const failed: Plan = { kind: "failed", typeName: "a.Broken", reason: "why" };

describe("a map entry", () => {
  const fieldWith = (key: MapKeyType) => fieldShape({ cardinality: { kind: "map", key } });

  it("is judged by rules, by detectors, and by what keys of its type look like", () => {
    const keys = mapKeysOf(fieldWith("string"), keyed, findsToken);
    const fates = ["pin", "name", "", "token-1", STRIPPED].map((key) => keys?.judge(key));
    expect(fates).toEqual(["secret", "open", "open", "credential", "credential"]);
    expect(keys).toMatchObject({ mayHide: true, mayMerge: true, hasRules: true, describes: false });
  });

  it("under a number or a boolean is no credential, and none that is spelled in another way", () => {
    const numbers = mapKeysOf(fieldWith("int32"), { ...keyed, keys: (key) => key === "7" }, () => true);
    expect(["7", "8", "07", STRIPPED].map((key) => numbers?.judge(key))).toEqual([
      "secret",
      "open",
      "invalid",
      "invalid",
    ]);
    expect(numbers).toMatchObject({ mayHide: true, mayMerge: false, hasRules: true });
    const booleans = mapKeysOf(fieldWith("bool"), OPEN, () => true);
    expect(["true", "yes"].map((key) => booleans?.judge(key))).toEqual(["open", "invalid"]);
    expect(booleans).toMatchObject({ mayHide: false, mayMerge: false });
  });

  it("without rules and detectors is open, the marker as a key, too", () => {
    const keys = mapKeysOf(fieldWith("string"), OPEN, undefined);
    expect(["pin", "token-1", STRIPPED].map((key) => keys?.judge(key))).toEqual(["open", "open", "open"]);
    expect(keys).toMatchObject({ mayHide: false, mayMerge: false, hasRules: false, describes: false });
    expect([keys?.isDescribed("pin"), keys?.describe("pin", 1)]).toEqual([false, undefined]);
  });

  it("may be hidden because of a detector alone, or of rules alone", () => {
    const map = fieldWith("string");
    expect(mapKeysOf(map, OPEN, findsToken)?.mayHide).toBe(true);
    expect(mapKeysOf(map, keyed, undefined)?.mayHide).toBe(true);
  });

  it("shows what the action of its key does, unless a rule describes it", () => {
    const pseudonyms = { text: (value: unknown) => `p ${value}`, bytes: () => "b", number: () => "n" };
    const actionOf: KeyedVerdict["actionOf"] = (key) =>
      key === "pin" ? pseudonyms : key === "code" ? { last: 4 } : "strip";
    const names = ["pin", "code", "other", STRIPPED];
    const shown = (keys: MapKeys | undefined) =>
      names.map((name) => keys?.describe(name, "abcdefghijklmnop"));
    const pseudonymsOf = (keys: MapKeys | undefined) => names.map((name) => keys?.pseudonymOf(name));

    const byAction = mapKeysOf(fieldWith("string"), { ...keyed, actionOf }, undefined);
    expect(byAction?.describes).toBe(true);
    expect(shown(byAction)).toEqual(["p abcdefghijklmnop", "***stripped***mnop", undefined, undefined]);
    expect(names.map((name) => byAction?.isDescribed(name))).toEqual([true, true, false, false]);
    expect(pseudonymsOf(byAction)).toEqual([pseudonyms.text, undefined, undefined, undefined]);

    const describe: KeyedVerdict["describe"] = (key) => (key === "pin" ? () => "described" : undefined);
    const described = mapKeysOf(fieldWith("string"), { ...keyed, actionOf, describe }, undefined);
    expect(shown(described)).toEqual(["described", "***stripped***mnop", undefined, undefined]);
    expect(pseudonymsOf(described)).toEqual([undefined, undefined, undefined, undefined]);
    expect(pseudonymsOf(mapKeysOf(fieldWith("string"), OPEN, undefined))).toEqual(Array(4).fill(undefined));
  });

  it("may be described, but not the one that stands for several", () => {
    const describe = (key: string) =>
      key === "pin" || key === STRIPPED ? (value: unknown) => `${value}!` : undefined;
    const keys = mapKeysOf(fieldWith("string"), { ...keyed, describe }, undefined);
    expect(keys?.describes).toBe(true);
    expect(["pin", "name", STRIPPED].map((key) => keys?.isDescribed(key))).toEqual([true, false, false]);
    expect(["pin", "name", STRIPPED].map((key) => keys?.describe(key, 5))).toEqual([
      "5!",
      undefined,
      undefined,
    ]);
  });

  it("is only in a map", () => {
    expect(mapKeysOf(fieldShape(), keyed, findsToken)).toBeUndefined();
    expect(
      mapKeysOf(fieldShape({ cardinality: { kind: "list", packed: false } }), keyed, findsToken),
    ).toBeUndefined();
  });
});

describe("an Any", () => {
  const urlField = fieldPlan({ field: fieldShape({ name: "type_url" }) });
  const valueField = fieldPlan({ field: fieldShape({ name: "value", type: scalar("bytes") }) });
  const known = messagePlan();
  const planOf = (name: string): Plan | undefined => (name === "a.Known" ? known : undefined);
  const ruleWith = (...fields: readonly FieldPlan[]) =>
    anyRuleOf("google.protobuf.Any", fields, findsToken, planOf);

  it("shows the message of a type that a schema knows", () => {
    const rule = ruleWith(urlField, valueField);
    expect(rule).toMatchObject({ typeUrl: urlField, payload: valueField, planOf });
    for (const url of ["type.googleapis.com/a.Known", "/a.Known", "a.com/b/a.Known"]) {
      expect(rule?.content(url)).toEqual({ kind: "message", plan: known });
    }
  });

  it("shows the name of any other type, if it is a name and no credential", () => {
    const rule = ruleWith(urlField, valueField);
    const content = (url: unknown) => rule?.content(url);
    expect(content("x.com/a.Other")).toEqual({ kind: "unknown", name: "a.Other", replacement: "nothing" });
    for (const url of ["x.com/a b", "x.com/token1", "x.com/"]) {
      expect(content(url)).toEqual({ kind: "unknown", name: undefined, replacement: "nothing" });
    }
    // A copy without type and payload would not show that there was one.
    for (const url of ["", undefined, 5, null]) {
      expect(content(url)).toEqual({ kind: "unknown", name: undefined, replacement: "marker" });
    }
  });

  it("shows nothing if one of its fields is secret, or if the URL holds a credential or was hidden before", () => {
    const hidden = { kind: "hidden", replacement: "marker" };
    const isHidden = true;
    expect(ruleWith({ ...urlField, isHidden }, valueField)?.content("/a.Known")).toEqual(hidden);
    expect(ruleWith(urlField, { ...valueField, isHidden })?.content("/a.Known")).toEqual(hidden);
    for (const url of ["token/a.Known", STRIPPED]) expect(ruleWith(urlField)?.content(url)).toEqual(hidden);
  });

  it("has a rule without fields and without detectors, and no other type has one", () => {
    const rule = anyRuleOf("google.protobuf.Any", [], undefined, planOf);
    expect([rule?.typeUrl, rule?.payload]).toEqual([undefined, undefined]);
    expect(rule?.content("token/a.Known")).toEqual({ kind: "message", plan: known });
    expect(rule?.content("/token1")).toEqual({ kind: "unknown", name: "token1", replacement: "nothing" });
    expect(anyRuleOf("a.Any", [], undefined, planOf)).toBeUndefined();
  });
});

describe("a field may contain secrets", () => {
  const keysOf = (verdict: Verdict) =>
    mapKeysOf(fieldShape({ cardinality: { kind: "map", key: "string" } }), verdict, undefined);
  const secretInside = messagePlan({ mayContainSecrets: true });

  it.each<[string, Partial<FieldPlan>, boolean, boolean]>([
    ["an open one", {}, false, false],
    ["an open message", { message: messagePlan() }, false, false],
    ["a secret one", { verdict: SECRET }, true, true],
    ["one with keys", { verdict: keyed, keys: keysOf(keyed) }, true, true],
    ["one whose keys may hide something", { keys: keysOf(keyed) }, true, false],
    ["an open map", { keys: keysOf(OPEN) }, false, false],
    ["one that a detector searches", { holdsCredential: findsToken }, true, false],
    ["one with secrets inside", { message: secretInside }, true, true],
    ["one whose type cannot be printed", { message: failed }, true, true],
  ])("%s: by any means, and by a rule", (_, given, byAnyMeans, byRule) => {
    expect(mayContainSecrets(fieldPlan(given))).toBe(byAnyMeans);
    expect(isNamedByRule(fieldPlan(given))).toBe(byRule);
  });
});

describe("an open plan", () => {
  it("has the same fields, all of them open, down to the messages inside", () => {
    const fields: FieldPlan[] = [];
    const plan = messagePlan({ fields, mayContainSecrets: true, recursive: true });
    const mapField = fieldShape({ name: "m", cardinality: { kind: "map", key: "string" } });
    fields.push(
      fieldPlan({ verdict: SECRET, isHidden: true, isOmitted: true, holdsCredential: findsToken }),
      fieldPlan({ field: mapField, verdict: keyed, keys: mapKeysOf(mapField, keyed, findsToken) }),
      fieldPlan({ message: plan }),
      fieldPlan({ message: failed }),
    );
    const open = openPlan(plan);
    expect(open).toMatchObject({ typeName: "a.Known", mayContainSecrets: false, recursive: true });
    expect(open.fields.map(({ field }) => field)).toEqual(fields.map(({ field }) => field));
    for (const field of open.fields)
      expect(field).toMatchObject({
        verdict: OPEN,
        isHidden: false,
        isOmitted: false,
        holdsCredential: undefined,
      });
    expect(open.fields[0]?.keys).toBeUndefined();
    expect(open.fields[1]?.keys?.judge("pin")).toBe("open");
    expect(open.fields[2]?.message).toBe(open);
    expect(open.fields[3]?.message).toBe(failed);
    expect(openPlan(plan)).toBe(open);
    expect(plan.fields).toBe(fields);
  });
});
