/** Shorter parts are copied at once, because a view of a short part takes more memory than its bytes. */
const SHORT = 64;
/** Room for the first short parts. */
const FIRST_ROOM = 32;

/**
 * A list of spans of other bytes, and of new bytes between them. Long spans are copied only once, at the end. So a message
 * with few changes costs little more than one copy.
 */
export class ByteParts {
  /** Undefined while all bytes are in the tail. */
  #parts: (Uint8Array | ByteParts)[] | undefined;
  /** Copies of the short parts that were added last, with free room behind them. */
  #tail: Uint8Array | undefined;
  #tailLength = 0;
  #length = 0;

  /** @param part the first bytes. Default: none. */
  constructor(part?: Uint8Array) {
    if (part !== undefined) this.add(part);
  }

  /** The number of bytes. */
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
    if (length < SHORT) {
      const tail = this.#room(length);
      const to = this.#tailLength - length;
      for (let index = 0; index < length; index++) tail[to + index] = bytes[start + index] ?? 0;
    } else this.#push(bytes.subarray(start, end));
  }

  /** Adds all other parts. Nothing may be added to them afterwards. */
  addAll(other: ByteParts): void {
    const { length } = other;
    if (length < SHORT) {
      const tail = this.#room(length);
      other.#writeTo(tail, this.#tailLength - length);
    } else this.#push(other);
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
    for (; rest > 0x7f; rest >>>= 7) this.#addByte((rest & 0x7f) | 0x80);
    this.#addByte(rest);
  }

  #addByte(byte: number): void {
    this.#room(1)[this.#tailLength - 1] = byte;
  }

  /** Makes room for this number of bytes at the end of the tail, and counts them. */
  #room(length: number): Uint8Array {
    const needed = this.#tailLength + length;
    let tail = this.#tail;
    if (tail === undefined || tail.length < needed) {
      const larger = new Uint8Array(Math.max(needed, FIRST_ROOM, 2 * (tail?.length ?? 0)));
      if (tail !== undefined) larger.set(tail);
      tail = larger;
      this.#tail = tail;
    }
    this.#tailLength = needed;
    this.#length += length;
    return tail;
  }

  #push(part: Uint8Array | ByteParts): void {
    this.#parts ??= [];
    if (this.#tailLength > 0 && this.#tail !== undefined) {
      this.#parts.push(this.#tail.subarray(0, this.#tailLength));
      this.#tail = undefined;
      this.#tailLength = 0;
    }
    this.#parts.push(part);
    this.#length += part.length;
  }

  #writeTo(target: Uint8Array, offset: number): void {
    let position = offset;
    for (const part of this.#parts ?? []) {
      if (part instanceof ByteParts) part.#writeTo(target, position);
      else target.set(part, position);
      position += part.length;
    }
    for (let index = 0; index < this.#tailLength; index++) target[position++] = this.#tail?.[index] ?? 0;
  }
}
