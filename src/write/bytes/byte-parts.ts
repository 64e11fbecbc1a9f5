/**
 * A list of spans of other bytes, and of new bytes between them. The spans are copied only once, at the end. So a message with
 * few changes costs little more than one copy.
 */
export class ByteParts {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** @param part the first bytes. Default: none. */
  constructor(part?: Uint8Array) {
    if (part !== undefined) this.add(part);
  }

  /** The number of bytes. */
  get length(): number {
    return this.#length;
  }

  /** Adds bytes, without copying them. */
  add(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#length += part.length;
  }

  /** Adds all of other parts. */
  addAll(other: ByteParts): void {
    for (const part of other.#parts) this.#parts.push(part);
    this.#length += other.#length;
  }

  /** Adds integers as varints: a tag, a tag and a length. */
  addVarints(first: number, second?: number): void {
    const bytes: number[] = [];
    pushVarint(bytes, first);
    if (second !== undefined) pushVarint(bytes, second);
    this.add(Uint8Array.from(bytes));
  }

  /** All bytes in one array. */
  joined(): Uint8Array {
    const bytes = new Uint8Array(this.#length);
    let position = 0;
    for (const part of this.#parts) {
      bytes.set(part, position);
      position += part.length;
    }
    return bytes;
  }
}

function pushVarint(bytes: number[], integer: number): void {
  let rest = integer >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}
