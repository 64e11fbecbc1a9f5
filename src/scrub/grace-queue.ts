/** The longest time of a timer: 2^31 - 1 milliseconds, nearly 25 days. A timer with a longer time would fire at once. */
const LONGEST_TIME = 2 ** 31 - 1;

/** A timer waits at least this part of the grace time, so that it serves many items. Starting one costs more than dropping. */
const COARSENESS = 1 / 32;
/** Milliseconds. If a timer is later than that, the process did not get to its events. */
const LATE = 10;
/** So many items, and half of a queue, are gone before the others are moved to its front. */
const MOST_GONE = 1024;

/** Items with the same grace time, in the order in which they are due. */
interface Queue<T> {
  readonly items: (T | undefined)[];
  /** When they are due. */
  readonly dues: number[];
  /** How many at the front are gone. */
  gone: number;
}

/**
 * Calls back for each item after its grace time, or up to 1/32 of it later. Items with the same grace time share one timer. A
 * timer does not keep the process alive. If the process was busy meanwhile, the events that wait have their turn first: their
 * log lines may hold what the items protect.
 */
export class GraceQueue<T extends object> {
  readonly #expire: (item: T) => void;
  /** By grace time. */
  readonly #queues = new Map<number, Queue<T>>();

  constructor(expire: (item: T) => void) {
    this.#expire = expire;
  }

  /** @param graceTime milliseconds. The callback comes at once if it is not positive. */
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

  /** Takes the item that is due first, without the callback. Undefined if no item waits. */
  takeFirst(): T | undefined {
    let first: Queue<T> | undefined;
    for (const queue of this.#queues.values()) {
      if (dueOf(queue) < (first === undefined ? Number.POSITIVE_INFINITY : dueOf(first))) first = queue;
    }
    return first && take(first);
  }

  #start(time: number, delay: number): void {
    // In browsers a timer is a number.
    const timer: { unref?(): unknown } | number = setTimeout(() => this.#advance(time), delay);
    if (typeof timer === "object") timer.unref?.();
  }

  #advance(time: number, isLate = false): void {
    const queue = this.#queues.get(time);
    if (queue === undefined) return;
    // A timer may fire a millisecond early.
    const now = performance.now() + 1;
    if (!isLate && now - dueOf(queue) > time * COARSENESS + LATE) {
      // Timers come before other events. Browsers have no `setImmediate`.
      const { setImmediate: afterEvents = setTimeout } = globalThis;
      afterEvents(() => this.#advance(time, true));
      return;
    }
    while (dueOf(queue) <= now) {
      const item = take(queue);
      if (item !== undefined) this.#expire(item);
    }
    const due = dueOf(queue);
    if (due === Number.POSITIVE_INFINITY) this.#queues.delete(time);
    else this.#start(time, Math.max(due - now + 1, Math.floor(time * COARSENESS)));
  }
}

/** When the first item of a queue is due; infinite if no item waits. */
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
