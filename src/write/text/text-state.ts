import type { MessagePlan } from "../../plan/compiled.js";
import { Path } from "../../plan/path.js";

/** The state of one rendering, except its depth. Each call has its own object, so that calls may nest. */
export class TextState {
  /** The number of characters that may still be printed. It is negative if a key took more than that. Then nothing fits. */
  left: number;
  /** Whether the output limit was reached. Then the writers only close what is open. */
  cut = false;
  // Created on first use, because most types are not recursive.
  #path: Path | undefined;

  /** @param left the number of characters that may be printed. */
  constructor(left: number) {
    this.left = left;
  }

  /** Takes room for a text. If there is not enough room, the output is cut here. */
  take(length: number): boolean {
    if (length > this.left) {
      this.cut = true;
      return false;
    }
    this.left -= length;
    return true;
  }

  /** Begins a message of a recursive type. Returns false if it is inside itself, and must not be printed: see {@link Path}. */
  enter(plan: MessagePlan, message: unknown): boolean {
    this.#path ??= new Path();
    return this.#path.enter(plan, message) === "new";
  }

  /** Ends what the last {@link enter} began. */
  leave(): void {
    this.#path?.leave();
  }
}

/**
 * Prints a value, or a note in its place. It appends to `out`, and returns the result. It returns `out` unchanged only if the
 * output was cut before the value.
 *
 * All printers append to the same text, and never build a text of their own. A rope that grows only at its end takes half the
 * memory, and half the time to read, of a rope that is a tree (measured: lists of messages print in half the time).
 *
 * @param depth the depth of the message that holds the value. It is 1 in the outermost message, and 0 for that message itself.
 */
export type PrintValue = (out: string, value: unknown, depth: number, state: TextState) => string;

/**
 * Prints an opening (the key of a field) and a value behind it. Prints neither if the value is an empty list or map, or if the
 * output was cut before it.
 */
export type PrintContent = (
  out: string,
  opening: string,
  value: unknown,
  depth: number,
  state: TextState,
) => string;

/**
 * Prints a field that is set: its key and its value, with the brace or comma before them. Prints nothing if the value is an
 * empty list or map, or if the output was cut before it.
 */
export type PrintField = (
  out: string,
  isFirst: boolean,
  value: unknown,
  depth: number,
  state: TextState,
) => string;
