const SAMPLES = 16;
/** Values of one fingerprint that are compared one by one. What more there are is found by the whole text. */
const MOST_ALIKE = 8;

/** What can be found by a text. */
export interface Keyed {
  readonly value: string;
  /** That of the value: kept, because to look at a long text again takes longer than all else. */
  readonly fingerprint: number;
}

/**
 * A map from texts, which it does not hash from end to end as `Map` does: for the tokens of a call that takes longer than to
 * index them. Of a text a few characters are hashed, and where that is the same the texts are compared.
 */
export class ByText<T extends Keyed> {
  /** By fingerprint: the only item that has it, as nearly all are, or a list. */
  readonly #alike = new Map<number, T | T[]>();
  readonly #crowded = new Map<string, T>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param fingerprint that of the text. */
  get(text: string, fingerprint: number): T | undefined {
    const alike = this.#alike.get(fingerprint);
    const found = Array.isArray(alike) ? alike.find(({ value }) => value === text) : alike;
    if (found?.value === text) return found;
    return this.#crowded.size > 0 ? this.#crowded.get(text) : undefined;
  }

  /** Adds an item whose text is not there yet. */
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

/** A hash of the length and of characters all over a text: all of a short one. FNV-1a, with 30 bits kept. */
export function fingerprintOf(text: string): number {
  const { length } = text;
  let hash = Math.imul(length ^ 0x811c9dc5, FNV_PRIME);
  const step = length <= SAMPLES ? 1 : length / SAMPLES;
  for (let at = length - 1; at >= 0; at -= step)
    hash = Math.imul(hash ^ text.charCodeAt(Math.floor(at)), FNV_PRIME);
  return (hash ^ (hash >>> 16)) & 0x3fffffff;
}

const FNV_PRIME = 0x01000193;
