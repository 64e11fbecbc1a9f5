import type { FieldPlan } from "../../plan/compiled.js";
import type {
  FieldSlot,
  MapSlot,
  MessageAccess,
  MessageObject,
} from "../../representations/representation.js";
import { copyMap, replaceMap } from "./map-copy.js";
import { type ScalarCopy, scalarCopy } from "./scalar-copy.js";
import {
  type CopyContext,
  type CopyProperty,
  type CopyValue,
  DROPPED,
  type ValueCopy,
} from "./value-copy.js";

/** What copying a field needs of the slot in which it stands. */
export type CopiedSlot = Pick<FieldSlot, "plan" | "isSet" | "map">;

/** How a field of a message is copied. */
export interface FieldCopy {
  readonly copy: CopyProperty;
  /** What stands in the property where the field is not set, in place of a value. */
  empty(like: unknown): unknown;
}

/** Copies the value of a field, by its verdict. Null is no value and stays. */
export function fieldCopy(slot: CopiedSlot, access: MessageAccess, context: CopyContext): FieldCopy {
  const { field, isHidden } = slot.plan;
  const values = valueCopy(slot.plan, access, context);
  const copy = isHidden ? replaceField(slot, access, values) : copyOpenField(slot, access, values);
  return {
    copy: (value, message, depth, path) =>
      value === null || value === undefined ? value : copy(value, message, depth, path),
    empty(like) {
      if (field.cardinality.kind === "list") return [];
      if (field.cardinality.kind === "map") return {};
      return isScalar(values) ? values.empty(like) : DROPPED;
    },
  };
}

/** Copies values of a field's type: those of the field itself, its items, or the values of its entries. */
function valueCopy(plan: FieldPlan, access: MessageAccess, context: CopyContext): ValueCopy | ScalarCopy {
  const { type } = plan.field;
  if (type.kind !== "message") return scalarCopy(type, plan, access);
  const message = context.message(plan.message, access.messagesIn(plan.field));
  return {
    copy: (value, depth, path) => message.copy(value, depth + 1, path),
    replace: (secret) => message.replace(secret),
  };
}

function isScalar(values: ValueCopy | ScalarCopy): values is ScalarCopy {
  return "replacement" in values;
}

function copyOpenField({ plan, map }: CopiedSlot, access: MessageAccess, values: ValueCopy): CopyProperty {
  const { field, keys } = plan;
  if (field.cardinality.kind === "list") {
    const copy = copyList(values);
    return (list, _message, depth, path) => copy(list, depth, path);
  }
  if (keys !== undefined && map !== undefined) {
    const copy = copyMap(keys, access.maps, values);
    return (raw, message, depth, path) => copy(raw, map(message), depth, path);
  }
  return (value, _message, depth, path) => values.copy(value, depth, path);
}

function replaceField(
  { plan, map, isSet }: CopiedSlot,
  access: MessageAccess,
  values: ValueCopy | ScalarCopy,
): CopyProperty {
  const { cardinality } = plan.field;
  if (cardinality.kind === "list") return replaceList(values);
  if (cardinality.kind === "map") {
    return replaceMap(
      cardinality.key,
      access.maps,
      (message: MessageObject): MapSlot | undefined => map?.(message),
      values,
    );
  }
  return (value, message) => {
    if (!isSet(value, message)) return value;
    if (!isScalar(values)) return values.replace(value);
    // Whether a secret field is set does show, so the replacement has to count as set.
    const replaced = values.replacement(value, false);
    return isSet(replaced, message) ? replaced : values.replacement(value, true);
  };
}

/** Copies the items of an open list. Those that are not of its type are dropped. */
function copyList({ copy }: ValueCopy): CopyValue {
  return (list, depth, path) => {
    if (!Array.isArray(list)) return DROPPED;
    const kept: unknown[] = [];
    let isChanged = false;
    for (let index = 0; index < list.length; index++) {
      const item: unknown = list[index];
      const copied = copy(item, depth, path);
      if (!Object.is(copied, item)) isChanged = true;
      if (copied !== DROPPED) kept.push(copied);
    }
    return isChanged ? kept : list;
  };
}

/** Replaces a secret list by one item, however many there were; an empty one is not set and stays. */
function replaceList({ replace }: ValueCopy): (list: unknown) => unknown {
  return (list) => {
    const items: readonly unknown[] = Array.isArray(list) ? list : [undefined];
    if (items.length === 0) return list;
    const item = replace(items.find((one) => one !== null && one !== undefined) ?? items[0]);
    return item === DROPPED ? [] : [item];
  };
}
