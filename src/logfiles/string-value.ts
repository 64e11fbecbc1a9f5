import type { PlacedValue } from "./finder.js";
import { isSymbol } from "./kept-text.js";
import type { NamePlace } from "./named-value.js";
import { JoinedStringsValue } from "./quoted-value.js";
import type { TextWindow } from "./text-window.js";
import { skipSpace, tokenAt } from "./token.js";

/** The type of a wrapper before its string: `Some("b")` of Rust, `SecretStr('b')` of Python. */
const WRAPPER = /[:=]\s{0,4}[A-Z]\w{0,40}\((?=\\*["'`])/y;
const LONGEST_WRAPPER = 64;

/** SQL before the name of a password. */
const STATEMENT = /\b(?:create|alter)\s{1,4}(?:user|role|login)\b[^;\n]{0,80}$/i;
const LONGEST_STATEMENT = 100;

/**
 * The string that surely belongs to a name, though more than a separator stands between the two, or none: `password: Some("b")`,
 * `:password=>"b"` of Ruby, `ALTER ROLE jane PASSWORD 'b'`.
 *
 * @param separator where the separator stands, or the string if there is none.
 */
export function stringValue(
  window: TextWindow,
  { start }: NamePlace,
  separator: number,
): PlacedValue | undefined {
  window.at(separator + LONGEST_WRAPPER); // to wait for the string
  WRAPPER.lastIndex = separator;
  if (WRAPPER.test(window.text)) return stringAt(window, WRAPPER.lastIndex);
  const token = tokenAt(window, separator);
  if (token.kind === "arrow")
    return isSymbol(window, start) ? stringAt(window, skipSpace(window, token.end)) : undefined;
  if (token.kind !== "quote") return undefined;
  const before = window.text.slice(Math.max(0, start - LONGEST_STATEMENT), start);
  return STATEMENT.test(before) ? stringAt(window, separator) : undefined;
}

function stringAt(window: TextWindow, at: number): PlacedValue | undefined {
  const token = tokenAt(window, at);
  return token.kind === "quote"
    ? { start: token.end, value: new JoinedStringsValue(token.quote) }
    : undefined;
}
