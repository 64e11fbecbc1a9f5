import { STRIPPED } from "../marker.js";
import {
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import { Character, END, type TextWindow } from "./text-window.js";
import { closingEnd, type Quote, skipSpace, tokenAt } from "./token.js";

/** The inside of a quoted string. It is replaced as a whole, with any content. The marks around it are kept. */
export class QuotedValue implements ScrubbedValue {
  readonly #quote: Quote;
  #isStarted = false;
  /** Backslashes read immediately before the offset. */
  #backslashes = 0;

  /** @param quote the mark that opened the string, which has been read. */
  constructor(quote: Quote) {
    this.#quote = quote;
  }

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    if (!this.#isStarted) {
      const isMarker = window.startsWith(STRIPPED, start);
      const cleanEnd = closingEnd(window, isMarker ? start + STRIPPED.length : start, this.#quote);
      if (window.isStarved) return suspended(window, start);
      if (cleanEnd !== undefined) {
        // The string is empty, or was scrubbed before.
        output.keep(window, start, cleanEnd);
        return { end: cleanEnd, state: "closed" };
      }
      this.#isStarted = true;
      writeMarker(output);
    }
    return this.#skip(window, start, output);
  }

  #skip(window: TextWindow, start: number, output: ScrubOutput): Progress {
    for (let at = start; ; at++) {
      const plainEnd = this.#plainEnd(window, at);
      if (plainEnd > at) this.#backslashes = 0;
      at = plainEnd;
      const code = window.at(at);
      if (code === Character.BACKSLASH) {
        this.#backslashes++;
        continue;
      }
      if (code === END) return suspended(window, at);
      if (code === Character.NEWLINE) return { end: at, state: "cut" };
      if (code === Character.RETURN) {
        const isLineEnd = window.at(at + 1) === Character.NEWLINE;
        if (window.isStarved) return suspended(window, at);
        if (isLineEnd) return { end: at, state: "cut" };
      }
      const mark = this.#markAt(window, at, code);
      const isDoubtful = mark !== undefined && mark.mark !== Character.QUOTE && this.#backslashes > 0;
      const isBeforeEnd = isDoubtful && endsValue(window, mark.end);
      if (window.isStarved) return suspended(window, at);
      if (mark !== undefined) {
        const state = this.#endsWith(mark, isBeforeEnd, output);
        if (state !== undefined) return { end: mark.end, state };
        at = mark.end - 1;
      }
      this.#backslashes = 0;
    }
  }

  /** The offset behind characters that have no meaning in any string. */
  #plainEnd(window: TextWindow, start: number): number {
    const plain = this.#quote.isUnicodeEscape ? PLAIN_IN_UNICODE_ESCAPES : PLAIN;
    plain.lastIndex = start;
    plain.test(window.text);
    return plain.lastIndex;
  }

  /** The quotation mark at an offset, with the backslashes that were read before it. */
  #markAt(window: TextWindow, at: number, code: number): Mark | undefined {
    const { mark } = this.#quote;
    if (code === Character.QUOTE || code === mark) return { mark: code, isUnicodeEscape: false, end: at + 1 };
    // Only strings that were opened by an escape of this kind can end with one.
    if (!this.#quote.isUnicodeEscape || code !== 0x75 || this.#backslashes === 0) return undefined;
    const spelt = mark === Character.QUOTE ? "u0022" : "u0027";
    return window.startsWith(spelt, at) ? { mark, isUnicodeEscape: true, end: at + spelt.length } : undefined;
  }

  /** How the string ends with a mark, which is then written; undefined if the mark is part of the string's content. */
  #endsWith(
    { mark, isUnicodeEscape }: Mark,
    isBeforeEnd: boolean,
    output: ScrubOutput,
  ): "closed" | "cut" | undefined {
    const { backslashes: own } = this.#quote;
    const found = this.#backslashes;
    if (isUnicodeEscape) {
      if (found !== own) return undefined;
      output.write("\\".repeat(own) + (mark === Character.QUOTE ? "u0022" : "u0027"));
      return "closed";
    }
    if (mark !== Character.QUOTE) {
      // A single quotation mark has no backslashes of its own, so the number of escapes is not known.
      if (found % 2 === 1 || (found > 0 && !isBeforeEnd)) return undefined;
      output.write(String.fromCharCode(mark));
      return "closed";
    }
    if (this.#quote.mark !== Character.QUOTE) return undefined;
    const level = closingLevel(found, own);
    if (level === undefined) return undefined;
    output.write(`${"\\".repeat(level)}"`);
    return level === own && !this.#quote.isUnicodeEscape ? "closed" : "cut";
  }
}

const PLAIN = /[^"'`\\\r\n]*/y;
const PLAIN_IN_UNICODE_ESCAPES = /[^"'`\\\r\nu]*/y;

interface Mark {
  readonly mark: number;
  readonly isUnicodeEscape: boolean;
  readonly end: number;
}

/**
 * Which string a mark with `found` backslashes before it closes, as the number of backslashes before that string's own
 * marks; undefined if the mark closes no string. Inside a string whose marks have `own` = 2^n - 1 backslashes, every
 * backslash of the content stands 2^n times. The remainder belongs to the mark. If it is smaller than `own`, the mark
 * closes a string around this one.
 */
function closingLevel(found: number, own: number): number | undefined {
  for (let level = own; level > 0; level = (level - 1) / 2) {
    if (found >= level && (found - level) % (level + 1) === 0) {
      return isEven((found - level) / (level + 1)) ? level : undefined;
    }
  }
  return isEven(found) ? 0 : undefined;
}

/** Whether the text at an offset is one that follows a value in a structure. */
function endsValue(window: TextWindow, start: number): boolean {
  const { kind, end } = tokenAt(window, skipSpace(window, start));
  return kind === "close" || kind === "end" || window.at(end - 1) === Character.COMMA;
}

function isEven(count: number): boolean {
  return count % 2 === 0;
}

/** A string that may be written in parts: util.inspect writes one of several lines as `'first\n' +` and so on. */
export class JoinedStringsValue implements ScrubbedValue {
  #part: QuotedValue | undefined;

  /** @param quote the mark that opened the first part, which has been read. */
  constructor(quote: Quote) {
    this.#part = new QuotedValue(quote);
  }

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    let at = start;
    for (;;) {
      if (this.#part !== undefined) {
        const { end, state } = this.#part.read(window, at, output);
        if (state !== "closed") return { end, state };
        this.#part = undefined;
        at = end;
      }
      const next = nextPart(window, at);
      if (window.isStarved) return suspended(window, at);
      if (next === undefined) return { end: at, state: "closed" };
      output.keep(window, at, next.end);
      this.#part = new QuotedValue(next.quote);
      at = next.end;
    }
  }
}

/** The mark that opens the next part, if there is one. */
function nextPart(
  window: TextWindow,
  start: number,
): { readonly end: number; readonly quote: Quote } | undefined {
  // Terraform prints the new value behind the old one: `"a" -> "b"`.
  const joint = [" +", " ->"].find((text) => window.startsWith(text, start));
  if (joint === undefined) return undefined;
  const token = tokenAt(window, skipSpace(window, start + joint.length));
  return token.kind === "quote" ? token : undefined;
}
