const SAMPLES = 16;
/** So many values of one fingerprint are compared one by one. More are looked up by the whole text. */
const MOST_ALIKE = 8;

/** An item of the map. */
export interface Keyed {
  readonly value: string;
  /** The value's {@link fingerprintOf}. It is kept, because reading a long text again takes longer than everything else. */
  readonly fingerprint: number;
}

/**
 * A map from texts to items. `Map` hashes a text from end to end, which takes longer for the tokens of a call than indexing
 * them. This map hashes a few characters, and compares texts that have the same hash.
 */
export class ByText<T extends Keyed> {
  /** By fingerprint: one item, which is the usual case, or a list of items. */
  readonly #alike = new Map<number, T | T[]>();
  readonly #crowded = new Map<string, T>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The item of a text. @param fingerprint of the text. */
  get(text: string, fingerprint: number): T | undefined {
    const alike = this.#alike.get(fingerprint);
    const found = Array.isArray(alike) ? alike.find(({ value }) => value === text) : alike;
    if (found?.value === text) return found;
    return this.#crowded.size > 0 ? this.#crowded.get(text) : undefined;
  }

  /** Adds an item. There must be no item with its text. */
  add(item: T): void {
    this.#size++;
    const alike = this.#alike.get(item.fingerprint);
    if (alike === undefined) this.#alike.set(item.fingerprint, item);
    else if (!Array.isArray(alike)) this.#alike.set(item.fingerprint, [alike, item]);
    else if (alike.length < MOST_ALIKE) alike.push(item);
    else this.#crowded.set(item.value, item);
  }

  delete(item: T): void {
    const { fingerprint } = item;
    const alike = this.#alike.get(fingerprint);
    if (alike === item) this.#alike.delete(fingerprint);
    else if (Array.isArray(alike) && alike.includes(item)) {
      const others = alike.filter((other) => other !== item);
      if (others.length > 0) this.#alike.set(fingerprint, others);
      else this.#alike.delete(fingerprint);
    } else if (!this.#crowded.delete(item.value)) return;
    this.#size--;
  }
}

/** A hash of a text's length and of characters all over it; for a short text, of all characters. FNV-1a, with 30 bits kept. */
export function fingerprintOf(text: string): number {
  const { length } = text;
  let hash = Math.imul(length ^ 0x811c9dc5, FNV_PRIME);
  const step = length <= SAMPLES ? 1 : length / SAMPLES;
  for (let at = length - 1; at >= 0; at -= step)
    hash = Math.imul(hash ^ text.charCodeAt(Math.floor(at)), FNV_PRIME);
  return (hash ^ (hash >>> 16)) & 0x3fffffff;
}

const FNV_PRIME = 0x01000193;
