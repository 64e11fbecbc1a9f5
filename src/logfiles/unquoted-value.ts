import { type Progress, type ScrubbedValue, suspended } from "./scrubbed-value.js";
import { Character, END, isKeyCharacter, type TextWindow } from "./text-window.js";
import { closingEnd, tokenAt } from "./token.js";

/** The rest of a value without quotation marks in a structure, such as a number: up to the next separator. */
export class BareValue implements ScrubbedValue {
  read(window: TextWindow, start: number): Progress {
    for (let at = start; ; ) {
      const token = tokenAt(window, at);
      if (window.isStarved || token.kind === "end") return suspended(window, at);
      if (token.kind !== "other") return { end: at, state: "closed" };
      at = token.end;
    }
  }
}

/** A word of a command line: up to white space or a quotation mark. */
export class WordValue implements ScrubbedValue {
  read(window: TextWindow, start: number): Progress {
    for (let at = start; ; ) {
      const token = tokenAt(window, at);
      if (window.isStarved || window.at(at) === END) return suspended(window, at);
      if (token.kind === "space" || token.kind === "newline" || token.kind === "quote") {
        return { end: at, state: "closed" };
      }
      at = Math.min(token.end, at + 1);
    }
  }
}

const LONGEST_NAME = 64;

/**
 * A value without quotation marks, in a map that Go's fmt package printed or in logfmt: up to the closing bracket, the
 * next name, a mark that closes a string, or the end of the line.
 */
export class UnquotedValue implements ScrubbedValue {
  read(window: TextWindow, start: number): Progress {
    for (let at = start; ; at++) {
      const code = window.at(at);
      const isEnd = endsAt(window, at, code);
      if (window.isStarved || code === END) return suspended(window, at);
      if (isEnd) return { end: at, state: "closed" };
    }
  }
}

function endsAt(window: TextWindow, at: number, code: number): boolean {
  switch (code) {
    case Character.CLOSING_BRACKET:
    case Character.NEWLINE:
      return true;
    case Character.RETURN:
      return window.at(at + 1) === Character.NEWLINE;
    case Character.SPACE:
      return isName(window, at + 1);
    case Character.BACKSLASH:
    case Character.QUOTE:
      return closesString(window, at);
    default:
      return false;
  }
}

/** Whether a name and what separates it from its value stand at an offset, with quotation marks or without. */
function isName(window: TextWindow, offset: number): boolean {
  const open = tokenAt(window, offset);
  const start = open.kind === "quote" ? open.end : offset;
  let end = start;
  while (end < start + LONGEST_NAME && isKeyCharacter(window.at(end))) end++;
  const close = open.kind === "quote" ? closingEnd(window, end, open.quote) : end;
  if (close === undefined || end === start) return false;
  const code = window.at(close);
  return code === Character.COLON || code === Character.EQUALS;
}

/** Whether a quotation mark, with the backslashes before it, is followed by what follows a string. */
function closesString(window: TextWindow, start: number): boolean {
  let at = start;
  while (at < start + LONGEST_NAME && window.at(at) === Character.BACKSLASH) at++;
  if (window.at(at) !== Character.QUOTE) return false;
  const next = window.at(at + 1);
  return next === END || " ,:;}]>)\r\n\\".includes(String.fromCharCode(next));
}
