import { STRIPPED } from "../marker.js";
import { Character } from "./character.js";
import { closingEnd } from "./key.js";
import { type ScrubOutput, writeMarker } from "./scrub-output.js";
import { type Progress, type ScrubbedValue, suspended } from "./scrubbed-value.js";
import { END, type TextWindow } from "./text-window.js";
import { type Quote, skipSpace, tokenAt } from "./token.js";

/** The inside of a quoted string: replaced whole, whatever is in it. The marks around it are kept. */
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
        // Empty, or scrubbed already.
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

  /** The offset behind characters that mean nothing in any string. */
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

  /** How the string ends with a mark, which is then written; undefined if the mark is part of the string. */
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
      // Such marks have no backslashes of their own, so one cannot tell how often the text was escaped.
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
 * Which string a mark with `found` backslashes before it closes: the one whose marks have as many as this gives; undefined
 * if it closes none. Inside a string whose marks have `own` = 2^n - 1 backslashes every backslash of the content stands
 * 2^n times, so the rest is that of the mark: if it is less, the mark is that of a string around this one.
 */
function closingLevel(found: number, own: number): number | undefined {
  for (let level = own; level > 0; level = (level - 1) / 2) {
    if (found >= level && (found - level) % (level + 1) === 0) {
      return isEven((found - level) / (level + 1)) ? level : undefined;
    }
  }
  return isEven(found) ? 0 : undefined;
}

/** Whether what stands at an offset is what follows a value in a structure. */
function endsValue(window: TextWindow, start: number): boolean {
  const { kind, end } = tokenAt(window, skipSpace(window, start));
  return kind === "close" || kind === "end" || window.at(end - 1) === Character.COMMA;
}

function isEven(count: number): boolean {
  return count % 2 === 0;
}
