import type { ByteParts } from "./byte-parts.js";
import { OddBytesError } from "./odd-bytes-error.js";

/**
 * What is written behind all other fields of a message: the fields of which nothing is shown but that they are set. So
 * neither their number nor their place tells how often they were there. Fields go by their slots: their places among the
 * fields of the type.
 */
export class LateFields {
  // Made when needed: most messages have no secret field.
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

  /** Takes back what was written for fields: they are not set after all. */
  clear(slots: readonly number[]): void {
    if (this.#fields === undefined) return;
    for (const slot of slots) this.#fields.delete(slot);
  }

  /**
   * Notes that a singular field with an open message comes now.
   *
   * @throws {OddBytesError} if it came before: the two are parts of one message, and what they hold shows only together.
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
