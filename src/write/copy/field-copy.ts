import { type FieldPlan, keepsPart } from "../../plan/compiled.js";
import { isPlainObject } from "../../representations/kinds.js";
import { hasHiddenProperties } from "../../representations/own-property.js";
import type { FieldSlot, MessageAccess, MessageObject } from "../../representations/representation.js";
import { copyMap, replaceMap } from "./map-copy.js";
import { type ScalarCopy, scalarCopy } from "./scalar-copy.js";
import {
  type CopyContext,
  type CopyProperty,
  type CopyValue,
  DROPPED,
  replaceMissing,
  type ValueCopy,
} from "./value-copy.js";

/** The part of a slot that copying a field needs. */
export type CopiedSlot = Pick<FieldSlot, "plan" | "isSet" | "map">;

/** Copies a field of a message. */
export interface FieldCopy {
  readonly copy: CopyProperty;
  /** Whether the field is left out. */
  readonly isOmitted: boolean;
  /** The value of the property if the field is not set, in the style of the given value. */
  empty(like: unknown): unknown;
}

/** Makes the copy for a field, by its verdict. Null stays if it means "not set". */
export function fieldCopy(slot: CopiedSlot, access: MessageAccess, context: CopyContext): FieldCopy {
  const { field, isHidden, isOmitted } = slot.plan;
  const values = valueCopy(slot.plan, access, context);
  return {
    isOmitted,
    copy: isOmitted
      ? // Also if it is null: beside a value that was left out, it would tell that the field was not set.
        () => DROPPED
      : isHidden
        ? replaceField(slot, access, values)
        : copyOpenField(slot, access, values),
    empty(like) {
      if (field.cardinality.kind === "list") return [];
      if (field.cardinality.kind === "map") return {};
      return isScalar(values) ? values.empty(like) : DROPPED;
    },
  };
}

/** Makes the copy for one value of a field, list item or map entry. */
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
  return Object.hasOwn(values, "replacement");
}

function isNone(value: unknown): boolean {
  return value === null || value === undefined;
}

function copyOpenField({ plan, map }: CopiedSlot, access: MessageAccess, values: ValueCopy): CopyProperty {
  const { field, keys } = plan;
  if (keys !== undefined && map !== undefined) {
    const copy = copyMap(keys, access.maps, values);
    return (raw, message, depth, path) => (isNone(raw) ? raw : copy(raw, map(message), depth, path));
  }
  const copy = field.cardinality.kind === "list" ? copyList(values) : values.copy;
  return (value, _message, depth, path) => (isNone(value) ? value : copy(value, depth, path));
}

function replaceField(
  { plan, map, isSet }: CopiedSlot,
  access: MessageAccess,
  values: ValueCopy | ScalarCopy,
): CopyProperty {
  const { cardinality } = plan.field;
  if (cardinality.kind === "singular") return replaceSingular(isSet, values);
  const replace =
    cardinality.kind === "map"
      ? replaceMap(cardinality.key, access.maps, (message) => map?.(message), values)
      : keepsPart(plan) && isScalar(values)
        ? replaceItems(values)
        : replaceList(values);
  return (value, message) => (isNone(value) ? value : replace(value, message));
}

function replaceSingular(
  isSet: CopiedSlot["isSet"],
  values: ValueCopy | ScalarCopy,
): (value: unknown, message: MessageObject) => unknown {
  return (value, message) => {
    // Null may be a value.
    if (value === undefined || !isSet(value, message)) return value;
    if (!isScalar(values)) return values.replace(value);
    // A copy shows whether a secret field is set, so the replacement must count as set.
    const replaced = values.replacement(value, false);
    return isSet(replaced, message) ? replaced : values.replacement(value, true);
  };
}

/** Makes a function that copies the items of an open list. Items of the wrong type are dropped. */
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
    return isChanged || !isPlainList(list) ? kept : list;
  };
}

/** Whether a list holds nothing but its items: a match of a pattern also has the whole text, for instance. */
function isPlainList(list: readonly unknown[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(list);
  if (prototype !== Array.prototype && !isListPrototype(prototype)) return false;
  return !hasHiddenProperties(list, list.length + 1);
}

/** Whether an object is the `Array.prototype` of any realm: the only list that all lists of the realm inherit from. */
function isListPrototype(prototype: unknown): boolean {
  return Array.isArray(prototype) && isPlainObject(prototype) && Object.hasOwn(prototype, "push");
}

/** A secret list without items: it may have properties. */
function emptyList(list: readonly unknown[]): readonly unknown[] {
  return isPlainList(list) ? list : [];
}

/** Replaces each item of a list whose items show a part. */
function replaceItems({ replacement }: ScalarCopy): (list: unknown) => unknown {
  return (list) => {
    // A value of the wrong type becomes one item.
    const items: readonly unknown[] = Array.isArray(list) ? list : [undefined];
    const replaced: unknown[] = [];
    for (let index = 0; index < items.length; index++) replaced.push(replacement(items[index], false));
    return items.length === 0 ? emptyList(items) : replaced;
  };
}

/** Replaces a secret list by one item, however many there were; an empty one is not set and stays. */
function replaceList({ replace }: ValueCopy): (list: unknown) => unknown {
  return (list) => {
    const items: readonly unknown[] = Array.isArray(list) ? list : [undefined];
    if (items.length === 0) return emptyList(items);
    const first = items.find((one) => one !== null && one !== undefined) ?? items[0];
    const item = replaceMissing(replace, first);
    return item === DROPPED ? [] : [item];
  };
}
