import { GO_MAP_START, GoMapValue } from "./go-map-value.js";
import { absentEnd, keyEnd, typeEnd } from "./kept-text.js";
import { JoinedStringsValue } from "./quoted-value.js";
import {
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import { Character, isRecordStart, type TextWindow } from "./text-window.js";
import { type Quote, type Token, tokenAt } from "./token.js";
import { BareValue } from "./unquoted-value.js";

/** An item at an offset of a structure. */
type Item =
  | { readonly kind: "kept" | "open" | "close" | "go map" | "bare" | "cut"; readonly end: number }
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
        return end === undefined ? { kind: "open", end: token.end } : { kind: "kept", end };
      }
      case "close":
        return { kind: "close", end: token.end };
      case "other": {
        const end = keyEnd(window, at) ?? typeEnd(window, at) ?? absentEnd(window, at);
        if (end !== undefined) return { kind: "kept", end };
        if (window.startsWith(GO_MAP_START, at)) return { kind: "go map", end: at + GO_MAP_START.length };
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
    else if (item.kind === "bare") {
      // The marker gets quotation marks where strings have them: the line must stay JSON.
      writeMarker(output, this.#backslashes === undefined ? "" : `${"\\".repeat(this.#backslashes)}"`);
      this.#inner = new BareValue();
    }
  }
}
