import { BinaryWriter } from "@bufbuild/protobuf/wire";

/**
 * Bytes that are put together from spans of other bytes and from new bytes between them. Spans are not copied until the end,
 * so a message of which little changes costs little more than one copy.
 */
export class ByteParts {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** How many bytes there are. */
  get length(): number {
    return this.#length;
  }

  /** Adds bytes, without copying them. */
  add(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#length += part.length;
  }

  /** Adds what a writer writes. */
  write(write: (writer: BinaryWriter) => void): void {
    const writer = new BinaryWriter();
    write(writer);
    this.add(writer.finish());
  }

  /** Adds all of other parts. */
  addAll(other: ByteParts): void {
    for (const part of other.#parts) this.#parts.push(part);
    this.#length += other.#length;
  }

  /** All bytes in one array. */
  joined(): Uint8Array {
    const [only] = this.#parts;
    if (only !== undefined && this.#parts.length === 1) return only.slice();
    const bytes = new Uint8Array(this.#length);
    let position = 0;
    for (const part of this.#parts) {
      bytes.set(part, position);
      position += part.length;
    }
    return bytes;
  }
}
