import { WireType } from "../../scalars/scalar.js";
import type { WireCursor } from "./wire-cursor.js";

/** Reads one occurrence of a field into its slot; into nothing in a secret message. */
export type FieldRead = (
  slots: unknown[] | undefined,
  cursor: WireCursor,
  wireType: number,
  depth: number,
) => void;

// Tags of one byte, which most fields have, are found in an array: half the time of a map (measured).
export const SMALL_TAG = 128;

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
