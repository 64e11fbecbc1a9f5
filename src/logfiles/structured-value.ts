import { STRIPPED } from "../marker.js";
import { GO_MAP_START, GoMapValue, goMapEntriesStart, JAVA_MAP } from "./go-map-value.js";
import { absentEnd, keyCharactersEnd, keyEnd, typeEnd } from "./kept-text.js";
import { JoinedStringsValue, QuotedValue } from "./quoted-value.js";
import {
  NOWHERE,
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import { Character, isDigit, isRecordStart, type TextWindow } from "./text-window.js";
import { type Quote, type Token, tokenAt } from "./token.js";

/** An item at an offset of a structure. */
type Item =
  | {
      readonly kind: "kept" | "open" | "close" | "go map" | "Java map" | "bare" | "cut";
      readonly end: number;
    }
  | { readonly kind: "quoted"; readonly end: number; readonly quote: Quote };

/**
 * An object, list or message in brackets, in JSON, protobuf's text format or the output of util.inspect: keeps its
 * punctuation and keys, and replaces all values in it, at every depth.
 */
export class StructuredValue implements ScrubbedValue {
  /** Backslashes before the marks of the structure's own strings, once they are known. */
  #backslashes: number | undefined;
  #depth = 0;
  #inner: ScrubbedValue | undefined;

  /** @param backslashes those before the quotation marks of the structure, if they are known already. */
  constructor(backslashes?: number) {
    this.#backslashes = backslashes;
  }

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    let at = start;
    do {
      if (this.#inner !== undefined) {
        const { end, state } = this.#inner.read(window, at, output);
        if (state !== "closed") return { end, state };
        this.#inner = undefined;
        at = end;
        if (this.#depth === 0) return { end, state };
      }
      const token = tokenAt(window, at);
      const item = this.#item(window, at, token);
      if (window.isStarved || token.kind === "end") return suspended(window, at);
      if (item.kind === "cut") return { end: at, state: "cut" };
      output.keep(window, at, item.end);
      this.#enter(item, output);
      at = item.end;
    } while (this.#depth > 0 || this.#inner !== undefined);
    return { end: at, state: "closed" };
  }

  #item(window: TextWindow, at: number, token: Token): Item {
    switch (token.kind) {
      case "quote": {
        if (this.#isOutside(token.quote)) return { kind: "cut", end: at };
        const end = keyEnd(window, at);
        if (end !== undefined) return { kind: "kept", end };
        return { kind: "quoted", end: token.end, quote: token.quote };
      }
      case "newline":
        return { kind: isRecordStart(window, token.end) ? "cut" : "kept", end: token.end };
      case "open": {
        const end = typeEnd(window, at) ?? absentEnd(window, at);
        if (end !== undefined) return { kind: "kept", end };
        // Bytes: one marker stands for all of them.
        if (window.at(at) === Character.BRACKET && isDigit(window.at(token.end)))
          return { kind: "bare", end: at };
        return { kind: isJavaMap(window, at, token.end) ? "Java map" : "open", end: token.end };
      }
      case "close":
        return { kind: "close", end: token.end };
      case "other": {
        const end = keyEnd(window, at) ?? typeEnd(window, at) ?? absentEnd(window, at);
        if (end !== undefined) return { kind: "kept", end };
        if (window.startsWith(GO_MAP_START, at)) {
          const entries = goMapEntriesStart(window, at);
          // The entries are quoted: the bracket opens a structure.
          return entries === undefined ? { kind: "kept", end: at + 3 } : { kind: "go map", end: entries };
        }
        if (window.startsWith(STRIPPED, at)) return { kind: "kept", end: at + STRIPPED.length };
        return { kind: "bare", end: at };
      }
      default:
        return { kind: "kept", end: token.end };
    }
  }

  /** A quotation mark with fewer backslashes belongs to a string around the structure: the structure was cut off. */
  #isOutside({ mark, backslashes, isUnicodeEscape }: Quote): boolean {
    if (mark !== Character.QUOTE || isUnicodeEscape) return false;
    this.#backslashes ??= backslashes;
    return backslashes < this.#backslashes;
  }

  #enter(item: Item, output: ScrubOutput): void {
    if (item.kind === "open") this.#depth++;
    else if (item.kind === "close") this.#depth--;
    else if (item.kind === "quoted") this.#inner = new JoinedStringsValue(item.quote);
    else if (item.kind === "go map") this.#inner = new GoMapValue();
    else if (item.kind === "Java map") this.#inner = new GoMapValue(JAVA_MAP);
    else if (item.kind === "bare") {
      // The marker gets quotation marks where strings have them: the line must stay JSON.
      writeMarker(output, this.#backslashes === undefined ? "" : `${"\\".repeat(this.#backslashes)}"`);
      this.#inner = new BareValue();
    }
  }
}

/** Whether `{name=`, with which Java prints a map, stands at an offset. */
function isJavaMap(window: TextWindow, start: number, inside: number): boolean {
  if (window.at(start) !== 0x7b) return false;
  const end = keyCharactersEnd(window, inside);
  return end !== undefined && window.at(end) === Character.EQUALS && window.at(end + 1) !== Character.GREATER;
}

/**
 * The rest of a value without quotation marks in a structure, such as a number: up to the next separator. Brackets and
 * strings that belong to it go with it: `Some("a")`, `b'a'`.
 */
export class BareValue implements ScrubbedValue {
  #depth = 0;
  #inner: QuotedValue | undefined;

  read(window: TextWindow, start: number): Progress {
    for (let at = start; ; ) {
      if (this.#inner !== undefined) {
        const { end, state } = this.#inner.read(window, at, NOWHERE);
        if (state !== "closed") return { end, state };
        this.#inner = undefined;
        at = end;
      }
      const token = tokenAt(window, at);
      const isPrefix = token.kind === "quote" && isLetter(window.text.charCodeAt(at - 1));
      if (window.isStarved || token.kind === "end") return suspended(window, at);
      if (this.#depth === 0 && !isPrefix && token.kind !== "other" && token.kind !== "open")
        return { end: at, state: "closed" };
      if (token.kind === "newline") return { end: at, state: "closed" };
      if (token.kind === "open") this.#depth++;
      if (token.kind === "close") this.#depth--;
      if (token.kind === "quote") this.#inner = new QuotedValue(token.quote);
      at = token.end;
    }
  }
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}
