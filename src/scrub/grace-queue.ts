/** Longest time that timers know: 2^31 - 1 milliseconds, nearly 25 days. A longer one would be over at once. */
const LONGEST_TIME = 2 ** 31 - 1;

/**
 * A timer waits at least for this part of the time, so that one is enough for many items: to start one takes longer than
 * to drop what a call has held.
 */
const COARSENESS = 1 / 32;
/** How many items are gone from the front of a queue, and half of it, before what is left is moved up. */
const MOST_GONE = 1024;

/** Items that wait for the same time, in the order in which they are due. */
interface Queue<T> {
  readonly items: (T | undefined)[];
  /** When they are due. */
  readonly dues: number[];
  /** How many at the front are gone. */
  gone: number;
}

/**
 * Calls back for each item after a time, or up to a thirty-second part of it later. Items that wait for the same time share
 * one timer, which keeps no process alive.
 */
export class GraceQueue<T extends object> {
  readonly #expire: (item: T) => void;
  /** By the time that their items wait for. */
  readonly #queues = new Map<number, Queue<T>>();

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
      queue = { items: [], dues: [], gone: 0 };
      this.#queues.set(time, queue);
      this.#start(time, time);
    }
    queue.items.push(item);
    queue.dues.push(performance.now() + time);
  }

  /** Takes the item that is due first, without calling back; undefined if none waits. */
  takeFirst(): T | undefined {
    let first: Queue<T> | undefined;
    for (const queue of this.#queues.values()) {
      if (dueOf(queue) < (first === undefined ? Number.POSITIVE_INFINITY : dueOf(first))) first = queue;
    }
    return first && take(first);
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
    while (dueOf(queue) <= now) {
      const item = take(queue);
      if (item !== undefined) this.#expire(item);
    }
    const due = dueOf(queue);
    if (due === Number.POSITIVE_INFINITY) this.#queues.delete(time);
    else this.#start(time, Math.max(due - now + 1, Math.floor(time * COARSENESS)));
  }
}

/** When the first item of a queue is due; never if none waits. */
function dueOf<T>({ dues, gone }: Queue<T>): number {
  return dues[gone] ?? Number.POSITIVE_INFINITY;
}

function take<T>(queue: Queue<T>): T | undefined {
  const item = queue.items[queue.gone];
  queue.items[queue.gone++] = undefined;
  const { items, dues, gone } = queue;
  if (gone === items.length || (gone >= MOST_GONE && gone * 2 > items.length)) {
    items.splice(0, gone);
    dues.splice(0, gone);
    queue.gone = 0;
  }
  return item;
}
