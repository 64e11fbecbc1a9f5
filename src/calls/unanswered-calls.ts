import { emitWarning } from "../scrub/emit-warning.js";
import type { CallHolds } from "./call-holds.js";

/** The time in milliseconds for which the secrets of an ended call wait for the answer of its handler: ten minutes. */
const DEFAULT_TIME = 600_000;

/** So many ended calls may wait at a time. More are released, the oldest first. */
const MOST_CALLS = 10_000;

/** The longest time of a timer. A timer with a longer time would fire at once. */
const LONGEST_TIME = 2 ** 31 - 1;

/** A call that waits. */
interface Waiting {
  /** When it is given up. */
  readonly due: number;
  readonly mustAnswer: boolean;
}

/**
 * Calls that ended by a cancel or a deadline while their handlers are still at work. A driver that runs `iscsiadm` with retries
 * does not notice that its caller has given up, and goes on logging. So the secrets of such a call stay live until the
 * handler answers. There is a cap in time and in number, because some handlers never answer.
 */
export class UnansweredCalls {
  readonly #time: number;
  readonly #warn: (message: string) => void;
  /** In the order in which they ended. */
  readonly #waiting = new Map<CallHolds, Waiting>();
  #hasTimer = false;
  #hasWarned = false;

  /** @param time milliseconds. Calls do not wait if it is not positive. */
  constructor(time: number = DEFAULT_TIME, warn: (message: string) => void = emitWarning) {
    this.#time = Math.min(time, LONGEST_TIME);
    this.#warn = warn;
  }

  /** How many calls wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /**
   * A call has ended without an answer.
   *
   * @param mustAnswer whether each handler answers such a call at some time. Handlers of streams often just stop.
   */
  wait(holds: CallHolds, mustAnswer: boolean): void {
    if (holds.isEmpty || this.#time <= 0) {
      holds.release();
      return;
    }
    this.#waiting.set(holds, { due: performance.now() + this.#time, mustAnswer });
    if (this.#waiting.size > MOST_CALLS) this.#giveUpOldest();
    if (!this.#hasTimer) this.#start(this.#time);
  }

  /** The handler of a call has answered, whether the call had ended before or not. */
  answered(holds: CallHolds): void {
    this.#waiting.delete(holds);
    holds.release();
  }

  #giveUpOldest(): void {
    for (const [oldest] of this.#waiting) {
      this.#giveUp(oldest, true);
      return;
    }
  }

  #giveUp(holds: CallHolds, isProblem: boolean): void {
    this.answered(holds);
    if (!isProblem || this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(
      `protosanitizer: a handler did not answer within ${this.#time} ms after its call was over, or more than ${MOST_CALLS} did ` +
        "not answer yet. The secrets of these calls are released, so log lines may show them. Raise handlerTime, or let " +
        "handlers answer when their calls are cancelled",
    );
  }

  /** Starts the timer for all calls. It does not keep the process alive. */
  #start(delay: number): void {
    this.#hasTimer = true;
    // In browsers a timer is a number.
    const timer: { unref?(): unknown } | number = setTimeout(() => this.#advance(), delay);
    if (typeof timer === "object") timer.unref?.();
  }

  #advance(): void {
    this.#hasTimer = false;
    // A timer may fire a millisecond early.
    const now = performance.now() + 1;
    for (const [holds, { due, mustAnswer }] of this.#waiting) {
      if (due > now) {
        this.#start(due - now + 1);
        return;
      }
      this.#giveUp(holds, mustAnswer);
    }
  }
}
