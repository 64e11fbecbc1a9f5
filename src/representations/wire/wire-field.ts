import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { isImplicit, zeroTest } from "../../plan/presence.js";
import { WireType } from "../../scalars/scalar.js";
import { isPackable, isString, type ScalarType } from "../../scalars/scalars.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { STRUCT_LEVELS } from "../struct-json.js";
import { WireEntries } from "./wire-entries.js";
import { type FieldRead, type FieldTable, readFields, readGroup } from "./wire-fields.js";
import { entryRead, type MessageValueRead } from "./wire-map.js";
import { NOT_DECODED, WireMessage } from "./wire-message.js";
import { scalarReader, scalarSkipper } from "./wire-scalar.js";

/** Finds the table by which messages of a type are read. */
type TableOf = (plan: MessagePlan) => FieldTable;

/**
 * Makes a function that reads one field of a type.
 *
 * @param slot where the values of the field go.
 * @param parent the type.
 * @param tableOf finds the table of a message type in the field. It is called when the first such message is read, because a
 *   recursive type contains itself.
 */
export function fieldRead(field: FieldPlan, slot: number, parent: MessagePlan, tableOf: TableOf): FieldRead {
  const { cardinality, type } = field.field;
  const readMessage = messageValueRead(field, tableOf);
  if (cardinality.kind === "map") return mapRead(field, slot, readMessage);
  if (cardinality.kind === "list") {
    return type.kind === "message"
      ? messageListRead(field, slot, readMessage)
      : scalarListRead(field, type, slot);
  }
  const siblings = siblingSlots(cardinality.oneof, slot, parent);
  // The plan of the field may be another one: the collector reads with all fields open.
  const isTypedStruct = field.field === parent.typedStruct?.payload?.field;
  return type.kind === "message"
    ? messageRead(slot, siblings, readMessage, isTypedStruct)
    : scalarRead(field, type, slot, siblings);
}

/** Slots of the other members of a oneof: setting one member clears them. */
export function siblingSlots(
  oneof: string | undefined,
  slot: number,
  parent: MessagePlan,
): readonly number[] {
  if (oneof === undefined) return [];
  return parent.fields.flatMap(({ field: { cardinality } }, index) =>
    cardinality.kind === "singular" && cardinality.oneof === oneof && index !== slot ? [index] : [],
  );
}

function setSlot(slots: unknown[], slot: number, value: unknown, siblings: readonly number[]): void {
  slots[slot] = value;
  clearSlots(slots, siblings);
}

function clearSlots(slots: unknown[], cleared: readonly number[]): void {
  for (const slot of cleared) slots[slot] = undefined;
}

function scalarRead(
  { field, isHidden, partial }: FieldPlan,
  type: ScalarType,
  slot: number,
  siblings: readonly number[],
): FieldRead {
  const isZero = zeroTest(type);
  const zeroIsUnset = isImplicit(field);
  const isUndeclared = undeclaredTest(type);
  const strict = field.validatesUtf8;
  const readScalar = scalarReader(type, strict);
  const skipScalar = scalarSkipper(type, strict);
  const skip: FieldRead = (slots, cursor) => {
    const skipped = skipScalar(cursor);
    const isUnset = zeroIsUnset && isZero(skipped);
    if (slots !== undefined && !isUndeclared(skipped)) {
      setSlot(slots, slot, isUnset ? undefined : NOT_DECODED, siblings);
    }
  };
  if (isHidden && partial === undefined) return skip;
  if (isString(type)) {
    // Fast path: most fields are strings, and they need few checks.
    return (slots, cursor, wireType, depth) => {
      if (slots === undefined) {
        skip(slots, cursor, wireType, depth);
        return;
      }
      cursor.textInto(slots, slot, strict);
      if (zeroIsUnset && slots[slot] === "") slots[slot] = undefined;
      if (siblings.length > 0) clearSlots(slots, siblings);
    };
  }
  return (slots, cursor, wireType, depth) => {
    if (slots === undefined) {
      skip(slots, cursor, wireType, depth);
      return;
    }
    const value = readScalar(cursor);
    // An undeclared value of a closed enum is an unknown field.
    if (isUndeclared(value)) return;
    setSlot(slots, slot, zeroIsUnset && isZero(value) ? undefined : value, siblings);
  };
}

function undeclaredTest(type: FieldShape["type"]): (value: unknown) => boolean {
  if (type.kind !== "enum" || !type.enum.closed) return () => false;
  const declared: ReadonlySet<unknown> = new Set(type.enum.values.map(({ number }) => number));
  return (value) => !declared.has(value);
}

