/** Larger maps look up their keys in a `Map`. Smaller maps compare keys one by one, in a third of the memory and time. */
const FEW = 16;

// A longer key is data rather than a name. It may be a credential, so it is not kept as a guess for other maps.
const LONGEST_EXPECTED = 64;

/** The entries of a map in wire bytes. Keys are ProtoJSON texts, in the order of their first occurrence. */
export class WireEntries {
  /** The values, in the order of {@link keys}. The list may be longer than the keys. */
  readonly values: unknown[];
  #size = 0;
  #keys: string[];
  /** Whether the list of keys belongs to another map, too. Then it must not change. */
  #isShared = true;
  #areExpected = true;
  #places: Map<string, number> | undefined;

  /**
   * @param expected keys of the previous map, used as a guess. The list must be append-only. While the guess is right, this map
   *   needs no list of its own, which saves a fifth of the memory if many messages have small maps (measured).
   */
  constructor(expected: string[] = []) {
    this.#keys = expected;
    // An array that grows by one item allocates room for 17.
    this.values = new Array(Math.min(expected.length, FEW));
  }

  get size(): number {
    return this.#size;
  }

  /** The guess for the next map: the keys of this map. Undefined if they are many or long. */
  get expected(): string[] | undefined {
    return this.#areExpected ? this.#keys : undefined;
  }

  get keys(): readonly string[] {
    // This map has fewer keys than its guess.
    if (this.#keys.length > this.#size) this.#own(this.#size);
    return this.#keys;
  }

  /** Sets the value of a key. If a key comes twice, the last value counts. */
  set(key: string, value: unknown): void {
    this.values[this.place(key)] = value;
  }

  /** The index of a key's value in {@link values}. A new key gets the next index. */
  place(key: string): number {
    if (this.#isShared) {
      if (this.#keys[this.#size] === key) return this.#size++;
      this.#own(Math.min(this.#keys.length, FEW));
    }
    const place = this.#placeOf(key);
    if (place !== -1) return place;
    this.#areExpected &&= this.#size < FEW && key.length <= LONGEST_EXPECTED;
    this.#places?.set(key, this.#size);
    this.#keys[this.#size] = key;
    return this.#size++;
  }

  /** The value of a key; undefined if there is none. */
  get(key: string): unknown {
    return this.values[this.#placeOf(key)];
  }

  #placeOf(key: string): number {
    if (this.#size > FEW) {
      this.#places ??= new Map(this.keys.map((one, place) => [one, place]));
      return this.#places.get(key) ?? -1;
    }
    for (let place = 0; place < this.#size; place++) {
      if (this.#keys[place] === key) return place;
    }
    return -1;
  }

  /** Makes an own list of keys with this length. */
  #own(room: number): void {
    const own: string[] = new Array(room);
    for (let place = 0; place < this.#size; place++) own[place] = this.#keys[place] ?? "";
    this.#keys = own;
    this.#isShared = false;
  }
}
