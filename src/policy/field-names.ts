import type { FieldShape } from "../schema/message-shape.js";
import { protobufjsName } from "../schema/names.js";
import { isStructType } from "../schema/well-known.js";
import type { FieldPattern } from "./policy.js";
import { isOfProtobuf } from "./suspicion.js";

/** Finds the name or pattern in a list of rules that matches a field. */
export type FieldMatcher = (field: FieldShape) => FieldPattern | undefined;

/** Exact names are looked up; patterns, and names for fields with guessed names, are tried one by one. */
export function fieldMatcher(patterns: readonly FieldPattern[]): FieldMatcher {
  const names = new Set(patterns.filter((pattern) => typeof pattern === "string"));
  return (field) =>
    fullNames(field).find((one) => names.has(one)) ??
    patterns.find((one) => (typeof one !== "string" || field.isGuessedName) && matchesField(one, field));
}

/** Whether a name in a rule is a name of a field, or a pattern is found in one of its full names. */
export function matchesField(pattern: FieldPattern, field: FieldShape): boolean {
  if (typeof pattern === "string") return namesField(pattern, field);
  return fullNames(field).some((name) => pattern.test(name));
}

/**
 * Whether the full name in a rule is a name of a field. A guessed name may be wrong. So for such a field, every name counts
 * that protobufjs would turn into the field's property.
 */
function namesField(name: string, field: FieldShape): boolean {
  if (fullNames(field).includes(name)) return true;
  if (!field.isGuessedName) return false;
  const simple = name.slice(name.lastIndexOf(".") + 1);
  const parent = field.fullName.slice(0, -field.name.length);
  return field.propertyNames.includes(protobufjsName(simple)) && name === parent + simple;
}

/** Whether a rule for map keys names a field, by its simple or full name, and the field has keys to judge. */
export function namesKeyedField(name: string, field: FieldShape): boolean {
  return hasKeys(field) && namesSimply(name, field);
}

/** Whether a rule for detectors names a field, by its simple or full name, and the field has strings to look at. */
export function namesTexts(name: string, field: FieldShape): boolean {
  return field.type.kind === "scalar" && field.type.scalar === "string" && namesSimply(name, field);
}

/** Whether a rule for JSON names a field, by its simple or full name, and the field has strings or bytes, which may hold JSON. */
export function namesJson(name: string, field: FieldShape): boolean {
  const { type, fullName } = field;
  const mayHoldJson = type.kind === "scalar" && (type.scalar === "string" || type.scalar === "bytes");
  return mayHoldJson && !isOfProtobuf(fullName) && namesSimply(name, field);
}

function namesSimply(name: string, field: FieldShape): boolean {
  if (name.includes(".")) return namesField(name, field);
  const parents = fullNames(field).map((fullName) => fullName.slice(0, fullName.lastIndexOf(".") + 1));
  return parents.some((parent) => namesField(parent + name, field));
}

/** Whether a field is a map, or holds a `google.protobuf.Struct`, whose keys are data too. */
export function hasKeys(field: FieldShape): boolean {
  return (
    field.cardinality.kind === "map" || (field.type.kind === "message" && isStructType(field.type.typeName))
  );
}

/** All full names of a field: first the name that is printed, then the names in other descriptors. */
function fullNames(field: FieldShape): readonly string[] {
  return [field.fullName, ...field.otherNames];
}
