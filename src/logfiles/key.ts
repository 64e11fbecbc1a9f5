import { jwt } from "../policy/jwt.js";
import { Character, isKeyCharacter } from "./character.js";
import { END, type TextWindow } from "./text-window.js";
import { type Quote, skipSpace, tokenAt } from "./token.js";

/** Longest key of a Kubernetes secret. What is longer is no key, and not kept. */
const MAX_KEY_LENGTH = 253;

/**
 * The offset behind a key and what separates it from its value; undefined if no key stands there. Keys are kept when a
 * map of secrets is scrubbed, to tell what leaked, so nothing counts as one that could be part of a value:
 * `"password":`, `password:`, `'password' =>`, or an entry in protobuf's text format, `key:"password" value:`.
 */
export function keyEnd(window: TextWindow, start: number): number | undefined {
  const name = tokenAt(window, start);
  if (name.kind === "quote") {
    const nameEnd = quotedKeyEnd(window, name.end, name.quote);
    return nameEnd === undefined ? undefined : separatorEnd(window, nameEnd, true);
  }
  const wordEnd = keyCharactersEnd(window, start);
  if (wordEnd === undefined) return undefined;
  const end = separatorEnd(window, wordEnd, false);
  if (end === undefined || window.text.slice(start, wordEnd) !== "key") return end;
  return entryValueStart(window, end) ?? end;
}

/** Where the value stands in `key:"password" value:"hunter2"`, given the offset behind `key:`. */
function entryValueStart(window: TextWindow, start: number): number | undefined {
  const open = tokenAt(window, skipSpace(window, start));
  if (open.kind !== "quote") return undefined;
  const end = quotedKeyEnd(window, open.end, open.quote);
  return end === undefined ? undefined : valueLabelEnd(window, skipSpace(window, end));
}

/** The offset behind the label `value:` of an entry in protobuf's text format. */
export function valueLabelEnd(window: TextWindow, start: number): number | undefined {
  const label = "value";
  return window.startsWith(label, start) ? separatorEnd(window, start + label.length, false) : undefined;
}

/** The offset behind the quoted key that starts at an offset, and behind its closing mark. */
function quotedKeyEnd(window: TextWindow, start: number, quote: Quote): number | undefined {
  const end = keyCharactersEnd(window, start);
  return end === undefined ? undefined : closingEnd(window, end, quote);
}

/** The offset behind the mark that closes what a mark opened, if it stands at an offset. */
export function closingEnd(window: TextWindow, start: number, quote: Quote): number | undefined {
  const token = tokenAt(window, start);
  const closes =
    token.kind === "quote" &&
    token.quote.mark === quote.mark &&
    token.quote.backslashes === quote.backslashes &&
    token.quote.isUnicodeEscape === quote.isUnicodeEscape;
  return closes ? token.end : undefined;
}

/** The offset behind a run of characters that keys are made of; undefined if there is none, or if it holds too much. */
export function keyCharactersEnd(window: TextWindow, start: number): number | undefined {
  let end = start;
  while (isKeyCharacter(window.at(end))) {
    if (end - start >= MAX_KEY_LENGTH) return undefined;
    end++;
  }
  // What may be a token is no key, wherever it stands.
  return end === start || jwt(window.text.slice(start, end)) ? undefined : end;
}

function separatorEnd(window: TextWindow, start: number, takesArrow: boolean): number | undefined {
  const at = skipSpace(window, start);
  const code = window.at(at);
  if (code === END) return undefined;
  if (code === Character.COLON) return skipSpace(window, at + 1);
  return takesArrow && tokenAt(window, at).kind === "arrow" ? skipSpace(window, at + 2) : undefined;
}
