import type { Detector } from "../policy/policy.js";
import { isTypedStruct } from "../schema/well-known.js";
import { anyRule } from "./any.js";
import type { AnyRule, FieldPlan, Plan } from "./compiled.js";

/**
 * Makes the rule that decides which part of the Struct in a TypedStruct is shown; undefined for other types. As of an Any, nothing is
 * shown if no schema knows the type. Otherwise the Struct is shown as the message that it stands for, so each of its fields is
 * judged, and a key that is no name of a field is not shown.
 */
export function typedStructRuleOf(
  typeName: string,
  fields: readonly FieldPlan[],
  holdsCredential: Detector | undefined,
  planOf: (typeName: string) => Plan | undefined,
): AnyRule | undefined {
  if (!isTypedStruct(typeName)) return undefined;
  const numbered = (number: number): FieldPlan | undefined =>
    fields.find(({ field }) => field.number === number);
  return anyRule(numbered(1), numbered(2), holdsCredential, planOf);
}
