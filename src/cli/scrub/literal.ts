import { isWordCharacter } from "./character.js";
import type { TextWindow } from "./text-window.js";
import { isDigit } from "./token.js";

// What util.inspect and Go print before an object, and in place of a value that is absent or was not shown.
const LITERALS = [
  "[Object: null prototype]",
  "[Object]",
  "[Array]",
  "map[string]string",
  "map[string]interface {}",
  "map[string]any",
  "map[string][]byte",
  "map[string][]uint8",
  "<nil>",
  "null",
  "undefined",
];

/** The offset behind a text that says something of the value's type, or that there is none: it holds no secret. */
export function literalEnd(window: TextWindow, start: number): number | undefined {
  for (const literal of LITERALS) {
    const end = start + literal.length;
    if (window.startsWith(literal, start) && !isWordCharacter(window.at(end))) return end;
  }
  if (!window.startsWith("Map(", start)) return undefined;
  let at = start + 4;
  while (at < start + 20 && isDigit(window.at(at))) at++;
  return window.startsWith(")", at) ? at + 1 : undefined;
}
