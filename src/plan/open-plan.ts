import { STRIPPED } from "../marker.js";
import { OPEN } from "../policy/verdict.js";
import type { FieldPlan, MessagePlan, Plan } from "./compiled.js";
import { FieldMemo } from "./field-memo.js";
import { mapKeysOf } from "./map-keys.js";

const openPlans = new WeakMap<MessagePlan, MessagePlan>();
const openFields = new FieldMemo<FieldPlan>();

/**
 * The same plan without its secrets: every field is open. A reader with this plan decodes the secrets, too, to collect them
 * or to give them to a driver. The same plan always gives the same object.
 */
export function openPlan(plan: MessagePlan): MessagePlan {
  const known = openPlans.get(plan);
  if (known !== undefined) return known;
  const fields: FieldPlan[] = [];
  const open: MessagePlan = { ...plan, fields, mayContainSecrets: false };
  // Remember it before its fields are made, because a recursive type contains itself.
  openPlans.set(plan, open);
  for (const field of plan.fields) fields.push(openFields.of(field, () => openField(field)));
  return open;
}

function openField({ field, message, isShared }: FieldPlan): FieldPlan {
  return {
    field,
    verdict: OPEN,
    isHidden: false,
    isOmitted: false,
    marker: STRIPPED,
    partial: undefined,
    keys: mapKeysOf(field, OPEN, undefined),
    json: undefined,
    holdsCredential: undefined,
    message: opened(message),
    isShared,
  };
}

function opened(plan: Plan | undefined): Plan | undefined {
  return plan?.kind === "message" ? openPlan(plan) : plan;
}
