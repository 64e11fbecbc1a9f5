import type { WireCursor } from "./wire-cursor.js";

/** A map key that came before. */
interface KnownKey {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly fate: ValueFate;
  /** The key that followed it the last time. */
  next: KnownKey | undefined;
}

/** What becomes of the value under a key: a secret one is skipped, or read to be described. */
export type ValueFate = "open" | "skipped" | "described";

/** A key that was read. */
export interface WireKey {
  readonly text: string;
  readonly fate: ValueFate;
}

// Longer ones are data rather than names, and may be credentials, which are not kept.
const LONGEST_KEY = 64;
// Enough for all volumes of a driver, little enough that hostile keys cannot fill the memory.
const MOST_KEYS = 512;

/**
 * Reads the string keys of a map field. The same keys come again and again, in the same order: so the key that followed
 * the last one is compared with the bytes first, which takes a quarter of the time of decoding and judging it anew
 * (measured).
 */
export class WireKeys {
  readonly #validatesUtf8: boolean;
  readonly #fateOf: (key: string) => ValueFate;
  readonly #known = new Map<string, KnownKey>();
  #last: KnownKey | undefined;

  /** @param validatesUtf8 whether a key with invalid UTF-8 is malformed. */
  constructor(validatesUtf8: boolean, fateOf: (key: string) => ValueFate) {
    this.#validatesUtf8 = validatesUtf8;
    this.#fateOf = fateOf;
  }

  /** Reads a key; the cursor stands behind its tag. */
  read(cursor: WireCursor): WireKey {
    const expected = this.#last?.next;
    if (expected !== undefined && cursor.skipIfEqual(expected.bytes)) {
      this.#last = expected;
      return expected;
    }
    const text = cursor.text(this.#validatesUtf8);
    const known = this.#known.get(text);
    if (known !== undefined) return this.#follow(known);
    const fate = this.#fateOf(text);
    const bytes = new TextEncoder().encode(text);
    if (bytes.length > LONGEST_KEY || text.includes("\ufffd")) return { text, fate };
    if (this.#known.size >= MOST_KEYS) this.#known.clear();
    const made: KnownKey = { text, bytes, fate, next: undefined };
    this.#known.set(text, made);
    return this.#follow(made);
  }

  #follow(key: KnownKey): KnownKey {
    if (this.#last !== undefined) this.#last.next = key;
    this.#last = key;
    return key;
  }
}
