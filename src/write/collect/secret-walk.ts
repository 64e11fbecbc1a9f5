import type { MessagePlan } from "../../plan/compiled.js";
import { Path } from "../../plan/path.js";

/** A secret value as a message holds it: a text, or bytes. */
export type SecretValue = string | Uint8Array;

/** Most values that are picked up from one message: more are no credentials of a call. */
const MOST_VALUES = 10_000;
/** Fewest digits of a number that is told apart from all other numbers in a log. */
const FEWEST_DIGITS = 6;
/** More messages than are usual. After so many, the walk enters each message once. */
const MOST_REPEATED = 1000;

/** What one walk over a message has picked up, and where it is. */
export class SecretWalk {
  readonly values: SecretValue[] = [];
  readonly #path = new Path(MOST_REPEATED);

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

  /** Begins a message that may hold itself; false if the walk does not go in: see {@link Path}. */
  enter(message: unknown, plan: MessagePlan | undefined): boolean {
    return this.#path.enter(plan, message) === "new";
  }

  /** Ends what the last {@link enter} began. */
  leave(): void {
    this.#path.leave();
  }
}
