import { STRIPPED } from "../marker.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { scrubError } from "../values/scrub-error.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { CollectedSecrets, type SecretScope } from "./collected-secrets.js";
import { type IndexedValues, SecretIndex } from "./index/secret-index.js";

/*
 * A secret is live from `hold` until the grace time after its release. If the limits are reached, it may be dropped earlier.
 */

/** How long secrets are held. */
export interface HoldOptions {
  /**
   * Milliseconds from the release until the values are dropped, or up to 1/32 more: handlers keep logging after a call ends.
   * Default: 30,000.
   */
  readonly graceTime?: number;
}

const HOLD_OPTIONS: OptionNames<HoldOptions> = { graceTime: true };

/** The secret values of all calls under way. They are replaced in every finished log line. */
export interface LiveSecrets {
  /** How many distinct values are held. */
  readonly size: number;

  /**
   * Holds the values of a scope. This costs little: they are indexed when the next text is scrubbed.
   *
   * @returns a function that releases them, after the grace time. A second call does nothing.
   * @throws {TypeError} if no sanitizer of this copy of the library has made the scope, or if there is an option that does not
   *   exist.
   */
  hold(scope: SecretScope, options?: HoldOptions): () => void;

  /** A text without any held value, as {@link SecretScope.scrub} returns it. Never throws. */
  scrub(text: string): string;

  /** A copy of an error without any held value, as {@link SecretScope.scrubError} returns it. Never throws. */
  scrubError<E>(error: E): E;
}

/** How much may be held at a time. The default takes about 256 MiB of memory if the values are sought in base64, too. */
export interface LiveLimits {
  /** Most values, counted once per scope that holds them; and most distinct values, with the values inside them. */
  readonly maxValues: number;
  /** Most UTF-16 code units or bytes of all values. */
  readonly maxLength: number;
}

const DEFAULT_GRACE_TIME = 30_000;
const DEFAULT_LIMITS: LiveLimits = { maxValues: 100_000, maxLength: 2 ** 26 };

/** The values of one scope, while they are held. */
interface Holding {
  readonly values: readonly SecretValue[];
  readonly length: number;
  indexed: IndexedValues | undefined;
}

/** The longest time of a timer: 2^31 - 1 milliseconds, nearly 25 days. A timer with a longer time would fire at once. */
const LONGEST_TIME = 2 ** 31 - 1;

/** A timer waits at least this part of the grace time, so that it serves many items. Starting one costs more than dropping. */
const COARSENESS = 1 / 32;
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
 * timer does not keep the process alive.
 */
class GraceQueue<T extends object> {
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

  #advance(time: number): void {
    const queue = this.#queues.get(time);
    if (queue === undefined) return;
    // A timer may fire a millisecond early.
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

/** Holds values, and an index of them. The process has one, {@link liveSecrets}. */
export class SecretHolder implements LiveSecrets {
  readonly #limits: LiveLimits;
  readonly #warn: (message: string) => void;
  readonly #index = new SecretIndex();
  /** In the order in which they were first held. */
  readonly #holdings = new Set<Holding>();
  /** The holdings that are not in the index yet. */
  readonly #pending = new Set<Holding>();
  readonly #grace = new GraceQueue<Holding>((holding) => this.#drop(holding));
  #values = 0;
  #length = 0;
  #hasWarned = false;

  constructor(limits: LiveLimits = DEFAULT_LIMITS, warn: (message: string) => void = emitWarning) {
    this.#limits = limits;
    this.#warn = warn;
  }

  get size(): number {
    this.#indexPending();
    return this.#index.size;
  }

  hold(scope: SecretScope, options: HoldOptions = {}): () => void {
    const { graceTime = DEFAULT_GRACE_TIME } = readOptions("hold", options, HOLD_OPTIONS);
    const values = CollectedSecrets.valuesOf(scope);
    if (values.length === 0) return releaseNothing;
    let length = 0;
    for (const value of values) length += value.length;
    const holding: Holding = { values, length, indexed: undefined };
    this.#holdings.add(holding);
    this.#pending.add(holding);
    this.#values += values.length;
    this.#length += length;
    if (this.#isFull()) this.#makeRoom();
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      // The holding may have been dropped to make room.
      if (this.#holdings.has(holding))
        this.#grace.add(holding, Number.isNaN(graceTime) ? DEFAULT_GRACE_TIME : graceTime);
    };
  }

  scrub(text: string): string {
    try {
      this.#indexPending();
    } catch {
      // The stack ended before all values were indexed. The text may hold any of them.
      return STRIPPED;
    }
    return this.#index.scrub(text);
  }

  scrubError<E>(error: E): E {
    return scrubError(error, this);
  }

  #indexPending(): void {
    if (this.#pending.size === 0) return;
    for (const holding of this.#pending) {
      holding.indexed = this.#index.add(holding.values);
      this.#pending.delete(holding);
      // The index counts the values inside a value, too.
      if (this.#isFull()) this.#makeRoom();
    }
  }

  #drop(holding: Holding): void {
    if (!this.#holdings.delete(holding)) return;
    this.#values -= holding.values.length;
    this.#length -= holding.length;
    if (!this.#pending.delete(holding) && holding.indexed !== undefined) this.#index.remove(holding.indexed);
  }

  #isFull(): boolean {
    const { maxValues, maxLength } = this.#limits;
    return this.#values > maxValues || this.#index.size > maxValues || this.#length > maxLength;
  }

  /** Drops the holdings that are most likely not needed: the released ones, oldest first; then the oldest of all. */
  #makeRoom(): void {
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      this.#warn(
        `protosanitizer: more than ${this.#limits.maxValues} secret values, or ${this.#limits.maxLength} characters ` +
          "of them, are held at a time. The oldest are dropped, so log lines may show them. Release scopes when their " +
          "calls end, or shorten graceTime",
      );
    }
    while (this.#isFull()) {
      const oldest = this.#grace.takeFirst() ?? first(this.#holdings);
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }
}

function first<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}

function releaseNothing(): void {}

/** Node's `process.emitWarning`. On other platforms, the console. */
function emitWarning(message: string): void {
  const { process: node } = globalThis as { process?: { emitWarning?(message: string): void } }; // only Node has it
  if (node?.emitWarning !== undefined) node.emitWarning(message);
  else console.warn(message);
}

/** The live secrets of the process. There is one set for all calls: a line may hold the secret of any call. */
export const liveSecrets: LiveSecrets = new SecretHolder();
