import { WireType } from "../../scalars/scalar.js";
import type { WireCursor } from "./wire-cursor.js";

/** Reads one occurrence of a field into its slot. In a secret message, there are no slots, and it only skips. */
export type FieldRead = (
  slots: unknown[] | undefined,
  cursor: WireCursor,
  wireType: number,
  depth: number,
) => void;

// Most tags take one byte. They are looked up in an array, in half the time of a map (measured).
export const SMALL_TAG = 128;

/** How the fields of a type are read. */
export interface FieldTable {
  /** The slots of a message in which no field is set. */
  readonly noSlots: readonly unknown[];
  /** The entries of {@link byTag} whose tags are smaller than {@link SMALL_TAG}. */
  readonly bySmallTag: readonly (FieldRead | undefined)[];
  /** By the tags that encoders write: the field number with the field's own wire type, or with that of its packed form. */
  readonly byTag: ReadonlyMap<number, FieldRead>;
  readonly byNumber: ReadonlyMap<number, FieldRead>;
}

/**
 * Reads the fields of a message up to an offset.
 *
 * @param slots the values go there. Undefined in a secret message, whose fields are only skipped.
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

/** Reads a known field that has a wrong wire type as if it had its own, and skips an unknown field. */
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
