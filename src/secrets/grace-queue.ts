/** Longest time that timers know: 2^31 - 1 milliseconds, nearly 25 days. A longer one would be over at once. */
const LONGEST_TIME = 2 ** 31 - 1;

/**
 * Calls back for each item after a time. Items that wait for the same time share one timer, which keeps no process alive.
 */
export class GraceQueue<T> {
  readonly #expire: (item: T) => void;
  /** By time: the items that wait for it, in the order in which they are due, and when that is. */
  readonly #queues = new Map<number, Map<T, number>>();

  constructor(expire: (item: T) => void) {
    this.#expire = expire;
  }

  /** @param graceTime milliseconds; none, and it is over at once. */
  add(item: T, graceTime: number): void {
    if (graceTime <= 0) {
      this.#expire(item);
      return;
    }
    const time = Math.min(graceTime, LONGEST_TIME);
    let queue = this.#queues.get(time);
    if (queue === undefined) {
      queue = new Map();
      this.#queues.set(time, queue);
      this.#start(time, time);
    }
    queue.set(item, performance.now() + time);
  }

  /** Takes the item that is due first, without calling back; undefined if none waits. */
  takeFirst(): T | undefined {
    let first: { queue: Map<T, number>; item: T; due: number } | undefined;
    for (const queue of this.#queues.values()) {
      for (const [item, due] of queue) {
        if (first === undefined || due < first.due) first = { queue, item, due };
        break;
      }
    }
    first?.queue.delete(first.item);
    return first?.item;
  }

  #start(time: number, delay: number): void {
    // A number in browsers, which have nothing to keep alive.
    const timer: { unref?(): unknown } | number = setTimeout(() => this.#advance(time), delay);
    if (typeof timer === "object") timer.unref?.();
  }

  #advance(time: number): void {
    const queue = this.#queues.get(time);
    if (queue === undefined) return;
    // Timers are early by up to a millisecond.
    const now = performance.now() + 1;
    for (const [item, due] of queue) {
      if (due > now) {
        this.#start(time, due - now + 1);
        return;
      }
      queue.delete(item);
      this.#expire(item);
    }
    this.#queues.delete(time);
  }
}
