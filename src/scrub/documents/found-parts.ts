import { isOpen } from "./looks.js";

/** Most parts of one value. */
const MOST_PARTS = 512;
/** Documents in documents may have this many characters in all, for each character of the value, and a few more. */
const READS_PER_CHARACTER = 16;
const FEWEST_READS = 65_536;

/** What a text has if a program reads anything else than what stands there. */
const READ_OTHERWISE = /[\s"'`{}[\]\\,%+]/;
/** Quotes and brackets around a text. */
const AROUND = /^["'`{[]+|["'`}\]]+$/g;

/** The parts of a value that are secret by themselves, and how much may still be read to find more of them. */
export class FoundParts {
  readonly texts: string[] = [];
  /** Those of the texts that are tokens, and were found in a text. */
  #tokens: string[] | undefined;
  #left: number;

  /** @param length of the value. */
  constructor(length: number) {
    this.#left = FEWEST_READS + length * READS_PER_CHARACTER;
  }

  /** How many characters may still be read. */
  get left(): number {
    return this.#left;
  }

  get isFull(): boolean {
    return this.texts.length >= MOST_PARTS;
  }

  /** Whether a text of this length may be read. It counts as read then. */
  mayRead(length: number): boolean {
    if (this.isFull || this.#left < length) return false;
    this.#left -= length;
    return true;
  }

  /** Adds a part. There are few parts, and a set would hash long texts from end to end. */
  add(text: string): void {
    if (text !== "" && !this.isFull && !this.texts.includes(text)) this.texts.push(text);
  }

  /** Adds a token that stands in a text. */
  addToken(token: string): void {
    this.add(token);
    this.#tokens ??= [];
    if (!this.isFull) this.#tokens.push(token);
  }

  /** Whether a text is one of the tokens. It is compared with a few, which takes far less time than to read it again. */
  hasToken(text: string): boolean {
    return this.#tokens?.includes(text) === true;
  }

  /**
   * Adds a part as it stands there and as the programs that read it understand it: without white space and quotes around
   * it, without percent-encoding, backslashes and doubled commas.
   */
  addWritten(text: string): void {
    const trimmed = text.trim();
    if (isOpen(trimmed)) return;
    this.add(text);
    if (!READ_OTHERWISE.test(text)) return;
    this.#addRead(trimmed);
    const bare = trimmed.replace(AROUND, "").trim();
    if (bare !== trimmed) this.#addRead(bare);
  }

  /** Adds what programs may read. Most texts have few of the characters that matter. */
  #addRead(text: string): void {
    this.add(text);
    if (text.includes("\\")) this.add(unescaped(text).trim());
    if (DOUBLED.test(text)) this.add(text.replaceAll(DOUBLED_EACH, "$1").trim());
    if (PERCENT_OR_PLUS.test(text)) for (const read of percentDecoded(text)) this.add(read.trim());
  }
}

const DOUBLED = /([,'"}])\1/;
const DOUBLED_EACH = new RegExp(DOUBLED, "g");
const PERCENT_OR_PLUS = /[%+]/;

/** A text with its percent-encoded characters decoded, as far as they are valid; with `+` for itself, and for a space. */
export function percentDecoded(text: string): readonly string[] {
  return [text, text.replaceAll("+", " ")].map((one) =>
    one.replace(/(?:%[\da-f]{2})+/gi, (codes) => {
      try {
        return decodeURIComponent(codes);
      } catch {
        return codes;
      }
    }),
  );
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** A text without its backslashes: escapes of JSON, YAML and TOML are decoded, others lose the backslash. */
export function unescaped(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gis, (_, unit, byte, other) =>
    other === undefined
      ? String.fromCharCode(Number.parseInt(unit ?? byte, 16))
      : (ESCAPED.get(other) ?? other),
  );
}
