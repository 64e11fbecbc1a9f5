import {
  create,
  createFileRegistry,
  type DescMessage,
  type FileRegistry,
  type JsonObject,
  toBinary,
} from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_struct,
} from "@bufbuild/protobuf/wkt";

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

/** The types TypedStruct of xDS and of UDPA, and acme.v1.Filter, for which one of them stands. */
export const registry: FileRegistry = createFileRegistry(
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

/** The type of {@link registry} that has this name. */
export function descOf(type: string): DescMessage {
  const desc = registry.getMessage(type);
  if (desc === undefined) throw new Error(type);
  return desc;
}

/** A TypedStruct as several libraries hold it, and as wire bytes. */
export function forms(type: string, typeUrl: string, value: JsonObject): Readonly<Record<string, unknown>> {
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
export type Style = (kind: string, value: unknown) => object;

const camel = (kind: string): string => kind.replace("_v", "V");
/** How the Values of a Struct look in several libraries. */
export const STYLES: Readonly<Record<string, Style>> = {
  protobufjs: (kind, value) => ({ [camel(kind)]: value }),
  "protobufjs with keepCase": (kind, value) => ({ [kind]: value }),
  "protobuf-ts": (kind, value) => ({ kind: { oneofKind: camel(kind), [camel(kind)]: value } }),
  "protobuf-es 1": (kind, value) => ({ kind: { case: camel(kind), value } }),
};

/** A Struct in the style of a library. */
export function structOf(json: object, style: Style): object {
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
