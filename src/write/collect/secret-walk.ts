import type { MessagePlan } from "../../plan/compiled.js";

/** A secret value as a message holds it: a text, or bytes. */
export type SecretValue = string | Uint8Array;

/** Most values that are picked up from one message: more are no credentials of a call. */
const MOST_VALUES = 10_000;
/** Fewest digits of a number that is told apart from all other numbers in a log. */
const FEWEST_DIGITS = 6;
// More messages than are usual. From then on each is entered once: there may be ways without number that lead to it.
const MOST_REPEATED = 1000;

/** What one walk over a message has picked up, and where it is. */
export class SecretWalk {
  readonly values: SecretValue[] = [];
  readonly #path: unknown[] = [];
  readonly #plans: unknown[] = [];
  #left = MOST_REPEATED;
  #entered: Map<unknown, Set<unknown>> | undefined;

  /** Picks up a text. */
  text(text: string): void {
    if (text !== "" && this.values.length < MOST_VALUES) this.values.push(text);
  }

  /** Picks up bytes: a copy, because many who handle secrets overwrite the buffer afterwards. */
  bytes(bytes: Uint8Array): void {
    if (bytes.length > 0 && this.values.length < MOST_VALUES) this.values.push(Uint8Array.from(bytes));
  }

  /** Picks up a number that has enough digits. */
  number(number: number | bigint | string): void {
    const text = String(number);
    if (text.replace(/\D/g, "").length >= FEWEST_DIGITS) this.text(text.replace(/^-/, ""));
  }

  /** Begins a message that may hold itself; false if it is being walked already, or was often enough. */
  enter(message: unknown, plan: MessagePlan | undefined): boolean {
    if (typeof message === "object" && message !== null) {
      for (let index = this.#path.length - 1; index >= 0; index--) {
        if (this.#path[index] === message && this.#plans[index] === plan) {
          this.#left = 0;
          return false;
        }
      }
      if (this.#left > 0) this.#left--;
      else if (this.#isRepeated(message, plan)) return false;
    }
    this.#path.push(message);
    this.#plans.push(plan);
    return true;
  }

  /** Ends what the last {@link enter} began. */
  leave(): void {
    this.#path.pop();
    this.#plans.pop();
  }

  #isRepeated(message: object, plan: MessagePlan | undefined): boolean {
    this.#entered ??= new Map();
    const entered = this.#entered.get(plan) ?? new Set();
    this.#entered.set(plan, entered);
    if (entered.has(message)) return true;
    entered.add(message);
    return false;
  }
}

/** Picks up the secrets of a value. May throw where the object does. */
export type Collect = (value: unknown, depth: number, walk: SecretWalk) => void;
