import { create, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { ValueSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { MapsSchema, ScalarsSchema, WellKnownSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { generatedLibraries } from "./generated-libraries.js";
import type { Library } from "./library.js";
import { DEMOCRATIC_CSI, protoLoader } from "./proto-loader-library.js";
import { reflection } from "./protobufjs-library.js";

// What a library has lost when it decoded a message, no sanitizer can print. None of it lets a secret through.
const sanitizer = createSanitizer({ schemas: [registry] });

const tsProto = (options: string): Library => named(`ts-proto ${options}`);

const print = ({ decode }: Library, typeName: string, bytes: Uint8Array): unknown =>
  sanitizer.toJson(typeName, decode(typeName, bytes));

describe("members of a oneof that were sent one after another", () => {
  const TEXT = 1;
  const NUMBER = 2;
  const wire = (...fields: readonly number[]): Uint8Array => {
    const writer = new BinaryWriter();
    for (const field of fields) {
      if (field === TEXT) writer.tag(TEXT, WireType.LengthDelimited).string("text");
      else writer.tag(NUMBER, WireType.Varint).int64(5);
    }
    return writer.finish();
  };

  const sent = [wire(TEXT, NUMBER), wire(NUMBER, TEXT), wire(TEXT, NUMBER, TEXT), wire(NUMBER, TEXT, NUMBER)];
  const text = { text: "text" };
  const number = { number: 5 };

  it.each<[Library, readonly object[]]>([
    [reflection(8, false), [number, text, text, number]],
    [named("ts-proto unions"), [number, text, text, number]],
    [named("@protobuf-ts string"), [number, text, text, number]],
    // It says itself that the other one is set, if one comes back.
    [reflection(7, false), [number, text, number, text]],
    // All are set, side by side, in the order of the file.
    [protoLoader(DEMOCRATIC_CSI), [number, number, number, number]],
    [protoLoader({}), [number, number, number, number]],
    [named("ts-proto bigint"), [number, number, number, number]],
  ])("$name holds the last one, or another", (library, expected) => {
    expect(sent.map((bytes) => print(library, "probe.v1.Choice", bytes))).toEqual(expected);
  });

  it("the last one counts", () => {
    const decoded = sent.map((bytes) => fromBinary(registryType("probe.v1.Choice"), bytes));
    expect(decoded.map((message) => sanitizer.toJson(message))).toEqual([number, text, text, number]);
  });
});

describe("a google.protobuf.Value", () => {
  it("without a kind is an empty object in protobufjs, as {} is as JSON", () => {
    const bytes = toBinary(SingularSchema, create(SingularSchema, { value: create(ValueSchema) }));
    expect(sanitizer.toJson(fromBinary(SingularSchema, bytes))).toEqual({
      value: { null_value: "NULL_VALUE" },
    });
    expect(print(protoLoader({}), "wkt.v1.Singular", bytes)).toEqual({ value: { struct_value: {} } });
  });

  it("that is null, in a field of its own, is null in ProtoJSON, and unset in objects in which all fields are filled in", () => {
    const message = create(SingularSchema, {
      value: create(ValueSchema, { kind: { case: "nullValue", value: 0 } }),
    });
    expect(sanitizer.toJson(message)).toEqual({ value: { null_value: "NULL_VALUE" } });
    expect(sanitizer.toJson("wkt.v1.Singular", toJson(SingularSchema, message))).toEqual({
      value: { null_value: "NULL_VALUE" },
    });
    expect(print(tsProto("bigint"), "wkt.v1.Singular", toBinary(SingularSchema, message))).toEqual({});
    const filled = Object.fromEntries(SingularSchema.fields.map((field) => [field.name, null]));
    expect(sanitizer.toJson("wkt.v1.Singular", filled)).toEqual({});
  });
});

describe("options that lose values", () => {
  it("longs: Number, beyond 2^53: the rounded number is printed", () => {
    const bytes = toBinary(
      ScalarsSchema,
      create(ScalarsSchema, { fInt64: 2n ** 53n + 1n, fUint64: 2n ** 64n - 1n }),
    );
    expect(
      sanitizer.stringify(
        "probe.v1.Scalars",
        protoLoader({ longs: Number }).decode("probe.v1.Scalars", bytes),
      ),
    ).toBe('{"f_int64":9007199254740992,"f_uint64":"<<wrong type of value, probe.v1.Scalars.f_uint64>>"}');
  });

  it("a Date, beyond milliseconds", () => {
    const at = { seconds: 1n, nanos: 123_456_789 };
    const bytes = toBinary(WellKnownSchema, create(WellKnownSchema, { at }));
    const exact = { at: { seconds: 1, nanos: 123_456_789 } };
    const inMilliseconds = { at: { seconds: 1, nanos: 123_000_000 } };
    expect(print(tsProto("bigint"), "probe.v1.WellKnown", bytes)).toEqual(exact);
    expect(print(tsProto("default"), "probe.v1.WellKnown", bytes)).toEqual(inMilliseconds);
    expect(print(tsProto("snake"), "probe.v1.WellKnown", bytes)).toEqual(inMilliseconds);
  });

  it("stringEnums of ts-proto: all unknown values are one", () => {
    const bytes = toBinary(
      ScalarsSchema,
      fromBinary(ScalarsSchema, new Uint8Array([0x80, 0x01, 0xb9, 0x60])),
    );
    expect(print(tsProto("bigint"), "probe.v1.Scalars", bytes)).toEqual({ f_color: 12345 });
    expect(print(tsProto("annotated"), "probe.v1.Scalars", bytes)).toEqual({ f_color: "COLOR_NEGATIVE" });
  });

  it("objects for maps in ts-proto and @protobuf-ts: no key __proto__", () => {
    const byString: Record<string, string> = JSON.parse('{"__proto__":"a","b":"c"}');
    const bytes = toBinary(MapsSchema, create(MapsSchema, { byString }));
    for (const library of [tsProto("bigint"), named("@protobuf-ts string")])
      expect(print(library, "probe.v1.Maps", bytes)).toEqual({ by_string: { b: "c" } });
    expect(print(tsProto("unions"), "probe.v1.Maps", bytes)).toEqual({ by_string: byString });
  });

  it("json in proto-loader: an Any in an Any loses the outer one", () => {
    const inner = { typeUrl: "x/probe.v1.Leaf", value: new Uint8Array([10, 1, 97]) };
    const any = registryType("google.protobuf.Any");
    const outer = { typeUrl: "x/google.protobuf.Any", value: toBinary(any, create(any, inner)) };
    const bytes = toBinary(SingularSchema, create(SingularSchema, { any: outer }));
    const leaf = { type_url: "x/probe.v1.Leaf", value: { open: "a" } };
    expect(print(protoLoader({}), "wkt.v1.Singular", bytes)).toEqual({
      any: { type_url: "x/google.protobuf.Any", value: leaf },
    });
    expect(print(protoLoader({ json: true }), "wkt.v1.Singular", bytes)).toEqual({ any: leaf });
  });
});

function registryType(name: string): Parameters<typeof fromBinary>[0] {
  const type = registry.getMessage(name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

function named(name: string): Library {
  const found = generatedLibraries.find((library) => library.name === name);
  if (found === undefined) throw new Error(`no library ${name}`);
  return found;
}
