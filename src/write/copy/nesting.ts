import type { MessagePlan } from "../../plan/compiled.js";
import type { RedactValue } from "./redact-value.js";

/** What became of a message that was met before. */
interface Known {
  readonly depth: number;
  readonly redacted: unknown;
}

// More messages than are usual. From then on each is remembered: there may be ways without number that lead to it.
const MOST_FORGOTTEN = 1000;

/** The messages of recursive types that one redaction is inside of, and those that it has met. */
export class Nesting {
  // Made when they are needed: most messages are of types that are not recursive.
  #messages: unknown[] | undefined;
  #plans: MessagePlan[] | undefined;
  #known: Map<MessagePlan, Map<unknown, Known>> | undefined;
  #left = MOST_FORGOTTEN;

  /**
   * Redacts a message, unless it is inside itself: then it is replaced. The plan counts, too: one array is both a
   * `google.protobuf.Value` and the `ListValue` in it.
   */
  redact(
    plan: MessagePlan,
    redact: RedactValue,
    replace: (message: unknown) => unknown,
    message: unknown,
    depth: number,
  ): unknown {
    // A string is equal to another one that stands for a Value without being the same.
    if (typeof message !== "object") return redact(message, depth, this);
    if (this.#isInside(plan, message)) {
      this.#left = 0;
      return replace(message);
    }
    const known = this.#left > 0 ? undefined : this.#known?.get(plan)?.get(message);
    // Deeper down, more of it may have been beyond the limit.
    if (known !== undefined && known.depth <= depth) return known.redacted;
    this.#messages ??= [];
    this.#messages.push(message);
    this.#plans ??= [];
    this.#plans.push(plan);
    try {
      const redacted = redact(message, depth, this);
      if (this.#left > 0) this.#left--;
      else this.#remember(plan, message, { depth, redacted });
      return redacted;
    } finally {
      this.#messages?.pop();
      this.#plans?.pop();
    }
  }

  #isInside(plan: MessagePlan, message: unknown): boolean {
    const messages = this.#messages ?? [];
    for (let index = messages.length - 1; index >= 0; index--) {
      if (messages[index] === message && this.#plans?.[index] === plan) return true;
    }
    return false;
  }

  #remember(plan: MessagePlan, message: unknown, known: Known): void {
    this.#known ??= new Map();
    const messages = this.#known.get(plan) ?? new Map<unknown, Known>();
    this.#known.set(plan, messages.set(message, known));
  }
}
