import type { MessagePlan } from "../../plan/compiled.js";

/** Marks a slot whose value is set but was not decoded, because it is secret or no writer reads it. */
export const NOT_DECODED: unique symbol = Symbol("not decoded");

/** A message that was read from wire bytes. It has a slot per field of the plan, which is undefined if the field is not set. */
export class WireMessage {
  readonly plan: MessagePlan;
  readonly slots: unknown[];

  /** @param slots the message gets a copy of them. Default: no slot is set. */
  constructor(plan: MessagePlan, slots?: readonly unknown[]) {
    this.plan = plan;
    this.slots = slots === undefined ? new Array(plan.fields.length).fill(undefined) : slots.slice();
  }
}
