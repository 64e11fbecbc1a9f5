import { Character, isWordCharacter } from "./character.js";
import type { TextWindow } from "./text-window.js";
import { isDigit } from "./token.js";

// What util.inspect and Go print before an object, to say of which type it is.
const TYPES = [
  "[Object: null prototype]",
  "map[string]string",
  "map[string]interface {}",
  "map[string]any",
  "map[string][]byte",
  "map[string][]uint8",
];

// What stands in place of a value that is absent or was not shown.
const ABSENT = ["[Object]", "[Array]", "<nil>", "null", "undefined"];

/** The offset behind a text that says of which type the next object is. */
export function typeEnd(window: TextWindow, start: number): number | undefined {
  const first = window.at(start);
  if (first !== Character.BRACKET && !isWordCharacter(first)) return undefined;
  const end = oneOf(TYPES, window, start);
  if (end !== undefined || !window.startsWith("Map(", start)) return end;
  let at = start + 4;
  while (at < start + 20 && isDigit(window.at(at))) at++;
  return window.startsWith(")", at) ? at + 1 : undefined;
}

/** The offset behind a text that says that there is no value. */
export function absentEnd(window: TextWindow, start: number): number | undefined {
  return oneOf(ABSENT, window, start);
}

function oneOf(texts: readonly string[], window: TextWindow, start: number): number | undefined {
  for (const text of texts) {
    const end = start + text.length;
    if (window.startsWith(text, start) && !isWordCharacter(window.at(end))) return end;
  }
  return undefined;
}
