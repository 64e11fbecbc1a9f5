import type { ValueEnd } from "./plain-value.js";
import { Character, END, isKeyCharacter, isWordCharacter, type TextWindow } from "./text-window.js";
import { closingEnd, type Quote, tokenAt } from "./token.js";

const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const HASH = 0x23;
const LESS = 0x3c;

/** The value of a header: up to the end of the line, or of the string that the header is in. */
export function headerEnd(enclosing: Quote | undefined): ValueEnd {
  return { enclosing, endsAt: () => false };
}

/**
 * A value in logfmt or in a map or struct of Go: up to the closing bracket, or to the next name with the same separator.
 *
 * @param hasCommas whether commas may stand before the next name. Default: with `=` only.
 */
export function pairEnd(
  separator: number,
  enclosing: Quote | undefined,
  hasCommas: boolean = separator === Character.EQUALS,
): ValueEnd {
  return {
    enclosing,
    endsAt(window, at, code) {
      if (isLastBracket(window, at, code)) return true;
      if (code === Character.SPACE || code === Character.TAB) return isName(window, at + 1, separator);
      if (!hasCommas) return false;
      if (code === AMPERSAND || code === SEMICOLON) return isName(window, at + 1, separator);
      if (code !== Character.COMMA) return false;
      const next = window.at(at + 1) === Character.SPACE ? at + 2 : at + 1;
      return isName(window, next, separator);
    },
  };
}

/** An item of a list of options, as mount takes it: up to the next comma. Two commas stand for one in the value. */
export function optionEnd(enclosing: Quote | undefined): ValueEnd {
  let pairs = 0;
  return {
    enclosing,
    endsAt(window, at, code) {
      if (code === Character.COMMA) {
        // The second comma of a pair ends nothing.
        if (pairs === at + window.base) return false;
        if (window.at(at + 1) !== Character.COMMA) return true;
        pairs = at + window.base + 1;
        return false;
      }
      return enclosing === undefined && endsWord(window, at, code);
    },
  };
}

/** An item of a connection string: up to the next semicolon. */
export function semicolonEnd(enclosing: Quote | undefined): ValueEnd {
  return { enclosing, endsAt: (_window, _at, code) => code === SEMICOLON };
}

/** An item of a list or a map on one line of YAML: up to the next comma or bracket. */
export const ITEM_END: ValueEnd = {
  endsAt: (_window, _at, code) =>
    code === Character.COMMA || code === Character.CLOSING_BRACE || code === Character.CLOSING_BRACKET,
};

/** A parameter in the query of a URL. */
export const PARAMETER_END: ValueEnd = {
  endsAt: (window, at, code) =>
    code === AMPERSAND || code === HASH || code === LESS || endsWord(window, at, code),
};

/** A word: up to white space, or to the bracket that closes a list of words. */
export const WORD_END: ValueEnd = { endsAt: endsWord };

/** A word of a command line, as shells read it: backslashes and quotation marks in it belong to it. */
export const ARGUMENT_END: ValueEnd = { endsAt: endsWord, hasEscapes: true };

/** The content of a string whose opening mark was read. */
export function stringEnd(enclosing: Quote): ValueEnd {
  return { enclosing, endsAt: () => false };
}

/** The content of an XML element. */
export const ELEMENT_END: ValueEnd = { endsAt: (_window, _at, code) => code === LESS };

function endsWord(window: TextWindow, at: number, code: number): boolean {
  if (code === Character.SPACE || code === Character.TAB) return true;
  return isLastBracket(window, at, code);
}

/** Whether a bracket closes a list or struct, and does not stand within a value. */
function isLastBracket(window: TextWindow, at: number, code: number): boolean {
  if (code !== Character.CLOSING_BRACKET && code !== Character.CLOSING_BRACE && code !== 0x29) return false;
  const next = window.at(at + 1);
  return next === END || ` \t\r\n]}),;"'\`\\`.includes(String.fromCharCode(next));
}

const LONGEST_NAME = 64;

/** Whether a name and what separates it from its value stand at an offset, with quotation marks or without. */
function isName(window: TextWindow, offset: number, separator: number): boolean {
  const open = tokenAt(window, offset);
  let start = open.kind === "quote" ? open.end : offset;
  while (start < offset + 2 && window.at(start) === Character.DASH) start++;
  let end = start;
  while (end < start + LONGEST_NAME && isKeyCharacter(window.at(end))) end++;
  const close = open.kind === "quote" ? closingEnd(window, end, open.quote) : end;
  if (close === undefined || end === start || !isWordCharacter(window.at(start))) return false;
  const code = window.at(close);
  if (open.kind === "quote") return code === Character.COLON || code === Character.EQUALS;
  if (code !== separator) return false;
  if (separator !== Character.EQUALS) return !window.startsWith("//", close + 1);
  // Padding of base64 is no separator: a value follows a separator.
  const next = window.at(close + 1);
  return next !== END && !" \t\r\n=,;]})".includes(String.fromCharCode(next));
}
