import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { registry } from "../properties/subjects.js";

const sanitizer = createSanitizer({
  schemas: [registry],
  policy: [{}, { mapKeys: [{ field: "volume_context", keys: ["password"] }] }],
});

function print(field: string, value: unknown): unknown {
  const printed = sanitizer.toJson("wkt.v1.Singular", { [field]: value });
  return (printed as Readonly<Record<string, unknown>>)[field]; // toJson of a message is an object
}

describe("a well-known type prints the same in every form that libraries give it", () => {
  it.each<[string, readonly unknown[], unknown]>([
    [
      "timestamp",
      [
        { seconds: 1577836800, nanos: 500000000 },
        { seconds: "1577836800", nanos: 500000000 },
        { seconds: { low: 1577836800, high: 0, unsigned: false }, nanos: 500000000 },
        { seconds: 1577836800n, nanos: 500000000, $type: "google.protobuf.Timestamp" },
        new Date("2020-01-01T00:00:00.5Z"),
        "2020-01-01T00:00:00.5Z",
        "2020-01-01T01:00:00.500+01:00",
      ],
      { seconds: 1577836800, nanos: 500000000 },
    ],
    ["timestamp", [new Date(-1), "1969-12-31T23:59:59.999Z"], { seconds: -1, nanos: 999000000 }],
    [
      "duration",
      [{ seconds: -1, nanos: -500000000 }, "-1.5s", "-1.500000000s"],
      { seconds: -1, nanos: -500000000 },
    ],
    ["field_mask", [{ paths: ["a_b", "c"] }, ["a_b", "c"], "aB,c"], { paths: ["a_b", "c"] }],
    ["field_mask", [{ paths: [] }, {}, [], ""], {}],
    ["string_value", [{ value: "a" }, "a"], { value: "a" }],
    ["string_value", [{ value: "" }, {}, ""], {}],
    ["int64_value", [{ value: 5n }, { value: "5" }, 5n, 5, "5", { low: 5, high: 0 }], { value: 5 }],
    [
      "bytes_value",
      [{ value: "AQI=" }, { value: [1, 2] }, "AQI=", [1, 2], new Uint8Array([1, 2])],
      { value: "AQI=" },
    ],
    ["double_value", [{ value: "NaN" }, { value: Number.NaN }, "NaN", Number.NaN], { value: "NaN" }],
    ["bool_value", [{ value: true }, true], { value: true }],
    ["list_value", [{ values: [] }, {}, []], {}],
    [
      "list_value",
      [{ values: [{ listValue: {} }, { list_value: { values: [] } }, { nullValue: 0 }] }, [[], [], null]],
      { values: [{ list_value: {} }, { list_value: {} }, { null_value: "NULL_VALUE" }] },
    ],
    [
      "struct",
      [
        { fields: { a: { structValue: {} }, b: { listValue: {} }, c: { nullValue: "NULL_VALUE" } } },
        {
          fields: new Map([
            ["a", { struct_value: { fields: {} } }],
            ["b", { list_value: { values: [] } }],
            ["c", { null_value: 0 }],
          ]),
        },
        { a: {}, b: [], c: null },
      ],
      { fields: { a: { struct_value: {} }, b: { list_value: {} }, c: { null_value: "NULL_VALUE" } } },
    ],
    [
      "value",
      [
        { stringValue: "a" },
        { kind: "stringValue", stringValue: "a" },
        { kind: { oneofKind: "stringValue", stringValue: "a" } },
        "a",
      ],
      { string_value: "a" },
    ],
  ])("%s", (field, forms, expected) => {
    for (const form of forms)
      expect({ form, printed: print(field, form) }).toEqual({ form, printed: expected });
  });

  it("a NullValue is null in ProtoJSON, also in lists and maps", () => {
    const all = { null_value: [null, 0, "NULL_VALUE"] };
    const three = ["NULL_VALUE", "NULL_VALUE", "NULL_VALUE"];
    expect(sanitizer.toJson("wkt.v1.Lists", all)).toEqual({ null_value: three });
    const map = { null_value: { a: null, b: 0 } };
    expect(sanitizer.toJson("wkt.v1.Maps", map)).toEqual({
      null_value: { a: "NULL_VALUE", b: "NULL_VALUE" },
    });
  });
});

describe("an Any prints the same in every form", () => {
  const url = "type.googleapis.com/probe.v1.Leaf";
  const bytes = new Uint8Array([10, 1, 97, 18, 1, 98]);

  it.each<[string, unknown]>([
    ["bytes", { type_url: url, value: bytes }],
    ["bytes in camel case", { typeUrl: url, value: bytes }],
    ["base64", { type_url: url, value: "CgFhEgFi" }],
    ["a list of numbers", { type_url: url, value: [...bytes] }],
    ["opened", { "@type": url, open: "a", hidden: "b" }],
  ])("%s", (_, any) => {
    expect(print("any", any)).toEqual({ type_url: url, value: { open: "a", hidden: STRIPPED } });
  });

  it.each<[string, object, unknown]>([
    ["Struct", { fields: { a: { stringValue: "b" } } }, { fields: { a: { string_value: "b" } } }],
    ["Struct", { value: { a: "b" } }, { fields: { a: { string_value: "b" } } }],
    ["Value", { stringValue: "b" }, { string_value: "b" }],
    ["Value", { value: "b" }, { string_value: "b" }],
    ["ListValue", { values: [{ stringValue: "b" }] }, { values: [{ string_value: "b" }] }],
    ["ListValue", { value: ["b"] }, { values: [{ string_value: "b" }] }],
    ["Timestamp", { seconds: "1", nanos: 0 }, { seconds: 1 }],
    ["Timestamp", { value: "1970-01-01T00:00:01Z" }, { seconds: 1 }],
    ["Int64Value", { value: { low: 5, high: 0 } }, { value: 5 }],
    ["Int64Value", { value: "5" }, { value: 5 }],
    ["Empty", {}, {}],
  ])("holding a %s, opened by proto-loader or by ProtoJSON: %o", (name, content, value) => {
    const type_url = `type.googleapis.com/google.protobuf.${name}`;
    expect(print("any", { "@type": type_url, ...content })).toEqual({ type_url, value });
  });

  it("prints the type that its content was read as, even if the object states another one", () => {
    const any = { "@type": url, open: "a", hidden: "b", type_url: "x/google.protobuf.Empty", value: bytes };
    expect(print("any", any)).toEqual({ type_url: url, value: { open: "a", hidden: STRIPPED } });
  });

  it("of an unknown type prints a note", () => {
    const note = "<<unknown type, probe.v1.Unknown>>";
    const type_url = "x/probe.v1.Unknown";
    expect(print("any", { "@type": type_url, hidden: "b" })).toEqual({ type_url, value: note });
    expect(print("any", { type_url, value: "CgFh" })).toEqual({ type_url, value: note });
  });
});

describe("the keys of a Struct are judged in every form", () => {
  it.each<[string, unknown]>([
    ["JSON", { password: "hunter2", a: { password: "hunter3" } }],
    [
      "message",
      {
        fields: {
          password: { stringValue: "hunter2" },
          a: { structValue: { fields: { password: { stringValue: "hunter3" } } } },
        },
      },
    ],
    [
      "message of which one value has no kind",
      {
        fields: {
          password: { stringValue: "hunter2" },
          a: { structValue: { fields: { password: {}, b: {} } } },
        },
      },
    ],
  ])("%s", (_, volume_context) => {
    const text = sanitizer.stringify("wkt.v1.StructContext", { volume_context });
    expect(text).not.toContain("hunter");
    expect(text).toContain(STRIPPED);
  });
});
