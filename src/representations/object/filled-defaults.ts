import type { MessagePlan } from "../../plan/compiled.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { MessageObject } from "./message-object.js";
import type { PropertyTable } from "./property-table.js";

/**
 * Whether an object has all fields filled in with defaults, so that explicit presence is lost (proto2 and editions, with
 * proto-loader's `defaults`): it is a plain object and has a property for every field outside of a oneof, be it null or
 * empty. There a field that has its default counts as not set. Undefined for types without such fields.
 */
export function filledDefaults(
  plan: MessagePlan,
  names: PropertyTable,
): ((message: MessageObject) => boolean) | undefined {
  const fields = plan.fields.map(({ field }) => field).filter(mayBeFilled);
  if (!fields.some(hasUnclearPresence)) return undefined;
  const properties = fields.map((field) => names.get(field) ?? []);
  return (message) => {
    const prototype: unknown = Object.getPrototypeOf(message);
    if (prototype !== null && prototype !== Object.prototype) return false;
    return properties.every((alternatives) => alternatives.some((name) => Object.hasOwn(message, name)));
  };
}

/** Whether the presence of a field cannot be told from its property where defaults are filled in. */
export function hasUnclearPresence(field: FieldShape): boolean {
  return (
    mayBeFilled(field) && field.cardinality.kind === "singular" && field.cardinality.presence === "explicit"
  );
}

function mayBeFilled({ cardinality }: FieldShape): boolean {
  if (cardinality.kind !== "singular") return true;
  return cardinality.oneof === undefined && cardinality.isProto3Optional !== true;
}
