import vm from "node:vm";
import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer, type SanitizerFormat } from "../../src/index.js";
import { ChoiceSchema, HiddenSchema, ListsSchema, MapsSchema, SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { expectAgreement, expectHidden } from "./every-writer.js";

// An opened Any has the fields of its message beside `@type`, or its value under `value`. If the message is empty, libraries
// leave both out.

const SECRET = "hunter2-secret";
const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];
const TYPES: readonly string[] = [
  ...["Any", "Struct", "Value", "ListValue", "Timestamp", "Duration", "FieldMask", "Empty"],
  ...["Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes"].map(
    (name) => `${name}Value`,
  ),
]
  .map((name) => `google.protobuf.${name}`)
  .concat("probe.v1.Leaf", "probe.v1.Choice", "wkt.v1.Singular", "unknown.v1.Type");

/** An Any of a type without content, in all forms. */
function forms(type: string): readonly object[] {
  const typeUrl = `type.googleapis.com/${type}`;
  const opened = { "@type": typeUrl };
  return [
    opened,
    { ...opened, value: undefined },
    Object.freeze({ ...opened }),
    Object.assign(Object.create(null), opened),
    Object.create(opened),
    Object.create({ value: undefined }, { "@type": { value: typeUrl } }),
    vm.runInNewContext(`(${JSON.stringify(opened)})`),
    Object.create(Object.defineProperty({}, "@type", { get: () => typeUrl })),
    { type_url: typeUrl },
    { typeUrl, value: "" },
    { typeUrl, value: vm.runInNewContext("new Uint8Array(0)") },
    { $typeName: "google.protobuf.Any", typeUrl, value: [] },
  ];
}

describe.each(FORMATS)("an Any without content prints as %s like its wire bytes", (format) => {
  const sanitizer = createSanitizer({ schemas: [registry], format });

  it.each(TYPES)("%s", (type) => {
    const any = { typeUrl: `type.googleapis.com/${type}` };
    const wire = [
      toBinary(SingularSchema, create(SingularSchema, { any })),
      toBinary(ListsSchema, create(ListsSchema, { any: [any, any] })),
      toBinary(MapsSchema, create(MapsSchema, { any: { a: any } })),
      toBinary(ChoiceSchema, create(ChoiceSchema, { pick: { case: "any", value: any } })),
      toBinary(HiddenSchema, create(HiddenSchema, { hiddenAny: any })),
    ];
    for (const form of forms(type)) {
      const messages = [
        ["wkt.v1.Singular", { any: form }],
        ["wkt.v1.Lists", { any: [form, form] }],
        ["wkt.v1.Maps", { any: { a: form } }],
        ["wkt.v1.Choice", { any: form }],
        ["wkt.v1.Hidden", { hidden_any: form }],
      ] as const;
      for (const [index, [typeName, message]] of messages.entries()) {
        const expected = sanitizer.stringifyBinary(typeName, wire[index] ?? new Uint8Array());
        expect(expectAgreement({ sanitizer, type: typeName, message })).toBe(expected);
      }
    }
  });
});

describe("an opened Any", () => {
  const sanitizer = createSanitizer({ schemas: [registry] });
  const leaf = { "@type": "x/probe.v1.Leaf", open: "a", hidden: SECRET };
  const shown = '{"type_url":"x/probe.v1.Leaf","value":{"hidden":"***stripped***","open":"a"}}';

  it.each<[string, object]>([
    [
      "inherits its type",
      Object.assign(Object.create({ "@type": leaf["@type"] }), { open: "a", hidden: SECRET }),
    ],
    [
      "inherits its content",
      Object.create({ open: "a", hidden: SECRET }, { "@type": { value: leaf["@type"], enumerable: true } }),
    ],
    ["inherits all", Object.create(leaf)],
    ["comes from another realm", vm.runInNewContext(`(${JSON.stringify(leaf)})`)],
    ["has a second name of a type, which does not count", { type_url: "x/probe.v1.Tree", ...leaf }],
    [
      "inherits a second name of a type",
      Object.create({ type_url: "x/probe.v1.Tree" }, Object.getOwnPropertyDescriptors(leaf)),
    ],
  ])("%s", (_, any) => {
    expect(expectHidden({ sanitizer, type: "wkt.v1.Singular", message: { any }, secret: SECRET })).toBe(
      `{"any":${shown}}`,
    );
    const outer = { "@type": "x/google.protobuf.Any", value: any };
    expect(expectHidden({ sanitizer, type: "google.protobuf.Any", message: outer, secret: SECRET })).toBe(
      `{"type_url":"x/google.protobuf.Any","value":${shown}}`,
    );
  });

  it("may hold null, which is a value", () => {
    const any = { "@type": "x/google.protobuf.Value", value: null };
    expect(expectAgreement({ sanitizer, type: "wkt.v1.Singular", message: { any } })).toBe(
      '{"any":{"type_url":"x/google.protobuf.Value","value":{"null_value":"NULL_VALUE"}}}',
    );
  });
});
