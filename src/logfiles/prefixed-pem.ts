import { STRIPPED } from "../marker.js";
import {
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import { Character, END, isDigit, type TextWindow } from "./text-window.js";

/** The longest text before and behind the content of a line: less than what a scrubber holds back of an open line. */
const LONGEST_FRAME = 1000;
/** How much of a line is looked at behind its frame. */
const LOOKAHEAD = 64;
/** The fewest characters of the first line of a key. All lines but the last have as many. */
const FEWEST_CHARACTERS = 24;
/** So many characters of base64 in the place of a key are one, whatever stands behind them. */
const SURELY_KEY = 40;

/** What a log writes around each line of a key: such as a time, or JSON. */
export interface LineFrame {
  readonly before: string;
  readonly behind: string;
}

/** The frame of the first line of a key, given where its mark begins and ends, and where the next line begins. Undefined if it has none. */
export function frameOf(
  window: TextWindow,
  start: number,
  end: number,
): (LineFrame & { readonly nextLine: number }) | undefined {
  const before = window.text.slice(Math.max(0, start - LONGEST_FRAME), start);
  const lineStart = before.lastIndexOf("\n") + 1;
  // The line may begin before the window.
  if ((lineStart === 0 && window.base + start >= LONGEST_FRAME) || before.slice(lineStart).trim() === "")
    return undefined;
  const behind = lineAt(window, end, LONGEST_FRAME);
  if (window.at(end + behind.length) !== Character.NEWLINE) return undefined;
  return { before: before.slice(lineStart), behind, nextLine: end + behind.length + 1 };
}

/** Whether the line at an offset has a frame, and whether it is one that a private key begins with. */
export function framedLine(window: TextWindow, start: number, frame: LineFrame): "key" | "other" | undefined {
  const { kind, length } = readLine(window, start, frame, FEWEST_CHARACTERS);
  if (kind !== "other") return "key";
  return length > 0 ? "other" : undefined;
}

/** The lines of a private key that have something around them, which stays. Only what is between is replaced. */
export class PrefixedPemValue implements ScrubbedValue {
  readonly #frame: LineFrame;
  #state: "line" | "content" | "rest" = "line";
  /** The number of characters in each line, once it is known. */
  #width: number | undefined;
  /** How much of the content of a line was read. */
  #length = 0;
  /** The fewest characters of the next line. */
  #fewest = FEWEST_CHARACTERS;

  constructor(frame: LineFrame) {
    this.#frame = frame;
  }

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    for (let at = start; ; ) {
      if (this.#state === "line") {
        const line = readLine(window, at, this.#frame, this.#fewest);
        if (window.isStarved) return suspended(window, at);
        if (line.kind === "other") return { end: at, state: "closed" };
        output.keep(window, at, at + line.length);
        at += line.length;
        if (line.kind === "content") {
          if (this.#width === undefined) writeMarker(output);
          else output.write(STRIPPED);
        }
        this.#state = line.kind === "content" ? "content" : "rest";
        this.#length = 0;
      }
      const from = at;
      while (this.#state === "content" && isBase64(window.at(at))) at++;
      this.#length += at - from;
      if (window.isStarved) return suspended(window, at);
      if (this.#state === "content") {
        // Only the last line is shorter than the first. Behind it stand other words.
        this.#width ??= this.#length;
        this.#fewest = this.#length < this.#width ? FEWEST_CHARACTERS : 1;
        this.#state = "rest";
      }
      const rest = at;
      while (window.at(at) !== Character.NEWLINE && window.at(at) !== END) at++;
      if (window.at(at) === END) {
        output.keep(window, rest, at);
        return suspended(window, at);
      }
      at++;
      output.keep(window, rest, at);
      this.#state = "line";
    }
  }
}

/** What a line is, and how much of it stands before the content of the key, if it has the frame of the first line. */
interface PemLine {
  readonly kind: "content" | "open" | "other";
  readonly length: number;
}

const OTHER: PemLine = { kind: "other", length: 0 };
/** `Proc-Type: 4,ENCRYPTED`. */
const HEADER = /^[A-Z][A-Za-z-]+: /;

/** @param fewest the fewest characters of a key. */
function readLine(window: TextWindow, start: number, { before, behind }: LineFrame, fewest: number): PemLine {
  const line = lineAt(window, start, before.length + behind.length + LOOKAHEAD + SURELY_KEY);
  let length = framedLength(before, line);
  const isWhole = length === before.length;
  // A line of the key may begin as the text before it would go on.
  if (!isWhole || /[A-Za-z\d]$/.test(before))
    while (length > 0 && /[A-Za-z\d+/]/.test(line.charAt(length - 1))) length--;
  if (line.slice(0, length).trim() === "") return OTHER;
  const content = line.slice(length);
  const key = /^[A-Za-z\d+/=]*/.exec(content)?.[0] ?? "";
  if (key.length >= SURELY_KEY) return { kind: "content", length };
  const isFramed = isBehind(behind, content.slice(key.length));
  if (isFramed && key.length >= fewest) return { kind: "content", length };
  if ((isFramed && key === "") || HEADER.test(content) || content.startsWith(STRIPPED))
    return { kind: "open", length };
  return isWhole ? { kind: "other", length } : OTHER;
}

/** The text of a line from an offset on, to its end, or a part of it. */
function lineAt(window: TextWindow, start: number, longest: number): string {
  let end = start;
  while (end < start + longest && window.at(end) !== Character.NEWLINE && window.at(end) !== END) end++;
  return window.text.slice(start, end);
}

/** Whether a text begins as what stands behind the first line does. */
function isBehind(behind: string, text: string): boolean {
  if (behind.trim() === "") return text.trim() === "";
  return framedLength(behind, text) >= Math.min(behind.length, FEWEST_FRAMED);
}

const FEWEST_FRAMED = 4;

/**
 * How much of a line looks like a text. Numbers and the widths of spaces may differ: times do. grep writes `-` before a line that only
 * stands near what it found.
 */
function framedLength(frame: string, line: string): number {
  let at = 0;
  for (let index = 0; index < frame.length && at < line.length; ) {
    const [one, other] = [frame.charAt(index), line.charAt(at)];
    const run = isDigitText(one) ? isDigitText : isSpace(one) ? isSpace : undefined;
    if (run?.(other)) {
      while (run(frame.charAt(index))) index++;
      while (run(line.charAt(at))) at++;
    } else if (one === other || (one === ":" && other === "-")) {
      index++;
      at++;
    } else break;
  }
  return at;
}

function isDigitText(text: string): boolean {
  return isDigit(text.charCodeAt(0));
}

function isSpace(text: string): boolean {
  return text === " " || text === "\t";
}

function isBase64(code: number): boolean {
  return BASE64.test(String.fromCharCode(code));
}

const BASE64 = /[A-Za-z\d+/=]/;
