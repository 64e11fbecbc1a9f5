import { isOpen } from "./looks.js";

/** Most parts of one value. */
const MOST_PARTS = 512;
/** Documents in documents may have this many characters in all, for each character of the value, and a few more. */
const READS_PER_CHARACTER = 16;
const FEWEST_READS = 65_536;

/** Quotes and brackets around a text. */
const AROUND = /^["'`{[]+|["'`}\]]+$/g;

/** The parts of a value that are secret by themselves, and how much may still be read to find more of them. */
export class FoundParts {
  readonly texts: string[] = [];
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

  /**
   * Adds a part as it stands there and as the programs that read it understand it: without white space and quotes around
   * it, without percent-encoding, backslashes and doubled commas.
   */
  addWritten(text: string): void {
    const trimmed = text.trim();
    if (isOpen(trimmed)) return;
    this.add(text);
    for (const one of [trimmed, trimmed.replace(AROUND, "").trim()]) {
      for (const read of [one, unescaped(one), one.replace(/([,'"}])\1/g, "$1"), ...percentDecoded(one)])
        this.add(read.trim());
    }
  }
}

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
