import { describe, expect, it } from "vitest";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { explain, explainField, reachableTypes } from "../../src/policy/explain.js";
import { describeType } from "../../src/policy/field-type.js";
import { createJudge, type Judge } from "../../src/policy/judge.js";
import type { Policy } from "../../src/policy/policy.js";
import { OPEN, type Rule, secretBy, type Verdict } from "../../src/policy/verdict.js";
import type { FieldShape, ValueType } from "../../src/schema/message-shape.js";
import { sourcesOf } from "../../src/schema/schema-input.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { fieldShape, scalar } from "../plan/field-shape.js";
import { parseText } from "../representations/protobufjs-root.js";

const RULE: Rule = { kind: "field", name: "a.M.f" };
const KEYS: Rule = { kind: "map keys", field: "m", keys: ["pin"], isDescribed: false };
const JSON_KEYS: Rule = { ...KEYS, kind: "JSON keys" };
const types = { message: () => undefined };

/** A judge that gives one verdict only. It needs no other method. */
function judgeOf(verdict: Judge["verdict"]): Judge {
  return { ...createJudge(copyPolicies()), verdict };
}

describe("a field is explained by its verdict", () => {
  const secret: Verdict = secretBy(RULE);
  const ofClass: Verdict = {
    kind: "secret",
    rule: RULE,
    className: "pii",
    action: { last: 4 },
    isUnreviewed: false,
  };
  const keyed: Verdict = {
    kind: "keyed",
    rules: [KEYS, JSON_KEYS],
    keys: () => false,
    json: undefined,
    describe: undefined,
    actionOf: undefined,
    jsonActionOf: undefined,
    given: [],
  };

  it.each<[string, Verdict, object]>([
    ["open", OPEN, { verdict: "open", rule: "" }],
    [
      "shown",
      { kind: "open", shown: { rule: RULE, className: "pii" } },
      { verdict: "open", rule: "field a.M.f", class: "pii", action: "show" },
    ],
    ["secret", secret, { verdict: "secret", rule: "field a.M.f" }],
    ["of a class", ofClass, { verdict: "secret", rule: "field a.M.f", class: "pii", action: "last 4" }],
    ["keyed", keyed, { verdict: "keyed", rule: 'map keys of m: "pin"; JSON keys of m: "pin"' }],
  ])("%s", (_, verdict, expected) => {
    expect(
      explainField(
        fieldShape(),
        judgeOf(() => verdict),
        types,
      ),
    ).toEqual({
      field: "a.M.f",
      type: "string",
      ...expected,
    });
  });

  it("or by that it cannot be judged", () => {
    const failing = judgeOf(() => {
      throw new Error("its options do not decode");
    });
    expect(explainField(fieldShape(), failing, types)).toEqual({
      field: "a.M.f",
      type: "string",
      verdict: "refused",
      rule: "its options cannot be read",
    });
  });

  it.each([true, false])("and the judge hears whether a field holds its message: %s", (isOutermost) => {
    const heard: unknown[] = [];
    const judge = judgeOf((_field, _types, ...given) => {
      heard.push(...given);
      return OPEN;
    });
    explainField(fieldShape(), judge, types, isOutermost);
    explainField(fieldShape(), judge, types);
    expect(heard).toEqual([isOutermost, false]);
  });
});

describe("the type of a field in words", () => {
  const message: ValueType = { kind: "message", typeName: "a.Inner", delimited: false };
  const level: ValueType = { kind: "enum", enum: { typeName: "a.Level", closed: false, values: [] } };
  const map: FieldShape["cardinality"] = { kind: "map", key: "sint64" };
  const list: FieldShape["cardinality"] = { kind: "list", packed: false };

  it.each<[string, Partial<FieldShape>]>([
    ["bytes", { type: scalar("bytes") }],
    ["a.Level", { type: level }],
    ["a.Inner", { type: message }],
    ["repeated a.Inner", { type: message, cardinality: list }],
    ["repeated string", { cardinality: list }],
    ["map<sint64, a.Level>", { type: level, cardinality: map }],
    ["map<sint64, string>", { cardinality: map }],
  ])("%s", (text, field) => {
    expect(describeType(fieldShape(field))).toBe(text);
  });
});

describe("all fields that can be reached from a type", () => {
  const root = parseText(
    8,
    true,
    `syntax = "proto3"; package a;
    import "google/protobuf/wrappers.proto";
    message Outer { Inner inner = 1; Inner again = 2; Hidden hidden = 3; map<string, Keyed> keyed = 4; Outer next = 5; }
    message Inner { string f = 1; Deep deep = 2; }
    message Deep { int32 g = 1; }
    message Hidden { string h = 1; }
    message Keyed { string k = 1; }
    message Wrapping { google.protobuf.StringValue text = 1; }`,
  );
  const schemas = new SchemaSet(sourcesOf([root]).sources);
  const judgeBy = (policy: Policy): Judge => createJudge(copyPolicies(policy));
  const policy: Policy = { fields: ["a.Outer.hidden"], mapKeys: [{ field: "keyed", keys: ["pin"] }] };

  it("are listed once, without those that only secret fields hold", () => {
    expect(
      explain("a.Outer", schemas, judgeBy(policy)).map(({ field, verdict }) => `${field} ${verdict}`),
    ).toEqual([
      "a.Outer.inner open",
      "a.Outer.again open",
      "a.Outer.hidden secret",
      "a.Outer.keyed keyed",
      "a.Outer.next open",
      "a.Inner.f open",
      "a.Inner.deep open",
      "a.Keyed.k open",
      "a.Deep.g open",
    ]);
    expect(reachableTypes("a.Outer", schemas, judgeBy(policy))).toEqual([
      "a.Outer",
      "a.Inner",
      "a.Keyed",
      "a.Deep",
    ]);
  });

  it("are none for a type that no schema knows", () => {
    expect(explain("a.Gone", schemas, judgeBy(policy))).toEqual([]);
  });

  it("are judged as fields that no other field holds, if they are of the type itself", () => {
    const judge = judgeBy({ unlisted: "secret", open: ["a.Wrapping.text"] });
    const verdictsIn = (type: string) => explain(type, schemas, judge).map(({ verdict }) => verdict);
    expect(verdictsIn("google.protobuf.StringValue")).toEqual(["secret"]);
    expect(verdictsIn("a.Wrapping")).toEqual(["open", "open"]);
  });

  it("have the place that a schema knows", () => {
    const placed = Object.assign(new SchemaSet(sourcesOf([root]).sources), {
      place: (type: string, name: string) => (name === "g" ? { file: `${type}.proto`, line: 7 } : undefined),
    });
    const explained = explain("a.Inner", placed, judgeBy({}));
    expect(explained.map((one) => Object.keys(one).length)).toEqual([4, 4, 6]);
    expect(explained[2]).toMatchObject({ file: "a.Deep.proto", line: 7 });
  });
});
