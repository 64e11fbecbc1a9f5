import type { MessagePlan } from "./compiled.js";

/**
 * What a walk must do with a message:
 *
 * - `new`: enter it, and call {@link Path.leave} afterwards.
 * - `inside`: do not enter it, because the message is inside itself.
 * - `again`: do not enter it again. Use {@link Path.result}, which the first visit left.
 */
export type Arrival = "new" | "inside" | "again";

/**
 * The messages that one walk is inside of. Objects in a process can point at each other, so a message of a recursive type
 * may be inside itself, and there may be factorially many ways to each message of a cyclic graph. After the first cycle, or
 * after `maxRepeated` messages, a walk therefore goes into each message once.
 *
 * A message is a pair of plan and object: one array is a `google.protobuf.Value` and the `ListValue` in it.
 */
export class Path {
  // Made when needed: most messages are of types that are not recursive.
  #messages: unknown[] | undefined;
  #plans: (MessagePlan | undefined)[] | undefined;
  #left: number;
  #seen: Map<MessagePlan | undefined, Map<unknown, unknown>> | undefined;
  #replacements: Map<MessagePlan, Map<unknown, unknown>> | undefined;

  /** @param maxRepeated messages that the walk enters as often as it meets them. Default: no bound until the first cycle. */
  constructor(maxRepeated: number = Number.POSITIVE_INFINITY) {
    this.#left = maxRepeated;
  }

  /** Comes to a message. @param plan undefined for a value of no known type. */
  enter(plan: MessagePlan | undefined, message: unknown): Arrival {
    this.#messages ??= [];
    this.#plans ??= [];
    const messages = this.#messages;
    const plans = this.#plans;
    // Only objects can be inside themselves. Two equal strings are not the same message.
    if (typeof message === "object" && message !== null) {
      for (let index = messages.length - 1; index >= 0; index--) {
        if (messages[index] === message && plans[index] === plan) {
          this.#left = 0;
          return "inside";
        }
      }
      if (this.#left > 0) this.#left--;
      else if (this.#isRepeated(plan, message)) return "again";
    }
    messages.push(message);
    plans.push(plan);
    return "new";
  }

  /** Leaves the message that was entered last. @param result what the walk made of it, for {@link result}. */
  leave(result?: unknown): void {
    const message = this.#messages?.pop();
    const plan = this.#plans?.pop();
    const seen = this.#seen?.get(plan);
    if (seen?.has(message)) seen.set(message, result);
  }

  /** What the walk made of a message that it meets again; undefined while it is still inside. */
  result(plan: MessagePlan | undefined, message: unknown): unknown {
    return this.#seen?.get(plan)?.get(message);
  }

  /**
   * What stands in a copy in place of a message that the walk does not enter: made once, because there may be as many such
   * places as messages that hold it, and making it may take as long as the message is large.
   */
  replacement(plan: MessagePlan, message: unknown, make: () => unknown): unknown {
    this.#replacements ??= new Map();
    const made = this.#replacements.get(plan) ?? new Map<unknown, unknown>();
    this.#replacements.set(plan, made);
    if (!made.has(message)) made.set(message, make());
    return made.get(message);
  }

  #isRepeated(plan: MessagePlan | undefined, message: unknown): boolean {
    this.#seen ??= new Map();
    const seen = this.#seen.get(plan) ?? new Map<unknown, unknown>();
    this.#seen.set(plan, seen);
    if (seen.has(message)) return true;
    seen.set(message, undefined);
    return false;
  }
}
