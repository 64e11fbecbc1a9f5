import { create, createFileRegistry, type DescMessage, type JsonObject, toBinary } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_struct,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer, jwt, type Sanitizer, STRIPPED } from "../../src/index.js";
import { createTextSanitizer } from "../../src/text/index.js";

const { STRING, INT64, BYTES, MESSAGE } = FieldDescriptorProto_Type;

type Given = readonly [name: string, number: number, type: FieldDescriptorProto_Type, typeName?: string];

function file(name: string, packageName: string, messages: Readonly<Record<string, readonly Given[]>>) {
  return create(FileDescriptorProtoSchema, {
    name,
    package: packageName,
    syntax: "proto3",
    dependency: ["google/protobuf/struct.proto"],
    messageType: Object.entries(messages).map(([message, fields]) => ({
      name: message,
      field: fields.map(([field, number, type, typeName]) => ({
        name: field,
        jsonName: field.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
        number,
        type,
        label: FieldDescriptorProto_Label.OPTIONAL,
        ...(typeName !== undefined && { typeName }),
        options: { debugRedact: field.startsWith("hidden") },
      })),
    })),
  });
}

const typed = {
  TypedStruct: [
    ["type_url", 1, STRING],
    ["value", 2, MESSAGE, ".google.protobuf.Struct"],
  ],
} as const;
const registry = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      file_google_protobuf_struct.proto,
      file("xds.proto", "xds.type.v3", typed),
      file("udpa.proto", "udpa.type.v1", typed),
      file("acme.proto", "acme.v1", {
        Filter: [
          ["user_name", 1, STRING],
          ["hidden_token", 2, STRING],
          ["hidden_pin", 3, INT64],
          ["inner", 4, MESSAGE, ".acme.v1.Filter"],
          ["personal", 5, STRING],
          ["labels", 6, MESSAGE, ".google.protobuf.Struct"],
          ["data", 7, BYTES],
        ],
      }),
    ],
  }),
);

const sanitizer = createSanitizer({
  schemas: [registry],
  policy: {
    fields: [{ field: "acme.v1.Filter.personal", class: "pii" }],
    mapKeys: [{ field: "labels", keys: ["password"] }],
    detectors: [jwt],
  },
  audiences: { support: { pii: "show" } },
  format: "protojson",
  onSuspect: "ignore",
});
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
const URL = "type.googleapis.com/acme.v1.Filter";

const content: JsonObject = {
  userName: "ann",
  hidden_token: "hunter2-a",
  hiddenPin: 12345678,
  inner: {
    user_name: TOKEN,
    hiddenToken: "hunter2-b",
    labels: { password: "hunter2-c", a: [1, { b: null }] },
  },
  personal: "hunter2-d",
  unknownField: "hunter2-e",
};

const clean = {
  userName: "ann",
  hiddenToken: STRIPPED,
  hiddenPin: STRIPPED,
  inner: { userName: STRIPPED, hiddenToken: STRIPPED, labels: { password: STRIPPED, a: [1, { b: null }] } },
  personal: STRIPPED,
};

function descOf(type: string): DescMessage {
  const desc = registry.getMessage(type);
  if (desc === undefined) throw new Error(type);
  return desc;
}

/** A TypedStruct as several libraries hold it, and as wire bytes. */
function forms(type: string, typeUrl: string, value: JsonObject): Readonly<Record<string, unknown>> {
  const message = create(descOf(type), { typeUrl, value });
  return {
    "protobuf-es": message,
    bytes: toBinary(descOf(type), message),
    ProtoJSON: { typeUrl, value },
    ...Object.fromEntries(
      Object.entries(STYLES).map(([name, style]) => [name, { typeUrl, value: structOf(value, style) }]),
    ),
  };
}

/** Makes a Value of a kind, such as `string_value`. */
type Style = (kind: string, value: unknown) => object;

const camel = (kind: string): string => kind.replace("_v", "V");
const STYLES: Readonly<Record<string, Style>> = {
  protobufjs: (kind, value) => ({ [camel(kind)]: value }),
  "protobufjs with keepCase": (kind, value) => ({ [kind]: value }),
  "protobuf-ts": (kind, value) => ({ kind: { oneofKind: camel(kind), [camel(kind)]: value } }),
  "protobuf-es 1": (kind, value) => ({ kind: { case: camel(kind), value } }),
};