function scalarListRead(plan: FieldPlan, type: ScalarType, slot: number): FieldRead {
  const { field } = plan;
  const isHidden = plan.isHidden && plan.partial === undefined;
  const packable = isPackable(type);
  const strict = field.validatesUtf8;
  const readScalar = scalarReader(type, strict);
  const skipScalar = scalarSkipper(type, strict);
  if (isString(type) && !isHidden) {
    return (slots, cursor) => {
      if (slots === undefined) {
        skipScalar(cursor);
        return;
      }
      const list = listIn(slots, slot);
      cursor.textInto(list, list.length, strict);
    };
  }
  return (slots, cursor, wireType) => {
    const isOpen = slots !== undefined && !isHidden;
    const list = isOpen ? listIn(slots, slot) : undefined;
    const readOne = (): void => {
      if (list !== undefined) list.push(readScalar(cursor));
      else {
        skipScalar(cursor);
        if (slots !== undefined) slots[slot] = NOT_DECODED;
      }
    };
    if (!packable || wireType !== WireType.LengthDelimited) {
      readOne();
      return;
    }
    const length = cursor.uint32();
    const end = cursor.position + length;
    while (cursor.position < end) readOne();
    if (cursor.position > end) cursor.isOdd = true;
  };
}

/** @param isTypedStruct whether the levels of the message are none of the output: it stands for another message. */
function messageRead(
  slot: number,
  siblings: readonly number[],
  read: MessageValueRead,
  isTypedStruct: boolean,
): FieldRead {
  return (slots, cursor, wireType, depth) => {
    const levels = isTypedStruct ? STRUCT_LEVELS : depth;
    const value = read(cursor, wireType, levels, slots?.[slot], slots === undefined);
    if (slots !== undefined) setSlot(slots, slot, value, siblings);
  };
}

function messageListRead({ isHidden }: FieldPlan, slot: number, read: MessageValueRead): FieldRead {
  return (slots, cursor, wireType, depth) => {
    const value = read(cursor, wireType, depth, undefined, slots === undefined);
    if (slots === undefined) return;
    if (isHidden) slots[slot] = NOT_DECODED;
    else listIn(slots, slot).push(value);
  };
}

function mapRead(field: FieldPlan, slot: number, readMessage: MessageValueRead): FieldRead {
  const { isHidden } = field;
  const readEntry = entryRead(field, readMessage);
  // The keys of the previous map, used as a guess.
  let expected: string[] | undefined;
  return (slots, cursor, _wireType, depth) => {
    if (slots === undefined || isHidden) {
      readEntry(cursor, depth, undefined);
      if (slots !== undefined) slots[slot] = NOT_DECODED;
      return;
    }
    const entries = entriesIn(slots, slot, expected);
    readEntry(cursor, depth, entries);
    expected = entries.expected;
  };
}

function messageValueRead({ field, isHidden, message: plan }: FieldPlan, tableOf: TableOf): MessageValueRead {
  const isDelimited = field.type.kind === "message" && field.type.delimited;
  let table: FieldTable | undefined;
  return (cursor, wireType, depth, existing, isSkipped) => {
    if (plan?.kind !== "message" || depth <= 1) {
      // The type has no plan, or the message is deeper than any writer goes.
      cursor.skip(wireType, field.number);
      return plan?.kind === "message" && !isHidden ? new WireMessage(plan) : NOT_DECODED;
    }
    table ??= tableOf(plan);
    const isSecret = isHidden || isSkipped;
    const message = existing instanceof WireMessage ? existing : new WireMessage(plan, table.noSlots);
    const slots = isSecret ? undefined : message.slots;
    if (isDelimited) readGroup(table, slots, cursor, field.number, depth - 1);
    else {
      const length = cursor.uint32();
      readFields(table, slots, cursor, cursor.position + length, depth - 1);
    }
    return isSecret ? NOT_DECODED : message;
  };
}

function listIn(slots: unknown[], slot: number): unknown[] {
  const list = slots[slot];
  if (Array.isArray(list)) return list;
  const empty: unknown[] = [];
  slots[slot] = empty;
  return empty;
}

function entriesIn(slots: unknown[], slot: number, expected: string[] | undefined): WireEntries {
  const entries = slots[slot];
  if (entries instanceof WireEntries) return entries;
  const empty = new WireEntries(expected);
  slots[slot] = empty;
  return empty;
}
