import type { FieldPlan } from "../../plan/compiled.js";
import { shortest } from "../../scalars/json-number.js";
import { quote } from "../../scalars/json-string.js";
import type { ScalarStyle } from "../../scalars/scalar.js";
import type { EnumShape, EnumValueShape, FieldShape } from "../../schema/message-shape.js";

/** The differences between the text formats, except for the well-known types. */
export interface TextFormat extends ScalarStyle {
  /** Whether well-known types take their special forms of ProtoJSON. */
  readonly wellKnownForms: boolean;
  /** The order in which fields are printed. */
  compare(a: FieldShape, b: FieldShape): number;
  /** The key of a field. */
  key(field: FieldShape): string;
  /** The text of a `google.protobuf.Value` that is null. A Value without a kind prints the same: protobuf-es cannot distinguish the two. */
  readonly nullValue: string;
}

/**
 * The text of the Go `protosanitizer`: fields by their proto names, sorted; 64-bit integers as bare numbers; floats in their
 * shortest form for 32 bits; well-known types as ordinary messages.
 */
export const GO_FORMAT: TextFormat = {
  wellKnownForms: false,
  compare: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  key: (field) => field.name,
  integer64: (digits) => digits,
  float: shortest,
  enumText: (type) => nameOrNumber(type, (value) => value.name),
  nullValue: '{"null_value":"NULL_VALUE"}',
};

/** The official ProtoJSON mapping: https://protobuf.dev/programming-guides/json/ */
export const PROTOJSON_FORMAT: TextFormat = {
  wellKnownForms: true,
  compare: (a, b) => a.number - b.number,
  key: (field) => field.jsonName,
  integer64: (digits) => `"${digits}"`,
  float: Math.fround,
  enumText: (type) =>
    type.typeName === "google.protobuf.NullValue"
      ? () => "null"
      : nameOrNumber(type, (value) => value.jsonName),
  nullValue: "null",
};

/** The same format for a text that JavaScript will parse: integers beyond 2^53 become strings, to keep their digits. */
export function parseable(format: TextFormat): TextFormat {
  if (format !== GO_FORMAT) return format;
  const isSafe = (digits: string): boolean => Number.isSafeInteger(Number(digits));
  return { ...format, integer64: (digits) => (isSafe(digits) ? digits : `"${digits}"`) };
}

/** Fields in the order of a format. */
export function inOrder(format: TextFormat, fields: readonly FieldPlan[]): readonly FieldPlan[] {
  return [...fields].sort((a, b) => format.compare(a.field, b.field));
}

/** The name of an enum value. If several names have one number, the first one counts, as in Go. An unknown value prints its number. */
function nameOrNumber(type: EnumShape, name: (value: EnumValueShape) => string): (number: number) => string {
  const texts = new Map([...type.values].reverse().map((value) => [value.number, quote(name(value))]));
  return (number) => texts.get(number) ?? String(number);
}
