import { isBytes } from "../options/is-bytes.js";
import { scalarOf } from "../scalars/scalars.js";
import type { FieldShape, ValueType } from "../schema/message-shape.js";

/**
 * When a field counts as set. Every reader and writer uses these rules:
 *
 * | field | set if |
 * |---|---|
 * | list, map | it has an item or an entry |
 * | message, member of a oneof, explicit presence | it is there |
 * | implicit presence (proto3 scalars and enums) | its value is not the zero |
 * | explicit presence, in an object whose library filled in all defaults | its value is not the default |
 */

/** Whether the zero of a field counts as not set. */
export function isImplicit({ cardinality }: FieldShape): boolean {
  return cardinality.kind === "singular" && cardinality.presence === "implicit";
}

/** Makes a test for neutral values of a type: is the value the zero? A message is never the zero. */
export function zeroTest(type: ValueType): (value: unknown) => boolean {
  if (type.kind === "message") return () => false;
  const scalar = scalarOf(type);
  return (value) => scalar.isZero(value);
}

/** Makes a test for neutral values of a field: does the field count as not set although it has this value? */
export function unsetTest(field: FieldShape): (value: unknown) => boolean {
  return isImplicit(field) ? zeroTest(field.type) : () => false;
}

/** The only value that means "not set", if `===` can test for it. Undefined if no value means that, or it has several forms. */
export function plainUnset(field: FieldShape): string | number | boolean | undefined {
  if (!isImplicit(field) || field.type.kind === "message") return undefined;
  return scalarOf(field.type).plainZero;
}

/** Makes a test for neutral values: is the value the field's default? That is the default in the .proto file, or else the zero. */
export function defaultTest({ cardinality, type }: FieldShape): (value: unknown) => boolean {
  const given = cardinality.kind === "singular" ? cardinality.defaultValue : undefined;
  if (given === undefined || given === null || type.kind === "message") return zeroTest(type);
  const expected = scalarOf(type).neutral?.(given) ?? given;
  const isSame = (value: unknown): boolean => value === expected || String(value) === String(expected);
  if (!isBytes(expected)) return isSame;
  // Convert first: a Buffer has its own `toString`.
  return (value) => isBytes(value) && String(Uint8Array.from(value)) === String(Uint8Array.from(expected));
}

/** Whether libraries that fill in defaults give the field a property in every message. */
export function isFilledIn({ cardinality }: FieldShape): boolean {
  if (cardinality.kind !== "singular") return true;
  return cardinality.oneof === undefined && cardinality.isProto3Optional !== true;
}

/** Whether the property of a field does not show its presence, if the library filled in defaults. */
export function isUnclearIfFilledIn(field: FieldShape): boolean {
  const { cardinality } = field;
  return isFilledIn(field) && cardinality.kind === "singular" && cardinality.presence === "explicit";
}

/**
 * Whether the value of a list or map field is empty.
 *
 * @param keys the keys of a map; undefined for a value that is not one.
 */
export function isEmptyContent(
  value: unknown,
  keys: (map: unknown) => readonly string[] | undefined,
): boolean {
  return Array.isArray(value) ? value.length === 0 : keys(value)?.length === 0;
}
