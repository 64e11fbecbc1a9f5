import type { MessagePlan } from "../../plan/compiled.js";
import { MalformedWireError } from "./malformed-wire-error.js";
import { WireCursor, WireType } from "./wire-cursor.js";
import { type FieldRead, fieldRead } from "./wire-field.js";
import { isPackable, wireTypeOfValue } from "./wire-scalar.js";
import type { WireTexts } from "./wire-texts.js";

/** A message as its wire bytes say it: a slot per field of the plan, undefined where the field is not set. */
export class WireMessage {
  readonly plan: MessagePlan;
  readonly slots: unknown[];

  constructor(plan: MessagePlan, table: FieldTable = tableOf(plan)) {
    this.plan = plan;
    this.slots = table.noSlots.slice();
  }
}

/**
 * Reads the wire bytes of a message, without decoding its secret fields. What the bytes say is what @bufbuild/protobuf
 * makes of them, in all its leniency: the wire type of a known field is hardly looked at, and a field may end behind
 * the message that it stands in. A log is to show what the service saw, and what the service takes for part of a secret
 * must not be taken for something else here.
 *
 * Text that is skipped is not looked at, so nobody would see that it is no UTF-8 and the bytes therefore malformed:
 * where one byte too many moved the end of a secret, the rest of it would be read as other fields. That leaves traces,
 * bytes that no encoder writes for a type that it knows. Only where there are such, all text is checked.
 *
 * @param maxDepth levels of messages that are read; deeper ones stay empty, because a printer stops before them.
 * @param texts of these bytes, for a reader that wants to know of them. Default: none; each is decoded on its own, so that
 *   none that is kept keeps others in memory.
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export function readWireMessage(
  plan: MessagePlan,
  bytes: Uint8Array,
  maxDepth: number,
  texts?: WireTexts,
): WireMessage {
  const message = new WireMessage(plan);
  const cursor = new WireCursor(bytes, false, texts);
  readAll(plan, message.slots, cursor, maxDepth);
  texts?.flush();
  if (cursor.isOdd && plan.mayHide) readAll(plan, undefined, new WireCursor(bytes, true), maxDepth);
  return message;
}

function readAll(
  plan: MessagePlan,
  slots: unknown[] | undefined,
  cursor: WireCursor,
  maxDepth: number,
): void {
  try {
    readFields(tableOf(plan), slots, cursor, cursor.length, maxDepth);
  } catch (cause) {
    throw new MalformedWireError(plan.typeName, Math.min(cursor.position, cursor.length), { cause });
  }
}

/**
 * Reads the fields of a message up to an offset.
 *
 * @param slots where values go; undefined in a secret message, whose fields are skipped as they would be read.
 */
export function readFields(
  table: FieldTable,
  slots: unknown[] | undefined,
  cursor: WireCursor,
  end: number,
  depth: number,
): void {
  while (cursor.position < end) {
    const tag = cursor.tag();
    const read = tag < SMALL_TAG ? table.bySmallTag[tag] : table.byTag.get(tag);
    if (read === undefined) readOddField(table, tag, slots, cursor, depth);
    else read(slots, cursor, tag & 7, depth);
  }
  if (cursor.position > end) cursor.isOdd = true;
}

/** Reads a field with another wire type than its own as if it had it, and skips an unknown one. */
function readOddField(
  table: FieldTable,
  tag: number,
  slots: unknown[] | undefined,
  cursor: WireCursor,
  depth: number,
): void {
  cursor.isOdd = true;
  const read = table.byNumber.get(tag >>> 3);
  if (read === undefined) cursor.skip(tag & 7, tag >>> 3);
  else read(slots, cursor, tag & 7, depth);
}

/** Reads the fields of a group up to its end tag. */
export function readGroup(
  table: FieldTable,
  slots: unknown[] | undefined,
  cursor: WireCursor,
  group: number,
  depth: number,
): void {
  while (cursor.position < cursor.length) {
    const tag = cursor.tag();
    if ((tag & 7) === WireType.EndGroup) {
      if (tag >>> 3 !== group) break;
      return;
    }
    const read = table.byTag.get(tag);
    if (read === undefined) readOddField(table, tag, slots, cursor, depth);
    else read(slots, cursor, tag & 7, depth);
  }
  throw new Error("invalid end group tag");
}

// Tags of one byte, which most fields have, are found in an array: half the time of a map (measured).
const SMALL_TAG = 128;

/** How the fields of a type are read. */
export interface FieldTable {
  /** What slots are before anything is read. */
  readonly noSlots: readonly unknown[];
  /** The smallest of the following. */
  readonly bySmallTag: readonly (FieldRead | undefined)[];
  /** By the tags that encoders write: a number with the field's own wire type, or that of its packed form. */
  readonly byTag: ReadonlyMap<number, FieldRead>;
  readonly byNumber: ReadonlyMap<number, FieldRead>;
}

const tables = new WeakMap<MessagePlan, FieldTable>();

export function tableOf(plan: MessagePlan): FieldTable {
  let table = tables.get(plan);
  if (table === undefined) {
    table = makeTable(plan);
    tables.set(plan, table);
  }
  return table;
}

function makeTable(plan: MessagePlan): FieldTable {
  const byTag = new Map<number, FieldRead>();
  const byNumber = new Map<number, FieldRead>();
  for (const [slot, field] of plan.fields.entries()) {
    const { number, type, cardinality } = field.field;
    const read = fieldRead(field, slot, plan);
    byNumber.set(number, read);
    if (cardinality.kind === "map") {
      byTag.set(number * 8 + WireType.LengthDelimited, read);
      continue;
    }
    byTag.set(number * 8 + wireTypeOfValue(type), read);
    const mayBePacked = cardinality.kind === "list" && type.kind !== "message" && isPackable(type);
    if (mayBePacked) byTag.set(number * 8 + WireType.LengthDelimited, read);
  }
  return {
    noSlots: new Array(plan.fields.length).fill(undefined),
    bySmallTag: Array.from({ length: SMALL_TAG }, (_, tag) => byTag.get(tag)),
    byTag,
    byNumber,
  };
}
