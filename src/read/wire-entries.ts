/** From here on keys are looked up; before, they are compared one by one, which takes a third of the memory and time. */
const FEW = 16;

/** The entries of a map as wire bytes have them: keys as ProtoJSON texts, in the order in which they came first. */
export class WireEntries {
  readonly #keys: string[];
  readonly #values: unknown[];
  #size = 0;
  #places: Map<string, number> | undefined;

  /**
   * @param expected how many entries there will probably be: arrays that grow one by one take room for 17 at once, which
   *   is most of the memory where many messages have small maps (measured).
   */
  constructor(expected: number) {
    const room = Math.min(expected, FEW);
    this.#keys = new Array(room);
    this.#values = new Array(room);
  }

  get size(): number {
    return this.#size;
  }

  get keys(): readonly string[] {
    // Fewer than expected.
    if (this.#keys.length > this.#size) this.#keys.length = this.#size;
    return this.#keys;
  }

  /** The value under the key at the same place. */
  valueAt(place: number): unknown {
    return this.#values[place];
  }

  /** Sets the value of a key: of one that comes twice, the last counts. */
  set(key: string, value: unknown): void {
    const place = this.#placeOf(key);
    if (place !== -1) {
      this.#values[place] = value;
      return;
    }
    this.#places?.set(key, this.#size);
    this.#keys[this.#size] = key;
    this.#values[this.#size] = value;
    this.#size++;
  }

  /** The value of a key; undefined if there is none. */
  get(key: string): unknown {
    return this.#values[this.#placeOf(key)];
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
}
