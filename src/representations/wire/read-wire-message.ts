import type { MessagePlan } from "../../plan/compiled.js";
import { FieldMemo } from "../../plan/field-memo.js";
import { WireType } from "../../scalars/scalar.js";
import { isPackable, wireTypeOf } from "../../scalars/scalars.js";
import { isOffsetOpen, MalformedWireError } from "./malformed-wire-error.js";
import { WireCursor } from "./wire-cursor.js";
import { fieldRead } from "./wire-field.js";
import { type FieldRead, type FieldTable, readFields, SMALL_TAG } from "./wire-fields.js";
import { WireMessage } from "./wire-message.js";
import type { WireTexts } from "./wire-texts.js";

/**
 * Reads the wire bytes of a message, without decoding its secret fields. It reads bytes as leniently as @bufbuild/protobuf:
 * it mostly ignores the wire type of a known field, and a field may end behind the message around it. So a log shows what the
 * service saw, and bytes that the service reads as part of a secret are never read as another field here.
 *
 * Skipped text is not checked, so invalid UTF-8 in it is not noticed at first. If a wrong length moves the end of a secret,
 * the rest of the secret is read as other fields. Such bytes look odd: no encoder writes them for this type. Only if odd
 * bytes are found, all text is checked.
 *
 * @param maxDepth the deepest nesting of messages that is read. Deeper messages stay empty, because printers do not reach them.
 * @param texts the texts of these bytes, if the caller needs to know whether all are plain. Default: each text is decoded by
 *   itself, so that a text which is kept does not keep other texts in memory.
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
 * Reads all bytes like a message and keeps nothing. It checks all text, including skipped text.
 *
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export function checkWireMessage(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): void {
  readAll(plan, undefined, new WireCursor(bytes, true), maxDepth);
}

const sharedReads = new FieldMemo<FieldRead>();
const tables = new WeakMap<MessagePlan, FieldTable>();

/** The table for reading messages of a type. It is made once per plan. */
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
    const read = sharedReads.of(field, () => fieldRead(field, slot, plan, tableOf));
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
