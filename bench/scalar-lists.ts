import { create, createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, FieldDescriptorProto_Type as Type } from "@bufbuild/protobuf/wkt";
import { createSanitizer } from "protosanitizer";
import type { Operation } from "./operation.js";
import type { TypedMessage } from "./typed-message.js";

/** Name of the operation that prints a list of scalars. The types are not those of CSI. */
export const STRINGIFY_LIST = "sanitizer.stringify(list)";

const LENGTH = 100_000;

/** An item of a list for each scalar type, by its index. Floats and doubles have many digits, as measured values have. */
const ITEMS: Readonly<Record<Exclude<keyof typeof Type, "GROUP" | "MESSAGE">, (index: number) => unknown>> = {
  DOUBLE: (index) => Math.sin(index) * 1e5,
  FLOAT: (index) => Math.fround(Math.sin(index) * 1e5),
  INT32: (index) => index * 7919,
  INT64: (index) => BigInt(index) * 123_456_789n,
  UINT32: (index) => index * 7919,
  UINT64: (index) => BigInt(index) * 123_456_789n,
  SINT32: (index) => index * -7919,
  SINT64: (index) => BigInt(index) * -123_456_789n,
  FIXED32: (index) => index * 7919,
  FIXED64: (index) => BigInt(index) * 123_456_789n,
  SFIXED32: (index) => index * 7919,
  SFIXED64: (index) => BigInt(index) * 123_456_789n,
  BOOL: (index) => index % 3 === 0,
  STRING: (index) => `value-${index}`,
  BYTES: (index) => new TextEncoder().encode(`bytes ${index}`),
  ENUM: (index) => index % 3,
};

/** The scalar types, in small letters: `double`, `sfixed64`, `enum`. */
export const SCALAR_TYPES: readonly string[] = Object.keys(ITEMS).map((name) => name.toLowerCase());

const registry = createFileRegistry(
  create(FileDescriptorProtoSchema, {
    name: "bench/lists.proto",
    package: "lists.v1",
    syntax: "proto3",
    enumType: [{ name: "Level", value: ["NONE", "LOW", "HIGH"].map((name, number) => ({ name, number })) }],
    messageType: Object.keys(ITEMS).map((name) => ({
      name,
      field: [
        {
          name: "items",
          number: 1,
          // Repeated.
          label: 3,
          type: Type[name as keyof typeof ITEMS], // the names of the types are the keys
          ...(name === "ENUM" && { typeName: ".lists.v1.Level" }),
        },
      ],
    })),
  }),
  () => undefined,
);

/** A message with a list of 100,000 items. @param type one of {@link SCALAR_TYPES}. */
export function scalarList(type: string): TypedMessage {
  const name = type.toUpperCase();
  const schema = registry.getMessage(`lists.v1.${name}`);
  const item = ITEMS[name as keyof typeof ITEMS]; // checked by the schema
  if (schema === undefined) throw new RangeError(`${type} is not a scalar type`);
  const message = create(schema, { items: Array.from({ length: LENGTH }, (_, index) => item(index)) });
  return { schema, message: fromBinary(schema, toBinary(schema, message)) };
}

/** What is measured on lists, beside toJsonString. */
export const SCALAR_LISTS: readonly Operation[] = [
  {
    name: STRINGIFY_LIST,
    output: "text",
    sanitizes: true,
    prepare() {
      const sanitizer = createSanitizer({ schemas: [registry] });
      return (item) => sanitizer.stringify(item.message);
    },
  },
];
