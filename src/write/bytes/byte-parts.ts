/** Parts that are shorter than this are copied at once: a view of them would take more memory than they do. */
const SHORT = 24;

/**
 * Bytes that are put together from spans of other bytes and from new bytes between them. Long spans are not copied until
 * the end, so a message of which little changes costs little more than one copy.
 */
export class ByteParts {
  /** Undefined while all bytes are in the tail. Short parts are lists of numbers: typed arrays take long to make. */
  #parts: (Uint8Array | ByteParts | readonly number[])[] | undefined;
  /** Bytes that were added last, behind all parts. */
  #tail: number[] = [];
  #length = 0;

  /** @param part the first bytes. Default: none. */
  constructor(part?: Uint8Array) {
    if (part !== undefined) this.add(part);
  }

  /** How many bytes there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds bytes. They must not change before they are {@link joined}. */
  add(bytes: Uint8Array): void {
    this.addSpan(bytes, 0, bytes.length);
  }

  /** Adds a part of other bytes. */
  addSpan(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#length += length;
    if (length >= SHORT) this.#push(bytes.subarray(start, end));
    else for (let index = start; index < end; index++) this.#tail.push(bytes[index] ?? 0);
  }

  /** Adds all of other parts, to which nothing may be added afterwards. */
  addAll(other: ByteParts): void {
    this.#length += other.#length;
    if (other.#length >= SHORT) this.#push(other);
    // Short parts are in no list.
    else for (const byte of other.#tail) this.#tail.push(byte);
  }

  /** Adds integers as varints: a tag, a tag and a length. */
  addVarints(first: number, second?: number): void {
    this.#addVarint(first);
    if (second !== undefined) this.#addVarint(second);
  }

  /** All bytes in one array. */
  joined(): Uint8Array {
    const bytes = new Uint8Array(this.#length);
    this.#writeTo(bytes, 0);
    return bytes;
  }

  #addVarint(integer: number): void {
    let rest = integer >>> 0;
    this.#length++;
    for (; rest > 0x7f; rest >>>= 7) {
      this.#tail.push((rest & 0x7f) | 0x80);
      this.#length++;
    }
    this.#tail.push(rest);
  }

  #push(part: Uint8Array | ByteParts): void {
    this.#parts ??= [];
    if (this.#tail.length > 0) {
      this.#parts.push(this.#tail);
      this.#tail = [];
    }
    this.#parts.push(part);
  }

  #writeTo(target: Uint8Array, offset: number): void {
    let position = offset;
    for (const part of this.#parts ?? []) {
      if (part instanceof ByteParts) part.#writeTo(target, position);
      else target.set(part, position);
      position += part.length;
    }
    for (const byte of this.#tail) target[position++] = byte;
  }
}
