import { describe, expect, it } from "vitest";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { KnownFields } from "../../src/policy/known-fields.js";
import { mustBeListed, openFieldTest } from "../../src/policy/listed-fields.js";
import type { OpenFieldTest, Policy } from "../../src/policy/policy.js";
import type { FieldShape, ValueType } from "../../src/schema/message-shape.js";
import { sourcesOf } from "../../src/schema/schema-input.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import type { Marks, OptionValue } from "../../src/schema/set-option.js";
import { fieldShape } from "../plan/field-shape.js";
import { buildFile, stringField } from "../schema/build-file.js";

const MESSAGE: ValueType = { kind: "message", typeName: "a.Inner", delimited: false };
const ANY: ValueType = { kind: "message", typeName: "google.protobuf.Any", delimited: false };
const MAP: FieldShape["cardinality"] = { kind: "map", key: "string" };

describe("policies list a field as open", () => {
  const value = (value: boolean): OptionValue => ({ kind: "bool", value });
  const marks = (isWhole: boolean, ...values: readonly OptionValue[]): Marks => ({
    of: "a.M.f",
    isWhole,
    options: values.length === 0 ? [] : [{ name: "o.public", values }],
  });
  const rules: Policy = { open: [{ option: "o.other" }, { option: "o.public" }] };
  const WHOLE = marks(true, value(true));

  it.each<[string, boolean, Policy | readonly Policy[], Partial<FieldShape>]>([
    ["by its name", true, { open: ["a.M.f"] }, {}],
    ["by another name of it", true, { open: ["b.N.g"] }, { otherNames: ["b.N.g"] }],
    ["by a pattern, in any policy", true, [{}, { open: [/x/] }, { open: [/f$/] }], {}],
    ["not by the name of another one", false, { open: ["a.M.g"] }, {}],
    ["not without a rule", false, {}, { marks: [WHOLE] }],
    ["by an option", true, rules, { marks: [WHOLE] }],
    ["by an option of a policy that must match nothing", true, { optional: rules }, { marks: [WHOLE] }],
    ["by an option in all schemas", true, rules, { marks: [WHOLE, WHOLE] }],
    ["not by an option in some schemas", false, rules, { marks: [WHOLE, marks(true)] }],
    ["not by an option with another value", false, rules, { marks: [marks(true, value(false))] }],
    ["whatever schemas say that have lost options", true, rules, { marks: [WHOLE, marks(false)] }],
    ["not by schemas that have lost options alone", false, rules, { marks: [marks(false, value(true))] }],
    ["not by no schema", false, rules, { marks: [] }],
    [
      "not by one rule in one schema and another rule in another",
      false,
      { open: ["o.public", "o.other"].map((option) => ({ option })) },
      { marks: [WHOLE, { ...WHOLE, options: [{ name: "o.other", values: [value(true)] }] }] },
    ],
  ])("%s: %s", (_, isOpen, policy, field) => {
    expect(openFieldTest(copyPolicies(policy))(fieldShape(field))).toBe(isOpen);
  });

  it("by a function of name, number and type", () => {
    const seen: unknown[] = [];
    const test: OpenFieldTest = (field) => seen.push(field) > 0;
    const isOpen = openFieldTest(copyPolicies({ open: [() => false, test] }));
    expect(isOpen(fieldShape({ number: 7, cardinality: MAP }))).toBe(true);
    expect(seen).toEqual([{ field: "a.M.f", number: 7, type: "map<string, string>" }]);
    expect(isOpen(fieldShape({ otherNames: ["b.N.g"] }))).toBe(false);
    expect(seen).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    ["returns what is not true", () => "yes"],
    ["returns a promise", async () => true],
  ])("not by a function that %s", (_, test) => {
    // Callers in JavaScript give what they like.
    expect(openFieldTest(copyPolicies({ open: [test as OpenFieldTest] }))(fieldShape())).toBe(false);
  });
});

describe("under default deny, a field has to be listed", () => {
  const wrapped = { fullName: "google.protobuf.StringValue.value" };
  const inAny = { fullName: "google.protobuf.Any.value" };

  it.each<[string, Partial<FieldShape>, boolean, boolean]>([
    ["a scalar: yes", {}, true, true],
    ["a message of the schemas: no, its fields have to be", { type: MESSAGE }, false, false],
    ["a message of protobuf: yes", { type: ANY }, true, true],
    ["a map, even of messages: yes", { type: MESSAGE, cardinality: MAP }, true, true],
    ["a field of a type of protobuf: only if no field holds it", wrapped, true, false],
    ["a message in a type of protobuf: likewise", { ...wrapped, type: MESSAGE }, true, false],
    ["a field of an Any: no, what it holds is judged", inAny, false, false],
    [
      "a field of a type that is called almost so: yes",
      { fullName: "google.protobufs.Any.value" },
      true,
      true,
    ],
  ])("%s", (_, field, ifOutermost, ifHeld) => {
    expect(mustBeListed(fieldShape(field), true)).toBe(ifOutermost);
    expect(mustBeListed(fieldShape(field), false)).toBe(ifHeld);
  });
});

describe("the known fields", () => {
  it("are those of all messages, read once, when they are first asked for", () => {
    const messageType = [
      { name: "M", field: [stringField("f", 1), stringField("g", 2)] },
      { name: "N", field: [stringField("h", 1)] },
    ];
    const { sources } = sourcesOf([buildFile({ name: "a.proto", package: "a", messageType })]);
    const schemas = new SchemaSet(sources);
    let reads = 0;
    const known = new KnownFields(
      Object.assign(schemas, {
        messages: () => {
          reads++;
          return [...SchemaSet.prototype.messages.call(schemas)].filter(({ typeName }) =>
            typeName.startsWith("a."),
          );
        },
      }),
    );
    expect(reads).toBe(0);
    expect(known.fullNames).toEqual(["a.M.f", "a.M.g", "a.N.h"]);
    expect(known.list.map(({ name }) => name)).toEqual(["f", "g", "h"]);
    expect(known.list).toBe(known.list);
    expect(known.messages.map(({ typeName }) => typeName)).toEqual(["a.M", "a.N"]);
    expect(reads).toBe(1);
  });

  it("have other names in other schemas", () => {
    const files = ["f", "renamed"].map((name) =>
      buildFile({
        name: "a.proto",
        package: "a",
        messageType: [{ name: "M", field: [stringField(name, 1)] }],
      }),
    );
    const known = new KnownFields(new SchemaSet(sourcesOf(files).sources));
    expect(known.fullNames.filter((name) => name.startsWith("a."))).toEqual(["a.M.f", "a.M.renamed"]);
  });
});
