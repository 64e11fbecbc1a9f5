import { type OptionNames, readOptions } from "../options/read-options.js";
import { type FoundValue, LOOKBEHIND } from "./finder.js";
import { FinderTable } from "./finder-table.js";
import { createFinders } from "./finders.js";
import type { Seam } from "./joined-lines.js";
import { keepingLast } from "./keeping-last.js";
import { PartialLines } from "./partial-lines.js";
import { PatternSearch } from "./pattern-search.js";
import { NOWHERE, Pieces, type ScrubbedValue, writeMarker } from "./scrubbed-value.js";
import { Character, TextWindow } from "./text-window.js";

/** More keys to search for, in addition to the names that are always searched for. */
export interface ScrubOptions {
  /** More keys whose values are secret, such as `node.session.auth.password`. Default: none. */
  readonly keys?: readonly string[];
}

const OPTIONS: OptionNames<ScrubOptions> = { keys: true };

/** Scrubbers share it: a search holds nothing of a log. */
const patternSearch = keepingLast((patterns) => new PatternSearch(patterns));

/** The number of values that were replaced, by their kind. */
export type Findings = ReadonlyMap<string, number>;

/** A value that is being read, and whether its content is dropped. */
interface Reading {
  readonly value: ScrubbedValue;
  readonly isHidden: boolean;
}

/**
 * Replaces the secrets in a log that was written without a sanitizer, and passes every other byte on unchanged. The
 * result does not depend on how the log is cut into chunks. Holds back only bytes that may belong to a secret: a few
 * kilobytes, however long lines and values are.
 *
 * @example
 * ```ts
 * const scrubber = new LogScrubber();
 * for await (const chunk of log) out.write(scrubber.push(chunk));
 * out.write(scrubber.end());
 * ```
 */
export class LogScrubber {
  readonly #finders: FinderTable;
  readonly #matches: PatternSearch;
  readonly #findings = new Map<string, number>();
  #finding = "";
  readonly #lines = new PartialLines();
  readonly #output = new Pieces(() =>
    this.#findings.set(this.#finding, (this.#findings.get(this.#finding) ?? 0) + 1),
  );
  /** The last bytes that were read: the next chunk is read together with them. */
  #rest: Buffer = Buffer.alloc(0);
  /** The offset of the rest in the log. */
  #base = 0;
  /** The offset in the log of the line that the rest begins in. */
  #firstLine = 0;
  /** How many bytes of the rest were passed on already. */
  #done = 0;
  /** The offset in the rest at which to search on. */
  #from = 0;
  #reading: Reading | undefined;

  constructor(options: ScrubOptions = {}) {
    const { keys = [] } = readOptions("LogScrubber", options, OPTIONS);
    const finders = createFinders(keys);
    this.#finders = new FinderTable(finders);
    this.#matches = patternSearch(finders.map(({ pattern }) => pattern));
  }

  /** How many values were replaced so far. */
  get findings(): Findings {
    return this.#findings;
  }

  /** Takes the next chunk; returns the bytes that can be passed on. */
  push(chunk: Uint8Array): Buffer {
    const { bytes, seams } = this.#lines.push(chunk);
    return this.#take(bytes, seams, false);
  }

  /** Returns the bytes that were held back, at the end of the log. */
  end(): Buffer {
    const { bytes, seams } = this.#lines.end();
    return this.#take(bytes, seams, true);
  }

  #take(bytes: Uint8Array, seams: readonly Seam[], isLast: boolean): Buffer {
    for (const seam of seams) this.#output.addSeam(seam);
    this.#scrub(Buffer.concat([this.#rest, bytes]), isLast);
    return this.#output.take(isLast);
  }

  #scrub(bytes: Buffer, isLast: boolean): void {
    const window = new TextWindow(bytes, isLast, this.#base, this.#firstLine);
    let step: Step = { done: this.#done, from: this.#from, waits: false };
    while (!step.waits) {
      step =
        this.#reading === undefined
          ? this.#search(window, step.done, step.from)
          : this.#readOn(window, step.done, this.#reading);
    }
    const restStart = Math.max(0, Math.min(step.done, step.from - LOOKBEHIND) - 1);
    this.#rest = Buffer.from(bytes.subarray(restStart));
    this.#firstLine = window.lineStart(restStart);
    this.#base += restStart;
    this.#done = step.done - restStart;
    this.#from = step.from - restStart;
  }

  /** Reads on in a secret value. */
  #readOn(window: TextWindow, start: number, { value, isHidden }: Reading): Step {
    const { end, state } = value.read(window, start, isHidden ? NOWHERE : this.#output);
    if (state !== "open") this.#reading = undefined;
    return { done: end, from: end, waits: state === "open" };
  }

  /** Passes open text on, up to the next secret value or the end of the window. */
  #search(window: TextWindow, start: number, first: number): Step {
    let from = first;
    for (let next = first; ; ) {
      const at = this.#matches.next(window, next);
      if (at === undefined) return this.#wait(window, start, searchedEnd(window, from));
      const found = this.#findAt(window, at, start);
      if (window.isStarved) {
        window.isStarved = false;
        return this.#wait(window, start, at);
      }
      if (typeof found === "object") {
        this.#output.keep(window, start, found.start);
        this.#finding = found.finding;
        if (found.quotes !== undefined) writeMarker(this.#output, found.quotes);
        this.#reading = { value: found.value, isHidden: found.quotes !== undefined };
        return { done: found.start, from: found.start, waits: false };
      }
      // If there is no match, its rest may be on its way.
      if (found !== undefined) from = found;
      next = found ?? at + 1;
    }
  }

  /** Passes on what was searched, but for the end of an open line: a secret in it may be known by what follows. */
  #wait(window: TextWindow, start: number, from: number): Step {
    let done = window.bytes.length;
    if (!window.isLast || from < done)
      done = Math.min(from, Math.max(start, lastLineStart(window, from - LOOKBEHIND, from)));
    this.#output.keep(window, start, done);
    return { done, from, waits: true };
  }

  /** The secret at a place where a match may begin, or where to search on; undefined if there is no match. */
  #findAt(window: TextWindow, start: number, earliest: number): FoundValue | number | undefined {
    let next: number | undefined;
    for (const { pattern, finders } of this.#finders.get(window.at(start), window.bytes[start + 1])) {
      pattern.lastIndex = start;
      if (!pattern.test(window.text)) continue;
      const end = pattern.lastIndex;
      for (const finder of finders) {
        const found = finder.find(window, start, end);
        if (window.isStarved) return start;
        if (typeof found === "number") next = Math.max(next ?? 0, found);
        else if (found.start >= earliest) return found;
        else next = Math.max(next ?? 0, start + 1);
      }
    }
    return next;
  }
}

/** The offsets up to which the log was passed on and searched, and whether the next step needs more of the log. */
interface Step {
  readonly done: number;
  readonly from: number;
  readonly waits: boolean;
}

// No pattern matches more text than this in one line.
const LONGEST_MATCH = 512;

/** The offset up to which the text holds no match. A match may begin at the end of the window, but it never spans two lines. */
function searchedEnd(window: TextWindow, from: number): number {
  const { length } = window.bytes;
  return window.isLast ? length : Math.max(from, lastLineStart(window, length - LONGEST_MATCH, length));
}

/** Where the last line begins between two offsets; the first of them if none does. */
function lastLineStart({ bytes }: TextWindow, first: number, end: number): number {
  const start = Math.max(0, first);
  const newline = bytes.subarray(start, end).lastIndexOf(Character.NEWLINE);
  return newline === -1 ? start : start + newline + 1;
}
