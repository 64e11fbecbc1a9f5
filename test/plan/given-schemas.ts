import type { FieldShape } from "../../src/schema/message-shape.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import type { TypeSource } from "../../src/schema/type-source.js";
import { fieldShape } from "./field-shape.js";

/** The types of a schema, by their names. */
export function schemasOf(types: Readonly<Record<string, readonly FieldShape[]>>): SchemaSet {
  const source: TypeSource = {
    losesOptions: false,
    message: (typeName) => {
      const fields = types[typeName];
      return fields && { typeName, fields, marks: [] };
    },
    describes: () => false,
    messageNames: () => Object.keys(types),
    method: () => undefined,
    place: () => undefined,
    option: () => undefined,
    optionNames: () => [],
  };
  return new SchemaSet([source]);
}

/** A field with a message of a type. */
export function holding(typeName: string): FieldShape {
  return fieldShape({ type: { kind: "message", typeName, delimited: false } });
}
