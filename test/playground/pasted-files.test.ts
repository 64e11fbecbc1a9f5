import { existsSync, readFileSync } from "node:fs";
import { fromBinary, type JsonValue, type Message, toJson } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { schemaOfBytes, schemaOfText } from "../../playground/src/schema/schema.js";

/** What buf makes of the .proto files of the tests. */
const built = fromBinary(FileDescriptorSetSchema, readFileSync("test/gen/descriptor-set.binpb")).file;
const files = built.filter(
  // The parser knows no groups in a oneof.
  ({ name }) => !name.startsWith("google/") && name !== "groups.proto",
);
const pasted = schemaOfText(files.map(({ name }) => `// file: ${name}\n${sourceOf(name)}`).join("\n"));

function sourceOf(name: string): string {
  const path = `proto/${name}`;
  return readFileSync(existsSync(path) ? path : `proto/test/${name}`, "utf8");
}

/** All messages of a file, the nested ones by their full names. */
function messagesOf(file: FileDescriptorProto): Map<string, DescriptorProto> {
  const found = new Map<string, DescriptorProto>();
  const visit = (prefix: string, messages: readonly DescriptorProto[]): void => {
    for (const message of messages) {
      found.set(`${prefix}.${message.name}`, message);
      visit(`${prefix}.${message.name}`, message.nestedType);
    }
  };
  visit(file.package, file.messageType);
  return found;
}

/** What a sanitizer reads of a message: its fields, and options that no type of protobuf has as bytes. */
function readOf(message: DescriptorProto): JsonValue {
  const { field, oneofDecl, options } = message;
  const custom = (holder: Message | undefined): JsonValue =>
    (holder?.$unknown ?? []).map(({ no, data }) => [no, Buffer.from(data).toString("hex")]);
  return {
    fields: field
      // protobufjs drops the field `__proto__`.
      .filter(({ name }) => name !== "__proto__")
      .map((one) => ({
        ...(toJson(DescriptorProtoSchema, { ...message, ...EMPTY, field: [one] }) as { field: object[] })
          .field[0],
        defaultValue: null,
        custom: custom(one.options),
      })) as JsonValue,
    oneofs: oneofDecl.map(({ name }) => name),
    isMapEntry: options?.mapEntry === true,
    custom: custom(options),
  };
}

const EMPTY = { nestedType: [], enumType: [], extension: [], extensionRange: [], oneofDecl: [] };

/** Options without a content are as good as none. */
function withoutEmpty(value: JsonValue): JsonValue {
  return JSON.parse(
    JSON.stringify(value, (key, part) => (key === "options" && isEmpty(part) ? undefined : part)),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

describe("pasted .proto files", () => {
  it.each(files)("have the fields and options that buf reads in $name", (file) => {
    const parsed = pasted.registry.getFile(file.name)?.proto;
    const messages = parsed === undefined ? new Map() : messagesOf(parsed);
    for (const [name, expected] of messagesOf(file)) {
      const message = messages.get(name);
      expect(message, name).toBeDefined();
      expect({ name, ...asObject(withoutEmpty(readOf(message))) }).toEqual({
        name,
        ...asObject(withoutEmpty(readOf(expected))),
      });
    }
  });

  it("know every option that is used", () => {
    expect(pasted.undeclaredOptions).toEqual([]);
  });

  it("tell the line of each field", () => {
    const { lines } = schemaOfText(
      'syntax = "proto3";\npackage acme.v1;\n\nmessage Login {\n  string user = 1; // not "x = 2;"\n\n  oneof secret {\n    string password = 2 [\n      debug_redact = true\n    ];\n  }\n}\n',
    );
    expect(lines.get("acme.v1.Login.user")).toMatchObject({
      line: 5,
      text: 'string user = 1; // not "x = 2;"',
    });
    expect(lines.get("acme.v1.Login.password")).toMatchObject({ line: 8, pastedLine: 8 });
  });

  it("count lines from the top of their own file, and know the place in the text", () => {
    const { lines } = schemaOfText(
      '// file: a.proto\nsyntax = "proto3";\nmessage A { B b = 1; }\n// file: b.proto\nsyntax = "proto3";\nmessage B {\n  string x = 1;\n}\n',
    );
    expect(lines.get("B.x")).toEqual({ file: "b.proto", line: 4, pastedLine: 7, text: "string x = 1;" });
  });

  it.each([
    ["a type that no file declares", 'import "other.proto";\nmessage A { b.B b = 1; }', /b\.B.*other\.proto/],
    ["an illegal token", "message A { string = 1; }", /line 2/],
    ["an option of the wrong type", `${optionHead()}message A { string a = 1 [(hide) = 7]; }`, /hide/],
    ["an unknown value of an enum", `${optionHead()}message A { string a = 1 [(level) = NO]; }`, /level.*NO/],
    ["a member that does not exist", `${optionHead()}message A { string a = 1 [(rule).x = 1]; }`, /rule.*x/],
  ])("are refused with %s", (_, text, message) => {
    expect(() => schemaOfText(`syntax = "proto3";\n${text}`)).toThrow(message);
  });

  it("say which options no file declares", () => {
    const schema = schemaOfText('syntax = "proto3";\nmessage A { string a = 1 [(acme.hide) = true]; }');
    expect(schema.undeclaredOptions).toEqual(["acme.hide"]);
  });

  it("may use the types of protobuf, and CSI", () => {
    const { registry } = schemaOfText(
      'syntax = "proto3";\nimport "google/protobuf/any.proto";\nmessage A { google.protobuf.Any a = 1; csi.v1.Volume v = 2; }',
    );
    expect(registry.getMessage("A")?.fields.map((field) => field.message?.typeName)).toEqual([
      "google.protobuf.Any",
      "csi.v1.Volume",
    ]);
  });
});

describe("a descriptor set", () => {
  it("has its messages", () => {
    const { messages } = schemaOfBytes(readFileSync("test/gen/descriptor-set.binpb"));
    expect(messages.map(({ typeName }) => typeName)).toContain("csi.v1.NodePublishVolumeRequest");
  });

  it("is refused if it is anything else", () => {
    expect(() => schemaOfBytes(new Uint8Array([1, 2, 3]))).toThrow("no descriptor set");
    expect(() => schemaOfBytes(new Uint8Array())).toThrow("no file");
  });
});

function optionHead(): string {
  return [
    'import "google/protobuf/descriptor.proto";',
    "enum Level { LOW = 0; }",
    "message Rule { bool mask = 1; }",
    "extend google.protobuf.FieldOptions { bool hide = 50001; Level level = 50002; Rule rule = 50003; }",
    "",
  ].join("\n");
}

function asObject(value: JsonValue): object {
  return typeof value === "object" && value !== null ? value : {};
}
