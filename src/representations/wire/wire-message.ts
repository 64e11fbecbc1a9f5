import type { MessagePlan } from "../../plan/compiled.js";

/** Stands in a slot for a value that is set but was not decoded, because it is secret or no writer reads it. */
export const NOT_DECODED: unique symbol = Symbol("not decoded");

/** A message as its wire bytes say it: a slot per field of the plan, undefined where the field is not set. */
export class WireMessage {
  readonly plan: MessagePlan;
  readonly slots: unknown[];

  /** @param slots of which the message gets a copy. Default: none is set. */
  constructor(plan: MessagePlan, slots?: readonly unknown[]) {
    this.plan = plan;
    this.slots = slots === undefined ? new Array(plan.fields.length).fill(undefined) : slots.slice();
  }
}
