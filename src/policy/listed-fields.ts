import type { FieldShape } from "../schema/message-shape.js";
import type { CopiedPolicy } from "./copy-policies.js";
import { fieldMatcher } from "./field-names.js";
import { describeType } from "./field-type.js";
import { isCertain } from "./option-rule.js";
import type { OpenFieldTest } from "./policy.js";
import { isOfProtobuf } from "./suspicion.js";

/**
 * Makes a test for fields: do policies list a field as open? A condition on options has to count in all schemas of which none has
 * lost options, because a field that one of them does not list is hidden.
 */
export function openFieldTest(policies: readonly CopiedPolicy[]): (field: FieldShape) => boolean {
  const named = fieldMatcher(policies.flatMap(({ open }) => open));
  const rules = policies.flatMap(({ openOptions }) => openOptions);
  const tests = policies.flatMap(({ openTests }) => openTests);
  return (field) => {
    if (named(field) !== undefined) return true;
    if (tests.some((test) => passes(test, field))) return true;
    const whole = field.marks.filter(({ isWhole }) => isWhole);
    return whole.length > 0 && rules.some((rule) => whole.every((marks) => isCertain(rule, marks)));
  };
}

function passes(test: OpenFieldTest, field: FieldShape): boolean {
  if (field.otherNames.length > 0) return false;
  try {
    return test({ field: field.fullName, number: field.number, type: describeType(field) }) === true;
  } catch {
    return false;
  }
}

/**
 * Whether a field has to be listed under default deny. The fields of a message are judged one by one, so the field that holds it need
 * not be. Neither need the fields of protobuf's own types: the field that holds such a type has to be listed.
 *
 * @param isOutermost whether no field holds the message of the field. Then fields of protobuf's own types have to be listed, too, but
 *   for those of an Any: what it holds is judged.
 */
export function mustBeListed({ fullName, cardinality, type }: FieldShape, isOutermost: boolean): boolean {
  if (isOfProtobuf(fullName)) return isOutermost && !fullName.startsWith("google.protobuf.Any.");
  return cardinality.kind === "map" || type.kind !== "message" || isOfProtobuf(type.typeName);
}
