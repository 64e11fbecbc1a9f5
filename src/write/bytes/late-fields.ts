import { ByteParts } from "./byte-parts.js";
import { OddBytesError } from "./odd-bytes-error.js";

/** Bits of a small integer. */
const BITS = 30;

/**
 * The hidden fields of a message, which are written once each, behind all other fields. So neither their number nor their
 * place shows how often they occurred. A slot is the index of a field in the plan.
 */
export class LateFields {
  // Created on first use, because most messages have no secret field.
  #fields: Map<number, ByteParts> | undefined;
  // A bit for each of the first slots; most types have no more.
  #messages = 0;
  #moreMessages: Set<number> | undefined;

  /** Writes a field. */
  set(slot: number, bytes: ByteParts): void {
    this.#fields ??= new Map();
    this.#fields.set(slot, bytes);
  }

  /** Writes a field, or adds to what is written of it. */
  append(slot: number, bytes: ByteParts): void {
    const before = this.#fields?.get(slot) ?? new ByteParts();
    before.addAll(bytes);
    this.set(slot, before);
  }

  /** Whether a field was {@link set}. */
  has(slot: number): boolean {
    return this.#fields?.has(slot) === true;
  }

  /** Removes fields, which are not set after all. */
  clear(slots: readonly number[]): void {
    if (this.#fields === undefined) return;
    for (const slot of slots) this.#fields.delete(slot);
  }

  /**
   * Records an occurrence of a singular field with an open message.
   *
   * @throws {OddBytesError} if the field came before. Then both are parts of one message, and must be read together.
   */
  meetMessage(slot: number): void {
    if (slot < BITS) {
      const bit = 1 << slot;
      if ((this.#messages & bit) !== 0) throw new OddBytesError();
      this.#messages |= bit;
      return;
    }
    this.#moreMessages ??= new Set();
    if (this.#moreMessages.has(slot)) throw new OddBytesError();
    this.#moreMessages.add(slot);
  }

  /** Adds the fields in the order of their slots. */
  addTo(parts: ByteParts): void {
    if (this.#fields === undefined) return;
    for (const [, bytes] of [...this.#fields].sort(([a], [b]) => a - b)) parts.addAll(bytes);
  }
}
