import type { FieldPlan } from "../../plan/compiled.js";
import { type ScalarType, scalarOf, wireTypeOf } from "../../scalars/scalars.js";
import type { WireCursor } from "./wire-cursor.js";
import { scalarReader } from "./wire-scalar.js";

/** Number of the key in an entry of a map. */
export const KEY = 1;
/** Number of the value in an entry of a map. */
export const VALUE = 2;

/** How the entries of a map field stand in bytes. */
export interface EntryLayout {
  readonly keyType: ScalarType;
  /** The tags that encoders write. */
  readonly keyTag: number;
  readonly valueTag: number;
  /** The text of the key of an entry that has none. */
  readonly missingKey: string;
}

/** The layout of the entries of a map field; undefined for other fields. */
export function entryLayout({ field }: FieldPlan): EntryLayout | undefined {
  const { cardinality, type } = field;
  if (cardinality.kind !== "map") return undefined;
  const keyType: ScalarType = { kind: "scalar", scalar: cardinality.key };
  return {
    keyType,
    keyTag: KEY * 8 + wireTypeOf(keyType),
    valueTag: VALUE * 8 + wireTypeOf(type),
    missingKey: String(scalarOf(keyType).zero),
  };
}

/** Skips the value of an entry as far as reading it would go. */
export type SkipValue = (cursor: WireCursor, wireType: number, depth: number) => void;

/** What an entry holds, in any order and number: the last key counts, and the last value. */
export interface ScannedEntry {
  readonly key: string;
  /** Where the last key stands, behind its tag; undefined if there is none. */
  readonly keyStart: number | undefined;
  readonly keyEnd: number;
  /** Where the last value stands, behind its tag; undefined if there is none. */
  readonly valueStart: number | undefined;
}

/**
 * Makes a function that finds the key of an entry without reading its values: what becomes of the values is known only
 * then. If values were read first, and again when the key is known, entries in entries would be read exponentially often.
 */
export function entryScanner(
  { field }: FieldPlan,
  { keyType, keyTag, valueTag, missingKey }: EntryLayout,
  skipValue: SkipValue,
): (cursor: WireCursor, depth: number) => ScannedEntry {
  const readKey = scalarReader(keyType, field.validatesUtf8);
  return (cursor, depth) => {
    const length = cursor.uint32();
    const end = cursor.position + length;
    let key = missingKey;
    let keyStart: number | undefined;
    let keyEnd = 0;
    let valueStart: number | undefined;
    while (cursor.position < end) {
      const tag = cursor.tag();
      const number = tag >>> 3;
      if (tag !== keyTag && tag !== valueTag) cursor.isOdd = true;
      if (number === KEY) {
        keyStart = cursor.position;
        key = String(readKey(cursor));
        keyEnd = cursor.position;
      } else if (number === VALUE) {
        valueStart = cursor.position;
        skipValue(cursor, tag & 7, depth);
      } else cursor.skip(tag & 7, number);
    }
    if (cursor.position > end) cursor.isOdd = true;
    return { key, keyStart, keyEnd, valueStart };
  };
}
