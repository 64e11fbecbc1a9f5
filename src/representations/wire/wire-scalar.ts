import { type ScalarType, scalarOf } from "../../scalars/scalars.js";
import type { WireCursor } from "./wire-cursor.js";

/** Reads a value of a scalar or enum type; the cursor stands behind the tag. */
export type ReadScalar = (cursor: WireCursor) => unknown;

/**
 * Makes a function that reads values of a scalar or enum type.
 *
 * @param validatesUtf8 whether a string with invalid UTF-8 is malformed.
 */
export function scalarReader(type: ScalarType, validatesUtf8: boolean): ReadScalar {
  const { read } = scalarOf(type);
  return (cursor) => read(cursor, validatesUtf8);
}

const NOT_EMPTY = Symbol("not empty");

/**
 * Makes a function that skips values of a scalar or enum type, as far as reading them would go. It returns numbers. For a
 * string or bytes, whose content it does not look at, it returns the zero or something else. No text is decoded together
 * with the skipped value.
 *
 * @param validatesUtf8 whether a string with invalid UTF-8 is malformed: for cursors that check what is skipped.
 */
export function scalarSkipper(type: ScalarType, validatesUtf8: boolean): ReadScalar {
  const { read, skip, zero } = scalarOf(type);
  if (skip === undefined) {
    return (cursor) => {
      cursor.texts?.flush();
      return read(cursor, false);
    };
  }
  return (cursor) => {
    cursor.texts?.flush();
    return skip(cursor, validatesUtf8) === 0 ? zero : NOT_EMPTY;
  };
}
