import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { defaultTest } from "../../plan/presence.js";
import { type WireCursor, WireType } from "./wire-cursor.js";
import { WireEntries } from "./wire-entries.js";
import { entryRead } from "./wire-map.js";
import { type FieldTable, readFields, readGroup, tableOf, WireMessage } from "./wire-message.js";
import { isPackable, isString, scalarReader, scalarSkipper } from "./wire-scalar.js";

/** Stands in a slot for a value that is set and was not decoded, because it is secret or nobody may read it. */
export const NOT_DECODED: unique symbol = Symbol("not decoded");

/** Reads one occurrence of a field into its slot; into nothing in a secret message. */
export type FieldRead = (
  slots: unknown[] | undefined,
  cursor: WireCursor,
  wireType: number,
  depth: number,
) => void;

/** How a field is read, given its slot. */
export function fieldRead(field: FieldPlan, slot: number, parent: MessagePlan): FieldRead {
  const { cardinality, type } = field.field;
  if (cardinality.kind === "map") return mapRead(field, slot);
  if (cardinality.kind === "list") {
    return type.kind === "message" ? messageListRead(field, slot) : scalarListRead(field, slot);
  }
  const siblings = siblingSlots(cardinality.oneof, slot, parent);
  return type.kind === "message" ? messageRead(field, slot, siblings) : scalarRead(field, slot, siblings);
}

/** Slots of the other members of a oneof: setting one member clears them. */
function siblingSlots(oneof: string | undefined, slot: number, parent: MessagePlan): readonly number[] {
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

function scalarRead({ field, verdict }: FieldPlan, slot: number, siblings: readonly number[]): FieldRead {
  const { type, cardinality } = field;
  const isDefault = defaultTest(type);
  const isImplicit = cardinality.kind === "singular" && cardinality.presence === "implicit";
  const isSecret = verdict.kind === "secret";
  const isUndeclared = undeclaredTest(field.type);
  const strict = field.validatesUtf8;
  const readScalar = scalarReader(type, strict);
  const skipScalar = scalarSkipper(type, strict);
  const skip: FieldRead = (slots, cursor) => {
    const skipped = skipScalar(cursor);
    // Of a string or bytes only the length was read; an enum of zero length there is none.
    const isUnset = isImplicit && isDefault(skipped);
    if (slots !== undefined && !isUndeclared(skipped)) {
      setSlot(slots, slot, isUnset ? undefined : NOT_DECODED, siblings);
    }
  };
  if (isSecret) return skip;
  if (isString(type)) {
    // Most fields are such, and there is little to ask of them.
    return (slots, cursor, wireType, depth) => {
      if (slots === undefined) {
        skip(slots, cursor, wireType, depth);
        return;
      }
      cursor.textInto(slots, slot, strict);
      if (isImplicit && slots[slot] === "") slots[slot] = undefined;
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
    setSlot(slots, slot, isImplicit && isDefault(value) ? undefined : value, siblings);
  };
}

function undeclaredTest(type: FieldPlan["field"]["type"]): (value: unknown) => boolean {
  if (type.kind !== "enum" || !type.enum.closed) return () => false;
  const declared: ReadonlySet<unknown> = new Set(type.enum.values.map(({ number }) => number));
  return (value) => !declared.has(value);
}

function scalarListRead({ field, verdict }: FieldPlan, slot: number): FieldRead {
  const { type } = field;
  const isSecret = verdict.kind === "secret";
  const packable = isPackable(type);
  const strict = field.validatesUtf8;
  const readScalar = scalarReader(type, strict);
  const skipScalar = scalarSkipper(type, strict);
  if (isString(type) && !isSecret) {
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
    const isOpen = slots !== undefined && !isSecret;
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

function messageRead(field: FieldPlan, slot: number, siblings: readonly number[]): FieldRead {
  const read = messageValueRead(field);
  return (slots, cursor, wireType, depth) => {
    const value = read(cursor, wireType, depth, slots?.[slot], slots === undefined);
    if (slots !== undefined) setSlot(slots, slot, value, siblings);
  };
}

function messageListRead(field: FieldPlan, slot: number): FieldRead {
  const read = messageValueRead(field);
  const isSecret = field.verdict.kind === "secret";
  return (slots, cursor, wireType, depth) => {
    const value = read(cursor, wireType, depth, undefined, slots === undefined);
    if (slots === undefined) return;
    if (isSecret) slots[slot] = NOT_DECODED;
    else listIn(slots, slot).push(value);
  };
}

function mapRead(field: FieldPlan, slot: number): FieldRead {
  const isSecret = field.verdict.kind === "secret";
  const readEntry = entryRead(field, messageValueRead(field));
  // Those of the last map.
  let expected: string[] | undefined;
  return (slots, cursor, _wireType, depth) => {
    if (slots === undefined || isSecret) {
      readEntry(cursor, depth, undefined);
      if (slots !== undefined) slots[slot] = NOT_DECODED;
      return;
    }
    const entries = entriesIn(slots, slot, expected);
    readEntry(cursor, depth, entries);
    expected = entries.expected;
  };
}

/**
 * Reads a message value.
 *
 * @returns the message, merged into the one that is there already, if it is: parts of a singular message merge.
 */
export type MessageValueRead = (
  cursor: WireCursor,
  wireType: number,
  depth: number,
  existing: unknown,
  isHidden: boolean,
) => unknown;

function messageValueRead({ field, verdict, message: plan }: FieldPlan): MessageValueRead {
  const isDelimited = field.type.kind === "message" && field.type.delimited;
  const isSecret = verdict.kind === "secret";
  // Made at the first use: a recursive type has itself in its fields.
  let table: FieldTable | undefined;
  return (cursor, wireType, depth, existing, isHidden) => {
    if (plan?.kind !== "message" || depth <= 1) {
      // Nothing may read it, or a printer stops before it.
      cursor.skip(wireType, field.number);
      return plan?.kind === "message" && !isSecret ? new WireMessage(plan) : NOT_DECODED;
    }
    table ??= tableOf(plan);
    const secret = isSecret || isHidden;
    const message = existing instanceof WireMessage ? existing : new WireMessage(plan, table);
    const slots = secret ? undefined : message.slots;
    if (isDelimited) readGroup(table, slots, cursor, field.number, depth - 1);
    else {
      const length = cursor.uint32();
      readFields(table, slots, cursor, cursor.position + length, depth - 1);
    }
    return secret ? NOT_DECODED : message;
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
