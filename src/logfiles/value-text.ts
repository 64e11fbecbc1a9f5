import type { PlacedValue } from "./finder.js";
import { Character, END, type TextWindow } from "./text-window.js";
import { tokenAt } from "./token.js";

/** Enough to tell a credential from prose. */
const LOOKAHEAD = 512;
const MOST_MARKS = 32;
/** The type of a list, as `%#v` of Go prints it before the list. */
const GO_LIST = "[]string";

/** The text with which a value begins, in a list or alone; undefined if it is a structure, which no header has. */
export function textAt(window: TextWindow, { start }: PlacedValue): string | undefined {
  if (window.text.endsWith("map[", start)) return undefined;
  let at = start;
  for (let count = 0; count < MOST_MARKS; count++) {
    const { kind, end } = tokenAt(window, at);
    const isList = window.at(at) === Character.BRACKET || window.text.endsWith(GO_LIST, at);
    if (kind === "open" && !isList) return undefined;
    if (kind !== "open" && kind !== "quote" && kind !== "space" && kind !== "newline") break;
    at = end;
  }
  return runAt(window, at);
}

/** The text up to the next quotation mark, escape or end of a line. */
export function runAt(window: TextWindow, start: number): string {
  let end = start;
  while (end < start + LOOKAHEAD && isRunCharacter(window.at(end))) end++;
  return window.text.slice(start, end);
}

function isRunCharacter(code: number): boolean {
  return code !== END && !"\"'`\\\n\r".includes(String.fromCharCode(code));
}
