import { STRIPPED } from "../marker.js";
import { keyCharactersEnd } from "./kept-text.js";
import {
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import { Character, END, type TextWindow } from "./text-window.js";
import { closingEnd, tokenAt } from "./token.js";

const HASH = 0x23;
const PIPE = 0x7c;

/** Where a map in YAML begins, and how far its name is indented. */
export interface YamlBlock {
  /** The offset behind the line of the name. */
  readonly start: number;
  readonly indent: number;
  /** How a line ends: with a newline, or with an escaped one in a string. */
  readonly newline: string;
}

const LINE_START = /(?:^|[\n])((?:[^\s"'{}:,]+ )?)( *)(?:- )?$/;
const ESCAPED_LINE_START = /(\\+n)( *)$/;
const LONGEST_INDENT = 200;

/** The map in YAML whose name begins at an offset; undefined if it is none. `end` is the offset behind its colon. */
export function yamlBlockStart(window: TextWindow, nameStart: number, end: number): YamlBlock | undefined {
  const before = window.text.slice(Math.max(0, nameStart - LONGEST_INDENT), nameStart);
  const escaped = ESCAPED_LINE_START.exec(before);
  const line = escaped ?? LINE_START.exec(before);
  if (line === null) return undefined;
  const newline = escaped?.[1] ?? "\n";
  let at = end;
  while (window.at(at) === Character.SPACE && at < end + LONGEST_INDENT) at++;
  if (window.at(at) === Character.RETURN) at++;
  if (!window.startsWith(newline, at)) return undefined;
  return { start: at + newline.length, indent: (line[2] ?? "").length, newline };
}

/** What is kept of a line. */
interface Line {
  /** Where the value begins. */
  readonly valueStart: number;
  readonly kind: "kept" | "hidden" | "dropped" | "outside";
  /** Whether the value of the key above it, or on it, is replaced. Undefined if the line does not change that. */
  readonly isReplaced?: boolean;
  /** The indentation of keys, if the line tells. */
  readonly keyIndent?: number;
}

/**
 * The entries of a map in YAML: keys are kept, values are replaced, values of several lines by one line. Ends at the first
 * line that is indented no further than the name of the map.
 */
export class YamlBlockValue implements ScrubbedValue {
  readonly #block: YamlBlock;
  /** The indentation of keys, once it is known. */
  #keyIndent: number | undefined;
  /** Whether the value of the last key was replaced. */
  #isReplaced = false;
  /** What is being done to the rest of a line. */
  #rest: "kept" | "hidden" | "dropped" | undefined;

  constructor(block: YamlBlock) {
    this.#block = block;
  }

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    let at = start;
    for (;;) {
      if (this.#rest === undefined) {
        const line = this.#line(window, at);
        if (window.isStarved) return suspended(window, at);
        this.#isReplaced = line.isReplaced ?? this.#isReplaced;
        this.#keyIndent ??= line.keyIndent;
        if (line.kind === "outside") return { end: at, state: "closed" };
        if (line.kind !== "dropped") output.keep(window, at, line.valueStart);
        if (line.kind === "hidden") writeMarker(output);
        this.#rest = line.kind;
        at = line.valueStart;
      }
      const end = this.#lineEnd(window, at);
      if (this.#rest === "kept") output.keep(window, at, end.at);
      if (end.kind === "open") return suspended(window, end.at);
      if (end.kind === "string") return { end: end.at, state: "closed" };
      const next = end.at + end.length;
      if (this.#rest !== "dropped") output.keep(window, end.at, next);
      this.#rest = undefined;
      at = next;
    }
  }

  /** What the line that begins at an offset is. */
  #line(window: TextWindow, start: number): Line {
    let at = start;
    while (at < start + LONGEST_INDENT && window.at(at) === Character.SPACE) at++;
    const indent = at - start;
    const code = window.at(at);
    if (code === END) return { kind: "outside", valueStart: at };
    if (this.#isLineEnd(window, at)) return { kind: "kept", valueStart: at };
    // A comment may stand anywhere.
    if (indent <= this.#block.indent) return { kind: code === HASH ? "kept" : "outside", valueStart: at };
    const keyIndent = this.#keyIndent ?? indent;
    if (indent === keyIndent) {
      const key = this.#keyEnd(window, at);
      if (key !== undefined) return { ...this.#entry(window, key), keyIndent };
    }
    const isMarker = window.startsWith(STRIPPED, at) && this.#isLineEnd(window, at + STRIPPED.length);
    const kind = isMarker && !this.#isReplaced ? "kept" : this.#isReplaced ? "dropped" : "hidden";
    return { kind, valueStart: kind === "dropped" ? start : at, isReplaced: true, keyIndent };
  }

  #entry(window: TextWindow, valueStart: number): Line {
    const code = window.at(valueStart);
    // The value is in the next lines, or there is none.
    const mark =
      code === PIPE || code === Character.GREATER ? this.#indicatorEnd(window, valueStart) : valueStart;
    const absent =
      [STRIPPED, "null", "{}", "[]", '""', "''", "~"].find((text) => window.startsWith(text, mark)) ?? "";
    const end = mark === valueStart ? mark + absent.length : mark;
    if (this.#isLineEnd(window, end))
      return { kind: "kept", valueStart: end, isReplaced: end > valueStart && mark === valueStart };
    return { kind: "hidden", valueStart, isReplaced: true };
  }

  /** The offset behind `|`, `>-` or `|2+`. */
  #indicatorEnd(window: TextWindow, start: number): number {
    let at = start + 1;
    while (at < start + 4 && "+-123456789".includes(String.fromCharCode(window.at(at)))) at++;
    return at;
  }

  #keyEnd(window: TextWindow, start: number): number | undefined {
    const open = tokenAt(window, start);
    const isQuoted = open.kind === "quote";
    const end = keyCharactersEnd(window, isQuoted ? open.end : start);
    const closed = isQuoted && end !== undefined ? closingEnd(window, end, open.quote) : end;
    if (closed === undefined || window.at(closed) !== Character.COLON) return undefined;
    let at = closed + 1;
    while (at < closed + LONGEST_INDENT && window.at(at) === Character.SPACE) at++;
    return at > closed + 1 || this.#isLineEnd(window, at) ? at : undefined;
  }

  /** Where the line ends that an offset is in. */
  #lineEnd(window: TextWindow, start: number): LineEnd & { readonly at: number } {
    for (let at = start; ; at++) {
      const end = this.#endAt(window, at);
      if (window.isStarved) return { kind: "open", length: 0, at };
      if (end.kind !== "none") return { ...end, at };
      at += end.length - 1;
    }
  }

  #isLineEnd(window: TextWindow, at: number): boolean {
    return this.#endAt(window, at).kind !== "none";
  }

  /** Whether a line ends at an offset, or else the length of what stands there. */
  #endAt(window: TextWindow, at: number): LineEnd {
    const { newline } = this.#block;
    const isText = newline === "\n";
    const code = window.at(at);
    if (code === END) return { kind: "open", length: 0 };
    if (code === Character.NEWLINE) return { kind: isText ? "line" : "string", length: 1 };
    if (code === Character.RETURN && window.at(at + 1) === Character.NEWLINE)
      return { kind: isText ? "line" : "string", length: 2 };
    if (isText || (code !== Character.BACKSLASH && code !== Character.QUOTE))
      return { kind: "none", length: 1 };
    if (window.startsWith(newline, at)) return { kind: "line", length: newline.length };
    const token = tokenAt(window, at);
    const isOuter = token.kind === "quote" && token.quote.backslashes < newline.length - 1;
    return isOuter ? { kind: "string", length: 0 } : { kind: "none", length: Math.max(1, token.end - at) };
  }
}

/** How a line ends: with a line end, with the string around it, or not yet; and the length of the line end. */
interface LineEnd {
  readonly kind: "line" | "string" | "open" | "none";
  readonly length: number;
}
