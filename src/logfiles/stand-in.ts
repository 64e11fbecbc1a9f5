import type { PlacedValue } from "./finder.js";
import { JoinedStringsValue } from "./quoted-value.js";
import type { TextWindow } from "./text-window.js";
import { runAt } from "./value-text.js";

/**
 * Masks and words in brackets, the marker and pseudonyms, variables, verbs of formats, templates. The scrubber reads bytes,
 * so a bullet is its three bytes in UTF-8.
 */
const STAND_IN =
  /^(?:\*{3}.*|[*xX.#?_-]{3,}|(?:\xe2(?:\x80\xa2|\x97\x8f))+|\$[A-Z_][A-Z\d_]*|\$[{(].*|%[a-z]|\{\{.*|[%#]\{[\w.]*\}?|\{[\w.]*\}|<[\w .-]+>|\[[\w .-]+\]|\([\w .-]+\))$/s;

const HIDDEN =
  /^[*_-]{0,3}(?:filtered|hidden|masked|omitted|protected|redacted|removed|sensitive|stripped|value_specified_in_no_log_parameter)[\])>*_-]{0,3}$/i;

/** What an object of Java says that does not print its fields: its class, or that of an array, and a number. */
const OBJECT = /^(?:(?:[a-z]\w*\.){2,}[A-Z][\w$]*|\[[BC])@[\da-f]{5,8}(?![^\s,;)\]}])/;

/** Whether a value stands for a secret and is none: a mask, a variable, a template. `text` is how the value begins. */
export function isStandIn(window: TextWindow, { start, value }: PlacedValue, text: string): boolean {
  // The text of a list begins behind its bracket; that of a string, with it: `"[secure]"`.
  const whole = value instanceof JoinedStringsValue ? runAt(window, start) : text;
  const word = /^\S*?(?=[.,;:!?]*(?:\s|$))/.exec(text)?.[0] ?? "";
  return (
    STAND_IN.test(whole) || STAND_IN.test(word) || HIDDEN.test(word) || OBJECT.test(runAt(window, start))
  );
}
