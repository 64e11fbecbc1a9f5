import { type OptionNames, readOptions } from "../options/read-options.js";
import { JWT_START } from "../policy/jwt.js";
import { JwtValue, searchJwt } from "./jwt-value.js";
import { type NamedValue, namedValue } from "./named-value.js";
import { CSI_NAMES, keyName, LOOKBEHIND, nameEnd, type ScrubName } from "./scrub-name.js";
import { NOWHERE, Pieces, type ScrubbedValue, writeMarker } from "./scrubbed-value.js";
import { TextWindow } from "./text-window.js";

/** More keys to search for, in addition to the names that are always searched for. */
export interface ScrubOptions {
  /** More keys whose values are secret, such as `node.session.auth.password`. Default: none. */
  readonly keys?: readonly string[];
}

const OPTIONS: OptionNames<ScrubOptions> = { keys: true };

/** The number of values that were replaced, by their kind. */
export type Findings = ReadonlyMap<string, number>;

const JWT_FINDING = "JSON Web Tokens";
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
  readonly #names: ReadonlyMap<string, ScrubName>;
  readonly #anchor: RegExp;
  readonly #longestAnchor: number;
  readonly #findings = new Map<string, number>();
  #finding = JWT_FINDING;
  readonly #output = new Pieces(() =>
    this.#findings.set(this.#finding, (this.#findings.get(this.#finding) ?? 0) + 1),
  );
  /** The last bytes that were read: the next chunk is read together with them. */
  #rest: Buffer = Buffer.alloc(0);
  /** How many bytes of the rest were passed on already. */
  #done = 0;
  #reading: Reading | undefined;

  constructor(options: ScrubOptions = {}) {
    const { keys = [] } = readOptions("LogScrubber", options, OPTIONS);
    const names = [...CSI_NAMES, ...keys.map(keyName)];
    this.#names = new Map(names.map((name) => [latin1(name.text), name]));
    // The longest name first: one name may be the start of another.
    const texts = [...this.#names.keys()].sort((a, b) => b.length - a.length);
    this.#anchor = new RegExp([...texts.map(escapeRegExp), JWT_START].join("|"), "g");
    this.#longestAnchor = Math.max(...texts.map((text) => text.length));
  }

  /** How many values were replaced so far. */
  get findings(): Findings {
    return this.#findings;
  }

  /** Takes the next chunk; returns the bytes that can be passed on. */
  push(chunk: Uint8Array): Buffer {
    this.#scrub(Buffer.concat([this.#rest, chunk]), false);
    return this.#output.take();
  }

  /** Returns the bytes that were held back, at the end of the log. */
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

  /** Passes open text on, up to the next secret value or the end of the window. */
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

  /** The offset up to which the text holds no name. A name may begin at the end of the window, but it never spans two lines. */
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

/** The offset up to which the log was read, and whether the next step needs more of the log. */
interface Step {
  readonly end: number;
  readonly waits: boolean;
}

interface FoundValue extends NamedValue {
  readonly finding: string;
}

function latin1(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** How to scrub a whole log. */
export interface ScrubLogOptions extends ScrubOptions {
  /** Takes the clean log in pieces; returns whether it wants more. Default: the clean log is dropped. */
  readonly write?: (piece: Buffer) => Promise<boolean>;
  /** Called with the number of bytes of each chunk. */
  readonly onBytes?: (count: number) => void;
}

/** The result of scrubbing a whole log. */
export interface ScrubReport {
  readonly findings: Findings;
  /** Whether the log was read to its end; false if `write` wanted no more. */
  readonly isComplete: boolean;
}

/** Scrubs a log to its end. Throws what reading or writing throws. */
export async function scrubLog(
  log: AsyncIterable<Uint8Array>,
  { keys = [], write = dropped, onBytes }: ScrubLogOptions,
): Promise<ScrubReport> {
  const scrubber = new LogScrubber({ keys });
  const { findings } = scrubber;
  for await (const chunk of log) {
    if (!(await write(scrubber.push(chunk)))) return { findings, isComplete: false };
    onBytes?.(chunk.length);
  }
  return { findings, isComplete: await write(scrubber.end()) };
}

async function dropped(): Promise<boolean> {
  return true;
}
