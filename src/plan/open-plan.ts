import { OPEN } from "../policy/verdict.js";
import type { FieldPlan, MessagePlan, Plan } from "./compiled.js";
import { mapKeysOf } from "./map-keys.js";

const openPlans = new WeakMap<MessagePlan, MessagePlan>();

/**
 * The plan as if nothing in it were secret. What reads by it decodes the secrets too: to collect them, or to hand them to a
 * driver. Always the same object for the same plan.
 */
export function openPlan(plan: MessagePlan): MessagePlan {
  const known = openPlans.get(plan);
  if (known !== undefined) return known;
  const fields: FieldPlan[] = [];
  const open: MessagePlan = { ...plan, fields, mayContainSecrets: false };
  // Remembered before its fields are made: a recursive type meets itself.
  openPlans.set(plan, open);
  for (const { field, message } of plan.fields) {
    fields.push({
      field,
      verdict: OPEN,
      isHidden: false,
      keys: mapKeysOf(field, OPEN, undefined),
      holdsCredential: undefined,
      message: opened(message),
    });
  }
  return open;
}

function opened(plan: Plan | undefined): Plan | undefined {
  return plan?.kind === "message" ? openPlan(plan) : plan;
}
