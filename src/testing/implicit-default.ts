import type { DescField } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";

/** Whether a value of a singular field counts as not set, because the field has implicit presence. */
export function isImplicitDefault(field: DescField, value: unknown): boolean {
  if (field.presence !== FeatureSet_FieldPresence.IMPLICIT || field.oneof !== undefined) return false;
  if (field.enum !== undefined) return value === field.enum.values[0]?.number;
  if (value instanceof Uint8Array) return value.length === 0;
  return value === false || value === "" || value === "0" || value === 0n || Object.is(value, 0);
}
