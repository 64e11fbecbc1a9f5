import type { ByteParts } from "./byte-parts.js";
import { OddBytesError } from "./odd-bytes-error.js";

/**
 * The hidden fields of a message, which are written once each, behind all other fields. So neither their number nor their
 * place shows how often they occurred. A slot is the index of a field in the plan.
 */
export class LateFields {
  // Created on first use, because most messages have no secret field.
  #fields: Map<number, ByteParts> | undefined;
  #messages: number[] | undefined;

  /** Writes a field. */
  set(slot: number, bytes: ByteParts): void {
    this.#fields ??= new Map();
    this.#fields.set(slot, bytes);
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
    if (this.#messages === undefined) this.#messages = [slot];
    else if (this.#messages.includes(slot)) throw new OddBytesError();
    else this.#messages.push(slot);
  }

  /** Adds the fields in the order of their slots. */
  addTo(parts: ByteParts): void {
    if (this.#fields === undefined) return;
    for (const [, bytes] of [...this.#fields].sort(([a], [b]) => a - b)) parts.addAll(bytes);
  }
}
