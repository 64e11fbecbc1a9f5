import { STRIPPED } from "../marker.js";
import { absentEnd } from "./kept-text.js";
import { QuotedValue } from "./quoted-value.js";
import { NOWHERE, type Progress, type ScrubbedValue, suspended } from "./scrubbed-value.js";
import { Character, END, type TextWindow } from "./text-window.js";
import { type Quote, tokenAt } from "./token.js";

/** Says where a value without quotation marks of its own ends. */
export interface ValueEnd {
  /** The string around the value, if it is known. Its closing mark ends the value. */
  readonly enclosing?: Quote | undefined;
  /** Whether the value ends before a character. Newlines and the end of the string around it end it anyway. */
  endsAt(window: TextWindow, at: number, code: number): boolean;
  /** Whether a backslash takes its meaning from the next character, as shells read it. Default: false. */
  readonly hasEscapes?: boolean;
}

/** A value without quotation marks around it: up to where its line, its string, or what `end` says ends it. */
export class PlainValue implements ScrubbedValue {
  readonly #end: ValueEnd;
  /** A string inside of the value: `realm="a"`. */
  #inner: Quote | undefined;
  #quoted: QuotedValue | undefined;

  constructor(end: ValueEnd) {
    this.#end = end;
  }

  read(window: TextWindow, start: number): Progress {
    let at = start;
    for (;;) {
      if (this.#quoted !== undefined) {
        const { end, state } = this.#quoted.read(window, at, NOWHERE);
        if (state !== "closed") return { end, state };
        this.#quoted = undefined;
        at = end;
      }
      const step = this.#step(window, at);
      if (window.isStarved || window.at(at) === END) return suspended(window, at);
      if (step === 0) return { end: at, state: "closed" };
      at += step;
    }
  }

  /** Whether a value that begins at an offset is empty. */
  endsAt(window: TextWindow, at: number): boolean {
    return this.#step(window, at) === 0;
  }

  /** How many of the next characters belong to the value; 0 if it ends. */
  #step(window: TextWindow, at: number): number {
    const code = window.at(at);
    switch (code) {
      case Character.NEWLINE:
        return 0;
      case Character.RETURN:
        return window.at(at + 1) === Character.NEWLINE ? 0 : 1;
      case Character.BACKSLASH:
      case Character.QUOTE:
      case Character.APOSTROPHE:
      case Character.BACKTICK:
        return this.#mark(window, at, code);
      default:
        if (this.#inner !== undefined) return 1;
        return this.#end.endsAt(window, at, code) ? 0 : 1;
    }
  }

  #mark(window: TextWindow, at: number, code: number): number {
    const token = tokenAt(window, at);
    const length = token.end - at;
    if (token.kind === "quote") return this.#quote(window, at, token.quote, length);
    if (code !== Character.BACKSLASH) return 1;
    if (this.#end.hasEscapes) return 2;
    return isEscapedLineEnd(window, at) ? 0 : Math.max(1, length);
  }

  #quote(window: TextWindow, at: number, quote: Quote, length: number): number {
    const { enclosing, hasEscapes } = this.#end;
    if (enclosing !== undefined && closes(quote, enclosing)) return 0;
    if (this.#inner !== undefined) {
      if (closes(quote, this.#inner)) this.#inner = undefined;
      return length;
    }
    if (enclosing !== undefined) return length;
    if (hasEscapes) {
      // An odd backslash before a mark belongs to the word; an even number belongs to a string around the command line.
      if (quote.mark === Character.QUOTE && quote.backslashes > 0) return 0;
      if (isFollowedByEnd(window, at + length)) return 0;
      this.#quoted = new QuotedValue(quote);
      return length;
    }
    if (quote.mark !== Character.QUOTE) return length;
    const isFollowed = isFollowedByEnd(window, at + length);
    if (window.text.charCodeAt(at - 1) === Character.EQUALS && !isFollowed) this.#inner = quote;
    else if (isFollowed) return 0;
    return length;
  }
}

/** Whether a mark closes a string, or a string around it. */
function closes(mark: Quote, open: Quote): boolean {
  if (mark.mark !== open.mark) return false;
  if (mark.isUnicodeEscape || open.isUnicodeEscape) {
    return mark.isUnicodeEscape === open.isUnicodeEscape && mark.backslashes <= open.backslashes;
  }
  return mark.backslashes <= open.backslashes;
}

/** Whether what follows a string stands at an offset. */
export function isFollowedByEnd(window: TextWindow, at: number): boolean {
  const next = window.at(at);
  return next === END || " ,:;}]>)\r\n\\".includes(String.fromCharCode(next));
}

const LONGEST_HEADER_NAME = 64;

/** Whether an escaped line end stands at an offset, and no backslash of the text: `\r\n`, or `\n` before a header or the end. */
function isEscapedLineEnd(window: TextWindow, start: number): boolean {
  let at = start;
  let count = 0;
  for (; count < 2 && window.at(at) === Character.BACKSLASH; count++) {
    const { kind, end } = tokenAt(window, at);
    const letter = window.text[end - 1];
    if (kind !== "space" || (letter !== "n" && letter !== "r")) break;
    at = end;
  }
  if (count !== 1) return count === 2;
  const nameStart = at;
  while (at < nameStart + LONGEST_HEADER_NAME && isHeaderCharacter(window.at(at))) at++;
  const code = window.at(at);
  if (at > nameStart) return code === Character.COLON;
  return code === END || code === Character.NEWLINE || tokenAt(window, at).kind === "quote";
}

function isHeaderCharacter(code: number): boolean {
  return code === Character.DASH || /\w/.test(String.fromCharCode(code));
}

const SCHEME = /(?:Bearer|Basic) /iy;

/**
 * Reads a value without quotation marks that begins at an offset; undefined if there is none: it is empty, absent, or was
 * scrubbed before.
 */
export function plainValue(window: TextWindow, start: number, end: ValueEnd): PlainValue | undefined {
  if (endsHere(window, start, end)) return undefined;
  const absent = absentEnd(window, start);
  if (absent !== undefined && endsHere(window, absent, end)) return undefined;
  SCHEME.lastIndex = start;
  const marker = SCHEME.test(window.text) ? SCHEME.lastIndex : start;
  const isMarker = window.startsWith(STRIPPED, marker) && endsHere(window, marker + STRIPPED.length, end);
  return isMarker ? undefined : new PlainValue(end);
}

function endsHere(window: TextWindow, at: number, end: ValueEnd): boolean {
  if (window.at(at) === END) return true;
  return new PlainValue(end).endsAt(window, at);
}

/** The mark directly before an offset, which may open a string. */
export function quoteBefore(window: TextWindow, start: number): Quote | undefined {
  const { text } = window;
  const spelt = text.slice(Math.max(0, start - 5), start);
  const isUnicodeEscape = spelt === "u0022" || spelt === "u0027";
  const first = isUnicodeEscape ? start - 5 : start - 1;
  const mark = isUnicodeEscape ? Number.parseInt(spelt.slice(1), 16) : text.charCodeAt(first);
  if (mark !== Character.QUOTE && mark !== Character.APOSTROPHE && mark !== Character.BACKTICK)
    return undefined;
  let at = first;
  while (at > 0 && at > first - LONGEST_HEADER_NAME && text.charCodeAt(at - 1) === Character.BACKSLASH) at--;
  return { mark, backslashes: first - at, isUnicodeEscape };
}
