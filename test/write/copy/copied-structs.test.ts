import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../../src/index.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { Copier } from "../../../src/write/copy/copier.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { ACCOUNT, accountPlan } from "../accounts.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package xds.type.v3;
  import "google/protobuf/struct.proto";
  message TypedStruct { string type_url = 1; google.protobuf.Struct value = 2; }
  message Filter {
    string pin = 1 [debug_redact = true];
    string open = 2;
    optional bool flag = 3;
    double rate = 4;
    repeated string tags = 5;
    google.protobuf.Struct labels = 6;
    google.protobuf.Value nothing = 7;
  }`,
);
const sanitizer = createSanitizer({ schemas: [root], onSuspect: "ignore" });
const TYPED = "xds.type.v3.TypedStruct";
const URL = "x.com/xds.type.v3.Filter";

describe("the copy of the Struct in a TypedStruct has Values as the library writes them", () => {
  const json = {
    pin: "x",
    open: "o",
    flag: true,
    rate: 2,
    tags: ["a"],
    labels: { a: null, b: [{ c: "d" }] },
  };
  const shown = { ...json, pin: STRIPPED };
  type MakeValue = (kind: string, value: unknown) => object;

  /** The fields of a Struct, with Values that are made in one way. */
  function fieldsOf(value: object, make: MakeValue): Record<string, object> {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asValue(one, make)]));
  }

  function asValue(value: unknown, make: MakeValue): object {
    if (value === null) return make("null_value", 0);
    if (Array.isArray(value)) return make("list_value", { values: value.map((item) => asValue(item, make)) });
    if (typeof value === "object") return make("struct_value", { fields: fieldsOf(value, make) });
    return make(
      value === true ? "bool_value" : typeof value === "number" ? "number_value" : "string_value",
      value,
    );
  }

  const camel = (kind: string): string => kind.replace("_value", "Value");
  const VALUES: Readonly<Record<string, MakeValue>> = {
    "in camel case": (kind, value) => ({ [camel(kind)]: value }),
    "as in the .proto file": (kind, value) => ({ [kind]: value }),
    "with $case": (kind, value) => ({ kind: { $case: camel(kind), [camel(kind)]: value } }),
    "with $case, as in the .proto file": (kind, value) => ({ kind: { $case: kind, [kind]: value } }),
    "with $case and value": (kind, value) => ({ kind: { $case: camel(kind), value } }),
    "with oneofKind": (kind, value) => ({ kind: { oneofKind: camel(kind), [camel(kind)]: value } }),
    "with case and value": (kind, value) => ({ kind: { case: camel(kind), value } }),
  };
  const FIELDS: readonly ((fields: Record<string, object>) => object)[] = [
    (fields) => fields,
    (fields) => new Map(Object.entries(fields)),
    (fields) => Object.entries(fields),
    (fields) => Object.entries(fields).map(([key, value]) => ({ key, value })),
  ];

  it.each(Object.entries(VALUES))("%s", (_, make) => {
    const value = { fields: fieldsOf(shown, make) };
    const copyOf = (fields: object): unknown => sanitizer.redact(TYPED, { type_url: URL, value: { fields } });
    for (const fields of FIELDS)
      expect(copyOf(fields(fieldsOf(json, make)))).toStrictEqual({ type_url: URL, value });
    // Each Value may be the one that shows how they are made.
    for (const first of Object.keys(json)) {
      const ordered = { [first]: Reflect.get(json, first), ...json };
      expect(copyOf(fieldsOf(ordered, make))).toStrictEqual({ type_url: URL, value });
    }
  });

  it("which may have no kind", () => {
    const fields = {
      nothing: { kind: { case: undefined, value: undefined } },
      ...fieldsOf({ pin: "x" }, asCase),
    };
    expect(sanitizer.redact(TYPED, { type_url: URL, value: { fields } })).toStrictEqual({
      type_url: URL,
      value: { fields: fieldsOf({ nothing: null, pin: STRIPPED }, asCase) },
    });
  });

  function asCase(kind: string, value: unknown): object {
    return { kind: { case: camel(kind), value } };
  }
});

describe("the copy of JSON that stands for a message inside of others", () => {
  const copier = new Copier({
    limits: resolveLimits({ maxDepth: 5 }),
    holdsCredential: undefined,
    payload: (_plan, payload) => payload,
  });
  const json = { name: "a", pin: "x", next: { name: "b", next: { name: "c" } } };
  const shown = { ...json, pin: STRIPPED };

  it.each([
    [1, { ...shown, next: {} }],
    [2, { ...shown, next: { name: "b", next: {} } }],
    [3, shown],
    [5, shown],
  ])("has %i levels", (levels, copy) => {
    expect(copier.copyJson(accountPlan(), json, levels)).toStrictEqual(copy);
  });

  it("is not there for what is no message", () => {
    expect(copier.copyJson(accountPlan(), 5, 1)).toBeUndefined();
    expect(copier.copy(accountPlan(), objectRepresentation(ACCOUNT), 5)).toBeUndefined();
  });
});
