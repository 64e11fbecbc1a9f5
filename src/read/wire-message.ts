import type { MessagePlan } from "../plan/message-plan.js";
import { MalformedWireError } from "./malformed-wire-error.js";
import { WireCursor, WireType } from "./wire-cursor.js";
import { type FieldRead, fieldRead } from "./wire-field.js";

/** A message as its wire bytes say it: a slot per field of the plan, undefined where the field is not set. */
export class WireMessage {
  readonly plan: MessagePlan;
  readonly slots: unknown[];

  constructor(plan: MessagePlan) {
    this.plan = plan;
    this.slots = new Array(plan.fields.length).fill(undefined);
  }
}

/**
 * Reads the wire bytes of a message, without decoding its secret fields. What the bytes say is what @bufbuild/protobuf
 * makes of them, in all its leniency: the wire type of a known field is hardly looked at, and a field may end behind
 * the message that it stands in. A log is to show what the service saw, and what the service takes for part of a secret
 * must not be taken for something else here.
 *
 * @param maxDepth levels of messages that are read; deeper ones stay empty, because a printer stops before them.
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export function readWireMessage(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): WireMessage {
  const message = new WireMessage(plan);
  const cursor = new WireCursor(bytes);
  try {
    readFields(plan, message.slots, cursor, bytes.length, maxDepth);
  } catch (cause) {
    throw new MalformedWireError(plan.typeName, Math.min(cursor.position, bytes.length), { cause });
  }
  return message;
}

/**
 * Reads the fields of a message up to an offset.
 *
 * @param slots where values go; undefined in a secret message, whose fields are skipped as they would be read.
 */
export function readFields(
  plan: MessagePlan,
  slots: unknown[] | undefined,
  cursor: WireCursor,
  end: number,
  depth: number,
): void {
  const table = tableOf(plan);
  while (cursor.position < end) {
    const tag = cursor.tag();
    const number = tag >>> 3;
    const wireType = tag & 7;
    const read = table.get(number);
    if (read === undefined) cursor.skip(wireType, number);
    else read(slots, cursor, wireType, depth);
  }
}

/** Reads the fields of a group up to its end tag. */
export function readGroup(
  plan: MessagePlan,
  slots: unknown[] | undefined,
  cursor: WireCursor,
  group: number,
  depth: number,
): void {
  const table = tableOf(plan);
  while (cursor.position < cursor.length) {
    const tag = cursor.tag();
    const number = tag >>> 3;
    const wireType = tag & 7;
    if (wireType === WireType.EndGroup) {
      if (number !== group) break;
      return;
    }
    const read = table.get(number);
    if (read === undefined) cursor.skip(wireType, number);
    else read(slots, cursor, wireType, depth);
  }
  throw new Error("invalid end group tag");
}

const tables = new WeakMap<MessagePlan, ReadonlyMap<number, FieldRead>>();

function tableOf(plan: MessagePlan): ReadonlyMap<number, FieldRead> {
  let table = tables.get(plan);
  if (table === undefined) {
    table = new Map(plan.fields.map((field, slot) => [field.field.number, fieldRead(field, slot, plan)]));
    tables.set(plan, table);
  }
  return table;
}
