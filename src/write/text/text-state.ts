import type { MessagePlan } from "../../plan/compiled.js";

/** What one rendering keeps count of, beside the depth. One object per call, so that calls may nest. */
export class TextState {
  /** Characters that may still be printed. Below zero where a key took more than there was: nothing fits then. */
  left: number;
  /** Whether the output limit was reached: everything open is closed then, and nothing more is printed. */
  cut = false;
  // Made where they are needed: most messages are of no recursive type.
  #messages: unknown[] | undefined;
  #plans: MessagePlan[] | undefined;
  #afterCycle: Map<MessagePlan, Set<unknown>> | undefined;

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

  /**
   * Begins a message of a recursive type; false if it is being printed already, inside itself. The plan counts, too:
   * one array is both a `google.protobuf.Value` and the `ListValue` in it.
   */
  enter(plan: MessagePlan, message: unknown): boolean {
    const messages = this.#messages ?? [];
    for (let index = messages.length - 1; index >= 0; index--) {
      if (messages[index] === message && this.#plans?.[index] === plan && isObject(message)) {
        this.#afterCycle ??= new Map();
        return false;
      }
    }
    return !this.#isRepeated(plan, message) && this.#begin(plan, message);
  }

  /** Once a message was found inside itself, each other one is printed once: there may be factorially many ways to it. */
  #isRepeated(plan: MessagePlan, message: unknown): boolean {
    if (this.#afterCycle === undefined || !isObject(message)) return false;
    const seen = this.#afterCycle.get(plan) ?? new Set();
    this.#afterCycle.set(plan, seen);
    if (seen.has(message)) return true;
    seen.add(message);
    return false;
  }

  #begin(plan: MessagePlan, message: unknown): boolean {
    this.#messages ??= [];
    this.#messages.push(message);
    this.#plans ??= [];
    this.#plans.push(plan);
    return true;
  }

  /** Ends what the last {@link enter} began. */
  leave(): void {
    this.#messages?.pop();
    this.#plans?.pop();
  }
}

/** Primitives, such as the strings that stand for a Value, are equal without being the same. */
function isObject(value: unknown): boolean {
  return typeof value === "object";
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
