import { type OptionNames, readOptions } from "../options/read-options.js";
import { JWT_START } from "../policy/jwt.js";
import { isWordCharacter } from "./character.js";
import { JwtValue, searchJwt } from "./jwt-value.js";
import { type NamedValue, namedValue } from "./named-value.js";
import { CSI_NAMES, keyName, type ScrubName } from "./scrub-name.js";
import { NOWHERE, Pieces, writeMarker } from "./scrub-output.js";
import type { ScrubbedValue } from "./scrubbed-value.js";
import { TextWindow } from "./text-window.js";

/** What to look for beside what always is. */
export interface ScrubOptions {
  /** More keys whose values are secret, such as `node.session.auth.password`. Default: none. */
  readonly keys?: readonly string[];
}

const OPTIONS: OptionNames<ScrubOptions> = { keys: true };

/** Number of values that were replaced, by what they were. */
export type Findings = ReadonlyMap<string, number>;

const JWT_FINDING = "JSON Web Tokens";
// How much of the word before a name is looked at, and kept for that, with the character before it.
const LOOKBEHIND = 64;

/** A value that is being read, and whether its inside is passed on. */
interface Reading {
  readonly value: ScrubbedValue;
  readonly isHidden: boolean;
}

/**
 * Replaces the secrets in a log that was written without a sanitizer, and passes every other byte on as it is. What comes
 * out does not depend on how the log is cut into chunks. Holds back no more than may belong to a secret: a few kilobytes,
 * however long lines and values are.
 *
 * @example
 * ```ts
 * const scrubber = new LogScrubber();
 * for await (const chunk of log) out.write(scrubber.push(chunk));
 * out.write(scrubber.end());
 * ```
 */
export class LogScrubber {
  readonly #names: ReadonlyMap<string, ScrubName>;
  readonly #anchor: RegExp;
  readonly #longestAnchor: number;
  readonly #findings = new Map<string, number>();
  #finding = JWT_FINDING;
  readonly #output = new Pieces(() =>
    this.#findings.set(this.#finding, (this.#findings.get(this.#finding) ?? 0) + 1),
  );
  /** What was read last, to be read again before what comes next. */
  #rest: Buffer = Buffer.alloc(0);
  /** Length of what of it was passed on already. */
  #done = 0;
  #reading: Reading | undefined;

  constructor(options: ScrubOptions = {}) {
    const { keys = [] } = readOptions("LogScrubber", options, OPTIONS);
    const names = [...CSI_NAMES, ...keys.map(keyName)];
    this.#names = new Map(names.map((name) => [latin1(name.text), name]));
    // The longest first, where one begins with another.
    const texts = [...this.#names.keys()].sort((a, b) => b.length - a.length);
    this.#anchor = new RegExp([...texts.map(escapeRegExp), JWT_START].join("|"), "g");
    this.#longestAnchor = Math.max(...texts.map((text) => text.length));
  }

  /** What was found so far. */
  get findings(): Findings {
    return this.#findings;
  }

  /** Takes the next chunk; gives what can be passed on. */
  push(chunk: Uint8Array): Buffer {
    this.#scrub(Buffer.concat([this.#rest, chunk]), false);
    return this.#output.take();
  }

  /** Gives what was held back, at the end of the log. */
  end(): Buffer {
    this.#scrub(this.#rest, true);
    return this.#output.take();
  }

  #scrub(bytes: Buffer, isLast: boolean): void {
    const window = new TextWindow(bytes, isLast);
    let step: Step = { end: this.#done, waits: false };
    while (!step.waits) {
      step =
        this.#reading === undefined
          ? this.#search(window, step.end)
          : this.#readOn(window, step.end, this.#reading);
    }
    const restStart = Math.max(0, step.end - LOOKBEHIND - 1);
    this.#rest = Buffer.from(bytes.subarray(restStart));
    this.#done = step.end - restStart;
  }

  /** Reads on in a secret value. */
  #readOn(window: TextWindow, start: number, { value, isHidden }: Reading): Step {
    const { end, state } = value.read(window, start, isHidden ? NOWHERE : this.#output);
    if (state !== "open") this.#reading = undefined;
    return { end, waits: state === "open" };
  }

  /** Passes on what is open, up to the next secret value or the end of what is at hand. */
  #search(window: TextWindow, start: number): Step {
    let from = start;
    for (;;) {
      this.#anchor.lastIndex = from;
      const match = this.#anchor.exec(window.text);
      if (match === null) {
        const end = window.isLast ? window.text.length : this.#searchedEnd(window, start);
        this.#output.keep(window, start, end);
        return { end, waits: true };
      }
      const name = this.#names.get(match[0]);
      const found =
        name === undefined
          ? this.#token(window, match.index)
          : this.#value(window, match.index, match[0].length, name);
      if (window.isStarved) {
        window.isStarved = false;
        this.#output.keep(window, start, match.index);
        return { end: match.index, waits: true };
      }
      if (typeof found !== "number") {
        this.#output.keep(window, start, found.start);
        this.#finding = found.finding;
        if (found.quotes !== undefined) writeMarker(this.#output, found.quotes);
        this.#reading = { value: found.value, isHidden: found.quotes !== undefined };
        return { end: found.start, waits: false };
      }
      from = found;
    }
  }

  /** How far there is nothing: what is searched for may begin at the very end, but goes over no line's end. */
  #searchedEnd(window: TextWindow, start: number): number {
    const lineStart = window.text.lastIndexOf("\n") + 1;
    return Math.max(start, lineStart, window.text.length - this.#longestAnchor + 1);
  }

  /** The token whose header begins at an offset, or where to search on. */
  #token(window: TextWindow, start: number): FoundValue | number {
    const { isToken, end } = searchJwt(window, start);
    if (!isToken) return Math.max(end, start + 1);
    return { start, value: new JwtValue(), finding: JWT_FINDING };
  }

  /** The value of the name at an offset, or where to search on. */
  #value(window: TextWindow, start: number, length: number, name: ScrubName): FoundValue | number {
    const end = nameEnd(window, start, length, name);
    const value = end === undefined ? undefined : namedValue(window, end, name.kind);
    return value === undefined ? start + 1 : { ...value, finding: name.finding };
  }
}

/** How far the log was read, and whether more of it is needed to go on. */
interface Step {
  readonly end: number;
  readonly waits: boolean;
}

interface FoundValue extends NamedValue {
  readonly finding: string;
}

/** The offset behind a name of some length, if it stands there as a word of its own. */
function nameEnd(window: TextWindow, start: number, length: number, name: ScrubName): number | undefined {
  if (!name.mayFollow(wordBefore(window, start))) return undefined;
  const end = start + length;
  for (const suffix of name.suffixes) {
    const offset = end + suffix.length;
    if (window.startsWith(suffix, end) && !isWordCharacter(window.at(offset))) return offset;
  }
  return undefined;
}

/** The part of a word that stands before an offset. Escapes and colours before the word are none of it. */
function wordBefore(window: TextWindow, end: number): string {
  let start = end;
  while (start > Math.max(0, end - LOOKBEHIND) && isWordCharacter(window.at(start - 1))) start--;
  if (start === end) return "";
  const word = window.text.slice(start, end);
  switch (window.text[start - 1]) {
    case "\\":
      return word.replace(/^(?:[nrtbf]|u[0-9a-f]{4}|x[0-9a-f]{2})/i, "");
    case "[":
    case ";":
      return word.replace(/^\d+m/, "");
    default:
      return word;
  }
}

function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
