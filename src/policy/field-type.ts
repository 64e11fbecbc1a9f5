import type { FieldShape, ValueType } from "../schema/message-shape.js";

/** The type of a field, as in a .proto file. */
export function describeType(field: FieldShape): string {
  const value = describeValueType(field.type);
  if (field.cardinality.kind === "map") return `map<${field.cardinality.key}, ${value}>`;
  return field.cardinality.kind === "list" ? `repeated ${value}` : value;
}

function describeValueType(type: ValueType): string {
  if (type.kind === "scalar") return type.scalar;
  return type.kind === "enum" ? type.enum.typeName : type.typeName;
}