function structOf(json: object, style: Style): object {
  return {
    fields: Object.fromEntries(Object.entries(json).map(([key, value]) => [key, asValue(value, style)])),
  };
}

function asValue(json: unknown, style: Style): object {
  if (json === null) return style("null_value", 0);
  if (typeof json === "string") return style("string_value", json);
  if (typeof json === "number") return style("number_value", json);
  if (Array.isArray(json)) return style("list_value", { values: json.map((item) => asValue(item, style)) });
  return style("struct_value", structOf(Object(json), style));
}

/** Checks that all writers agree on a message. @returns the text, parsed. */
function agreed(one: Sanitizer, type: string, message: unknown): unknown {
  const printed = one.toJson(type, message);
  if (message instanceof Uint8Array) {
    const copy = one.redactBinary(type, message);
    expect(Buffer.from(copy ?? []).toString("latin1")).not.toContain("hunter2");
    expect(one.toJson(type, copy)).toEqual(printed);
  } else {
    const copy = one.redact(type, message);
    expect(JSON.stringify(copy)).not.toContain("hunter2");
    expect(one.toJson(type, copy)).toEqual(printed);
    expect(one.toJson(type, one.redact(type, copy))).toEqual(printed);
  }
  return printed;
}

describe.each(["xds.type.v3.TypedStruct", "udpa.type.v1.TypedStruct"])("the Struct of %s", (type) => {
  it.each(Object.entries(forms(type, URL, content)))(
    "is judged by the type that it stands for: %s",
    (_, message) => {
      expect(agreed(sanitizer, type, message)).toEqual({ typeUrl: URL, value: clean });
    },
  );

  it.each(Object.entries(forms(type, URL, content)))("has the secrets of that type: %s", (_, message) => {
    const line = "hunter2-a 12345678 hunter2-b hunter2-c hunter2-d ann";
    expect(sanitizer.secretsOf(type, message).scrub(line)).toBe(`${`${STRIPPED} `.repeat(5)}ann`);
  });

  it.each(Object.entries(forms(type, URL, content)))(
    "is shown to an audience as the type is: %s",
    (_, message) => {
      expect(Object(sanitizer.for("support").toJson(type, message))["value"]).toEqual({
        ...clean,
        personal: "hunter2-d",
      });
    },
  );

  it.each(Object.entries(forms(type, "type.googleapis.com/acme.v1.Unknown", content)))(
    "is hidden if no schema knows the type: %s",
    (_, message) => {
      expect(JSON.stringify(agreed(sanitizer, type, message))).toContain("acme.v1.Unknown");
      expect(JSON.stringify(sanitizer.toJson(type, message))).not.toMatch(/hunter2|ann|12345678/);
      expect(sanitizer.secretsOf(type, message).scrub("got hunter2-a")).toBe(`got ${STRIPPED}`);
    },
  );

  it.each(Object.entries(forms(type, TOKEN, content)))(
    "is hidden if the URL is a credential: %s",
    (_, message) => {
      expect(JSON.stringify(agreed(sanitizer, type, message))).not.toMatch(/hunter2|ann/);
    },
  );

  const wrong: readonly JsonObject[] = [
    { userName: { deep: "hunter2" } },
    { userName: ["hunter2"] },
    { inner: "hunter2" },
    { inner: { inner: [{ userName: "hunter2" }] } },
    { data: "hunter2 is no base64" },
    { HIDDEN_TOKEN: "hunter2", "user-name": "hunter2" },
    { constructor: "hunter2", toString: { a: "hunter2" } },
  ];
  it.each(wrong)("shows no value of a wrong type, and none under a name that the type lacks: %j", (value) => {
    for (const message of Object.values(forms(type, URL, value))) {
      expect(sanitizer.stringify(type, message)).not.toContain("hunter2");
      const copy =
        message instanceof Uint8Array
          ? Buffer.from(sanitizer.redactBinary(type, message) ?? []).toString("latin1")
          : JSON.stringify(sanitizer.redact(type, message));
      expect(copy).not.toContain("hunter2");
    }
  });

  it("looks the same for two messages that differ only in hidden values", () => {
    const twin = JSON.parse(
      JSON.stringify(content).replaceAll("hunter2", "x".repeat(50)).replace("12345678", "1"),
    );
    const others = Object.values(forms(type, URL, twin));
    for (const [index, message] of Object.values(forms(type, URL, content)).entries()) {
      expect(sanitizer.stringify(type, others[index])).toBe(sanitizer.stringify(type, message));
    }
  });

  it("that holds itself, or is too deep, is hidden", () => {
    const value: Record<string, unknown> = { userName: "ann" };
    value["inner"] = value;
    expect(JSON.stringify(sanitizer.toJson(type, { typeUrl: URL, value }))).not.toContain("ann");
    expect(JSON.stringify(sanitizer.redact(type, { typeUrl: URL, value }))).not.toContain("ann");
  });

  it.each([6, 100])("counts as deep as the message that it stands for: %i levels", (maxDepth) => {
    const limited = createSanitizer({ schemas: [registry], limits: { maxDepth }, onSuspect: "ignore" });
    for (const depth of [3, 48, 49]) {
      let value: JsonObject = { userName: "ann" };
      for (let level = 0; level < depth; level++) value = { inner: value };
      const [first, ...others] = Object.values(forms(type, URL, value)).map((one) =>
        agreed(limited, type, one),
      );
      for (const other of others) expect(other).toEqual(first);
      const end = depth < maxDepth ? '"ann"' : `"<<depth limit of ${maxDepth} reached, acme.v1.Filter>>"`;
      expect(JSON.stringify(first)).toContain(end);
    }
  });

  it("says so if it is too deep to be read, whichever library has it", () => {
    let value: JsonObject = { userName: "ann" };
    for (let level = 0; level < 50; level++) value = { inner: value };
    for (const message of Object.values(forms(type, URL, value)))
      expect(sanitizer.toJson(type, message)).toEqual({
        typeUrl: URL,
        value: `<<wrong type of value, ${type}.value>>`,
      });
  });

  it("is judged by rules for its keys, too", () => {
    const keyed = createSanitizer({
      schemas: [registry],
      policy: { mapKeys: [{ field: `${type}.value`, keys: ["userName"] }] },
      format: "protojson",
    });
    for (const message of Object.values(
      forms(type, URL, { userName: "hunter2", hidden_token: "hunter2", data: "AQ==" }),
    )) {
      expect(agreed(keyed, type, message)).toEqual({
        typeUrl: URL,
        value: { userName: STRIPPED, hiddenToken: STRIPPED, data: "AQ==" },
      });
    }
  });

  it.each(Object.entries(STYLES))("is copied as its library writes it: %s", (_, style) => {
    const value = structOf({ hiddenToken: "hunter2", data: "AQ==", userName: "ann" }, style);
    const shown = structOf({ hiddenToken: STRIPPED, data: "AQ==", userName: "ann" }, style);
    expect(sanitizer.redact(type, { typeUrl: URL, value })).toEqual({ typeUrl: URL, value: shown });
    const entries = new Map(Object.entries(Reflect.get(value, "fields")));
    expect(sanitizer.redact(type, { typeUrl: URL, value: { fields: entries } })).toEqual({
      typeUrl: URL,
      value: shown,
    });
  });

  it("keeps to the limit of the output", () => {
    const limited = (maxOutputLength: number): Sanitizer =>
      createSanitizer({ schemas: [registry], limits: { maxOutputLength }, onSuspect: "ignore" });
    for (const message of Object.values(forms(type, URL, content))) {
      for (const length of [100, 130, 160, 200, 300]) {
        const text = limited(length).stringify(type, message);
        expect(text.length).toBeLessThanOrEqual(length);
        expect(() => JSON.parse(text)).not.toThrow();
        expect(text).not.toMatch(/hunter2-[abc]/);
      }
    }
  });

  it("is no suspect, because it is judged", () => {
    expect(sanitizer.suspects(type)).toEqual([]);
  });

  it("is hidden by the sanitizer that only prints", () => {
    const only = createTextSanitizer({ schemas: [registry] });
    expect(only.toJson(create(descOf(type), { typeUrl: URL, value: content }))).toEqual({
      type_url: URL,
      value: STRIPPED,
    });
  });
});
