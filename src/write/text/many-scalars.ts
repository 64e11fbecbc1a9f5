import { STRIPPED } from "../../marker.js";
import type { FieldPlan } from "../../plan/compiled.js";
import type { Detector } from "../../policy/policy.js";
import { escapedJson } from "../../scalars/json-string.js";
import { isString, scalarOf } from "../../scalars/scalars.js";
import type { TextOptions } from "./text-context.js";

/** The texts of all items of a list, with commas between them; undefined if it has to go by items. */
export type ManyTexts = (list: readonly unknown[]) => string | undefined;

/**
 * The most items that JSON.stringify gets at once. The text and the copy of a longer list need memory that is new to the
 * process: of 100,000 integers, that was a third of the time (measured).
 */
const MOST_AT_ONCE = 2048;
const ZEROS: readonly unknown[] = Array.from({ length: MOST_AT_ONCE }, () => 0);

/**
 * Makes a function that prints many scalars at once. It prints what each item by itself prints as, or nothing: it does not
 * know values that are not neutral.
 *
 * @returns undefined for hidden items, for types of items without a JSON value of their own, and for strings that have to be cut or that hold JSON.
 */
export function printManyScalars(
  { field, isHidden, holdsCredential, json: hasJson }: FieldPlan,
  { format, limits }: TextOptions,
): ManyTexts | undefined {
  const { type } = field;
  if (type.kind === "message" || isHidden || hasJson !== undefined) return undefined;
  if (isString(type))
    return limits.maxStringLength === Number.POSITIVE_INFINITY ? printStrings(holdsCredential) : undefined;
  const json = scalarOf(type).json?.(format);
  if (json === undefined) return undefined;
  return inPieces((values) => {
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      const printed = json(value);
      if (printed === undefined) return undefined;
      if (printed !== value) values[index] = printed;
    }
    return listText(values);
  });
}

function printStrings(holdsCredential: Detector | undefined): ManyTexts {
  return inPieces((values) => {
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      if (typeof value !== "string") return undefined;
      if (holdsCredential?.(value)) values[index] = STRIPPED;
    }
    const text = listText(values);
    return text === undefined ? undefined : escapedJson(text);
  });
}

/** @param print may change the list. */
function inPieces(print: (values: unknown[]) => string | undefined): ManyTexts {
  return (list) => {
    const { length } = list;
    if (length <= MOST_AT_ONCE) return print(copyOf(list));
    const values = copyOf(ZEROS);
    let texts = "";
    for (let next = 0; next < length; ) {
      const count = Math.min(length - next, MOST_AT_ONCE);
      values.length = count;
      for (let index = 0; index < count; index++) values[index] = list[next++];
      const text = print(values);
      if (text === undefined) return undefined;
      texts += next < length ? `${text},` : text;
    }
    return texts;
  };
}

/**
 * A list that nobody else holds, so that what was looked at is what is printed. Of the ways to copy a list, this one is fast,
 * ends when the length is reached, and makes a list of no other class.
 */
function copyOf(list: readonly unknown[]): unknown[] {
  const none: unknown[] = [];
  return none.concat(list);
}

/** JSON.stringify writes many scalars in half the time, or less, that it takes to make a text of each. */
function listText(values: readonly unknown[]): string | undefined {
  // Somebody gave all lists another form in JSON.
  if ("toJSON" in values) return undefined;
  return JSON.stringify(values).slice(1, -1);
}
