import type { MessagePlan } from "../../plan/compiled.js";
import { WireType } from "../../scalars/scalar.js";
import { isPackable, wireTypeOf } from "../../scalars/scalars.js";
import { isOffsetOpen, MalformedWireError } from "./malformed-wire-error.js";
import { WireCursor } from "./wire-cursor.js";
import { fieldRead } from "./wire-field.js";
import { type FieldRead, type FieldTable, readFields, SMALL_TAG } from "./wire-fields.js";
import { WireMessage } from "./wire-message.js";
import type { WireTexts } from "./wire-texts.js";

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
  const message = new WireMessage(plan, tableOf(plan).noSlots);
  const cursor = new WireCursor(bytes, false, texts);
  readAll(plan, message.slots, cursor, maxDepth);
  texts?.flush();
  if (cursor.isOdd && plan.mayContainSecrets) checkWireMessage(plan, bytes, maxDepth);
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
    const offset = Math.min(cursor.position, cursor.length);
    throw new MalformedWireError(plan.typeName, offset, isOffsetOpen(plan, cursor.bytes, offset), { cause });
  }
}

/**
 * Reads all bytes as a message would be read, and keeps nothing. Checks all text, also text that is skipped.
 *
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export function checkWireMessage(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): void {
  readAll(plan, undefined, new WireCursor(bytes, true), maxDepth);
}

const tables = new WeakMap<MessagePlan, FieldTable>();

/** The table by which messages of a type are read. Made once per plan. */
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
    const read = fieldRead(field, slot, plan, tableOf);
    byNumber.set(number, read);
    if (cardinality.kind === "map") {
      byTag.set(number * 8 + WireType.LengthDelimited, read);
      continue;
    }
    byTag.set(number * 8 + wireTypeOf(type), read);
    const mayBePacked = cardinality.kind === "list" && isPackable(type);
    if (mayBePacked) byTag.set(number * 8 + WireType.LengthDelimited, read);
  }
  return {
    noSlots: new Array(plan.fields.length).fill(undefined),
    bySmallTag: Array.from({ length: SMALL_TAG }, (_, tag) => byTag.get(tag)),
    byTag,
    byNumber,
  };
}
