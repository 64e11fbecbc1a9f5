import { type ScalarType, scalarOf } from "../../scalars/scalars.js";
import type { WireCursor } from "./wire-cursor.js";

/** Reads a value of a scalar or enum type; the cursor is behind the tag. */
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
 * Makes a function that skips values of a scalar or enum type. It moves the cursor as far as reading would. It returns the
 * value of a number. It does not read the content of a string or bytes: it returns the zero if that is empty, and otherwise
 * another value. Pending texts are decoded first, so that the skipped value is not decoded with them.
 *
 * @param validatesUtf8 whether a string with invalid UTF-8 is malformed, if the cursor checks skipped text.
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
