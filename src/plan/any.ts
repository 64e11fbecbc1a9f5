import { STRIPPED } from "../marker.js";
import type { Detector } from "../policy/policy.js";
import { isTypeName, typeNameOfUrl } from "../schema/names.js";
import type { AnyRule, FieldPlan, Plan } from "./compiled.js";

/**
 * Makes the rule that decides which part of the payload of a `google.protobuf.Any` is shown; undefined for other types.
 *
 * - `hidden`: nothing is shown, as for a secret field. The payload or the type URL is secret; or a detector finds a
 *   credential in the URL; or an earlier pass put the marker into the URL. A message would show its type.
 * - `unknown`: nothing is shown, because no schema knows the type. `name` is the name of the type, if it is safe to show.
 * - `message`: the message inside is shown, like any other message.
 *
 * A copy holds a replacement for a payload that is not shown. The type URL itself is a string field like any other.
 */
export function anyRuleOf(
  typeName: string,
  fields: readonly FieldPlan[],
  holdsCredential: Detector | undefined,
  planOf: (typeName: string) => Plan | undefined,
): AnyRule | undefined {
  if (typeName !== "google.protobuf.Any") return undefined;
  const named = (name: string): FieldPlan | undefined => fields.find(({ field }) => field.name === name);
  return anyRule(named("type_url"), named("value"), holdsCredential, planOf);
}

/** The same for any type with the URL of a type, and a payload of that type. */
export function anyRule(
  typeUrl: FieldPlan | undefined,
  payload: FieldPlan | undefined,
  holdsCredential: Detector | undefined,
  planOf: (typeName: string) => Plan | undefined,
): AnyRule {
  const isHidden = typeUrl?.isHidden === true || payload?.isHidden === true;
  return {
    typeUrl,
    payload,
    planOf,
    content(given) {
      const url = typeof given === "string" ? given : "";
      if (isHidden || url === STRIPPED || holdsCredential?.(url)) {
        return { kind: "hidden", replacement: "marker" };
      }
      const name = typeNameOfUrl(url);
      const plan = planOf(name);
      if (plan !== undefined) return { kind: "message", plan };
      const isShown = isTypeName(name) && holdsCredential?.(name) !== true;
      // Without a type URL, a copy without a payload would not show that there was one.
      const replacement = url === "" ? "marker" : "nothing";
      return { kind: "unknown", name: isShown ? name : undefined, replacement };
    },
  };
}
