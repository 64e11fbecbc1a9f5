/** From here on keys are looked up; before, they are compared one by one, which takes a third of the memory and time. */
const FEW = 16;

// Longer ones are data rather than names, and may be credentials: no other map is made to expect them.
const LONGEST_EXPECTED = 64;

/** The entries of a map as wire bytes have them: keys as ProtoJSON texts, in the order in which they came first. */
export class WireEntries {
  /** The values, each at the place of its key: as many as there are {@link keys}, and room behind them. */
  readonly values: unknown[];
  #size = 0;
  #keys: string[];
  /** Whether the list of keys is that of another map: then nothing is added to it. */
  #isShared = true;
  #areExpected = true;
  #places: Map<string, number> | undefined;

  /**
   * @param expected the keys that will probably come, and to which none is added but at the end. As long as they do come,
   *   no list of keys is made: a fifth of the memory where many messages have small maps (measured).
   */
  constructor(expected: string[] = []) {
    this.#keys = expected;
    // Arrays that grow one by one take room for 17 at once.
    this.values = new Array(Math.min(expected.length, FEW));
  }

  get size(): number {
    return this.#size;
  }

  /** What the next map may expect: the keys of this one, or none if they are many or long. */
  get expected(): string[] | undefined {
    return this.#areExpected ? this.#keys : undefined;
  }

  get keys(): readonly string[] {
    // Fewer than expected.
    if (this.#keys.length > this.#size) this.#own(this.#size);
    return this.#keys;
  }

  /** Sets the value of a key: of one that comes twice, the last counts. */
  set(key: string, value: unknown): void {
    this.values[this.place(key)] = value;
  }

  /** The place of the value of a key among {@link values}: the next one, if it is a new key. */
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

  /** Makes a list of its own, with room for as many keys. */
  #own(room: number): void {
    const own: string[] = new Array(room);
    for (let place = 0; place < this.#size; place++) own[place] = this.#keys[place] ?? "";
    this.#keys = own;
    this.#isShared = false;
  }
}
