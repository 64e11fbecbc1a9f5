import type { MessagePlan } from "../../plan/message-plan.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { MessageObject } from "./message-object.js";
import type { PropertyTable } from "./property-table.js";

/** How to tell messages in which a library filled in defaults, and what that means. */
export interface FilledDefaults {
  /** The fields that count as not set in such a message if they have their default. */
  readonly fields: ReadonlySet<FieldShape>;
  /** Whether defaults are filled in. */
  isFilled(message: MessageObject): boolean;
}

/**
 * Explicit presence is lost (proto2 and editions) where proto-loader's `defaults` are filled in. That shows where a
 * field that holds a message is null: without `defaults` it would not be there. In such an object an open scalar that
 * has its default counts as not set; a secret one as set, because whether it is empty must not show. An object that has
 * no null prints as it is: all its fields may have been set.
 *
 * @returns undefined for types in which nothing can be lost, or that it never shows in.
 */
export function filledDefaults(plan: MessagePlan, names: PropertyTable): FilledDefaults | undefined {
  const fillable = plan.fields.filter(({ field }) => mayBeFilled(field));
  const holders = fillable.filter(({ field }) => field.type.kind === "message").map(({ field }) => field);
  const fields = fillable
    .filter(({ field, verdict }) => field.type.kind !== "message" && verdict.kind !== "secret")
    .map(({ field }) => field);
  if (fields.length === 0 || holders.length === 0) return undefined;
  const properties = holders.flatMap((field) => names.get(field) ?? []);
  return {
    fields: new Set(fields),
    isFilled: (message) =>
      isPlain(message) && properties.some((name) => Object.hasOwn(message, name) && message[name] === null),
  };
}

/** Whether a field has explicit presence and a property that a library may fill in. */
function mayBeFilled({ cardinality }: FieldShape): boolean {
  if (cardinality.kind !== "singular" || cardinality.presence !== "explicit") return false;
  return cardinality.oneof === undefined && cardinality.isProto3Optional !== true;
}

function isPlain(message: MessageObject): boolean {
  const prototype: unknown = Object.getPrototypeOf(message);
  return prototype === null || prototype === Object.prototype;
}
