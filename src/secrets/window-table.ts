import { nextKey, WINDOW } from "./window.js";

const NONE = -1;
const SMALLEST = 64;
const LARGEST = 2 ** 22;
/** Slots that stay when all entries are gone: the next call brings new ones. */
const KEPT = 2 ** 12;
/** Slots for each entry: so few are taken that most windows of a text are done with at the first look. */
const ROOM = 8;

/**
 * Finds the windows of a text that belong to something sought, in one pass. A hash table of window keys with a chain for
 * each slot, in typed arrays: adding and removing an entry takes constant time and makes nothing anew. Chains are linked
 * both ways, because they get long: tokens of one issuer begin alike, however many are held.
 */
export class WindowTable<T> {
  #heads: Int32Array;
  /** By which the hash of a key is shifted to become a slot. */
  #shift: number;
  #keys = new Int32Array(SMALLEST);
  #next = new Int32Array(SMALLEST);
  #previous = new Int32Array(SMALLEST);
  readonly #owners: (T | undefined)[] = [];
  readonly #details: number[] = [];
  #free = NONE;
  #size = 0;

  constructor() {
    this.#heads = new Int32Array(SMALLEST).fill(NONE);
    this.#shift = 32 - Math.log2(SMALLEST);
  }

  /** How many entries there are. */
  get size(): number {
    return this.#size;
  }

  /** Adds an entry; its number is for {@link remove}. */
  add(key: number, owner: T, detail: number): number {
    let entry = this.#free;
    if (entry === NONE) {
      entry = this.#owners.length;
      if (entry === this.#keys.length) this.#enlarge();
    } else this.#free = this.#at(this.#next, entry);
    this.#keys[entry] = key;
    this.#owners[entry] = owner;
    this.#details[entry] = detail;
    this.#link(entry);
    this.#size++;
    if (this.#size * ROOM > this.#heads.length && this.#heads.length < LARGEST) this.#spread();
    return entry;
  }

  remove(entry: number): void {
    const after = this.#at(this.#next, entry);
    const before = this.#at(this.#previous, entry);
    if (before === NONE) this.#heads[this.#slot(this.#at(this.#keys, entry))] = after;
    else this.#next[before] = after;
    if (after !== NONE) this.#previous[after] = before;
    this.#owners[entry] = undefined;
    this.#next[entry] = this.#free;
    this.#free = entry;
    this.#size--;
    if (this.#size === 0) this.#clear();
  }

  /** Gives back the memory that many entries took. */
  #clear(): void {
    this.#free = NONE;
    this.#owners.length = 0;
    this.#details.length = 0;
    if (this.#heads.length <= KEPT) return;
    this.#heads = new Int32Array(SMALLEST).fill(NONE);
    this.#shift = 32 - Math.log2(SMALLEST);
    this.#keys = new Int32Array(SMALLEST);
    this.#next = new Int32Array(SMALLEST);
  }

  /** Calls back for every entry whose window stands in the text, with the offset at which it begins. */
  scan(text: string, found: (owner: T, detail: number, position: number) => void): void {
    const { length } = text;
    const heads = this.#heads;
    const keys = this.#keys;
    const shift = this.#shift;
    let key = 0;
    for (let index = 0; index < length; index++) {
      key = nextKey(key, text.charCodeAt(index));
      let entry = heads[Math.imul(key, HASH) >>> shift] ?? NONE;
      if (entry === NONE || index < WINDOW - 1) continue;
      for (; entry !== NONE; entry = this.#at(this.#next, entry)) {
        if (keys[entry] !== key) continue;
        const owner = this.#owners[entry];
        if (owner !== undefined) found(owner, this.#details[entry] ?? 0, index - WINDOW + 1);
      }
    }
  }

  #at(array: Int32Array, index: number): number {
    return array[index] ?? NONE;
  }

  #slot(key: number): number {
    return Math.imul(key, HASH) >>> this.#shift;
  }

  #link(entry: number): void {
    const slot = this.#slot(this.#at(this.#keys, entry));
    const after = this.#at(this.#heads, slot);
    this.#next[entry] = after;
    this.#previous[entry] = NONE;
    if (after !== NONE) this.#previous[after] = entry;
    this.#heads[slot] = entry;
  }

  #enlarge(): void {
    const keys = new Int32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const next = new Int32Array(keys.length);
    next.set(this.#next);
    this.#next = next;
    const previous = new Int32Array(keys.length);
    previous.set(this.#previous);
    this.#previous = previous;
  }

  /** Spreads the entries over four times as many slots. */
  #spread(): void {
    this.#heads = new Int32Array(this.#heads.length * 4).fill(NONE);
    this.#shift -= 2;
    for (const [entry, owner] of this.#owners.entries()) {
      if (owner !== undefined) this.#link(entry);
    }
  }
}

/** 2^32 divided by the golden ratio: Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4). */
const HASH = 0x9e3779b1;
