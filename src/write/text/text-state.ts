import type { MessagePlan } from "../../plan/compiled.js";
import { Path } from "../../plan/path.js";

/** What one rendering keeps count of, beside the depth. One object per call, so that calls may nest. */
export class TextState {
  /** Characters that may still be printed. Below zero where a key took more than there was: nothing fits then. */
  left: number;
  /** Whether the output limit was reached: everything open is closed then, and nothing more is printed. */
  cut = false;
  // Made when needed: most messages are of types that are not recursive.
  #path: Path | undefined;

  /** @param left characters that may be printed. */
  constructor(left: number) {
    this.left = left;
  }

  /** Takes room for a text; if there is not enough, the output is cut here. */
  take(length: number): boolean {
    if (length > this.left) {
      this.cut = true;
      return false;
    }
    this.left -= length;
    return true;
  }

  /** Begins a message of a recursive type; false if it is not printed, because it is inside itself: see {@link Path}. */
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
 * Prints a value, or a note in its place, behind what is printed already, and returns both. Only where the output was
 * cut before the value, `out` comes back as it was.
 *
 * Texts are appended to one that is handed from printer to printer, never put together on their own: a rope that grows
 * at its end alone takes half the memory, and half the time to be read, of one that is a tree (measured: lists of
 * messages print in half the time).
 *
 * @param depth of the message that the value stands in; the outermost message is 1, and stands in none, at 0.
 */
export type PrintValue = (out: string, value: unknown, depth: number, state: TextState) => string;

/**
 * Prints a value behind what opens it: the key of its field. Neither is printed where the value turns out to be an empty
 * list or map, or where the output was cut before it.
 */
export type PrintContent = (
  out: string,
  opening: string,
  value: unknown,
  depth: number,
  state: TextState,
) => string;

/**
 * Prints a field of a message that is set: its key and its value, with the brace or comma that belongs before them.
 * Nothing where it is an empty list or map, or where the output was cut before it.
 */
export type PrintField = (
  out: string,
  isFirst: boolean,
  value: unknown,
  depth: number,
  state: TextState,
) => string;
