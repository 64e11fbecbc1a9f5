import { STRIPPED } from "../marker.js";
import type { Origins } from "../write/collect/origin.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { emitWarning } from "./emit-warning.js";
import type { Hit } from "./findings/finding.js";
import { hitsIn, type SoughtValues } from "./findings/hits.js";
import { GraceQueue } from "./grace-queue.js";
import { type IndexedValues, SecretIndex } from "./index/secret-index.js";

/** How much may be held at a time. The default takes about 256 MiB of memory if the values are sought in base64, too. */
export interface LiveLimits {
  /** Most values, counted once per scope that holds them; and most distinct values, with the values inside them. */
  readonly maxValues: number;
  /** Most UTF-16 code units or bytes of all values. */
  readonly maxLength: number;
}

const DEFAULT_LIMITS: LiveLimits = { maxValues: 100_000, maxLength: 2 ** 26 };

/** Values that are held together. */
interface Holding extends SoughtValues {
  readonly length: number;
  indexed: IndexedValues | undefined;
}

/** Holds values, and an index of them. Where they are from matters only if one is found, and somebody listens. */
export class SecretStore {
  readonly #limits: LiveLimits;
  readonly #warn: (message: string) => void;
  readonly #index = new SecretIndex();
  /** In the order in which they were first held. */
  readonly #holdings = new Set<Holding>();
  /** The holdings that are not in the index yet. */
  readonly #pending = new Set<Holding>();
  readonly #observers = new Set<(seconds: number) => void>();
  readonly #grace = new GraceQueue<Holding>((holding) => this.#drop(holding));
  #values = 0;
  #length = 0;
  #hasWarned = false;

  constructor(limits: LiveLimits = DEFAULT_LIMITS, warn: (message: string) => void = emitWarning) {
    this.#limits = limits;
    this.#warn = warn;
  }

  /** How many distinct values are held. */
  size(): number {
    this.#indexPending();
    return this.#index.size;
  }

  /**
   * Holds values, without a copy of them.
   *
   * @param graceTime milliseconds from the release until they are dropped.
   * @param origins where they are from. Default: the program holds them.
   * @param method of the call that they came with.
   * @returns a function that releases them. A second call does nothing.
   */
  hold(values: readonly SecretValue[], graceTime: number, origins?: Origins, method?: string): () => void {
    let length = 0;
    for (const value of values) length += value.length;
    const holding: Holding = { values, origins, method, length, indexed: undefined };
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
      if (this.#holdings.has(holding)) this.#grace.add(holding, graceTime);
    };
  }

  /** How many holdings there are: the values of a message, or of the metadata of a call, are one. */
  get holdings(): number {
    return this.#holdings.size;
  }

  /**
   * Measures how long each search takes, in seconds.
   *
   * @returns a function that ends it.
   */
  observe(observer: (seconds: number) => void): () => void {
    this.#observers.add(observer);
    return () => void this.#observers.delete(observer);
  }

  /** A text without any held value. Never throws. */
  scrub(text: string): string {
    return this.#observers.size === 0 ? this.#scrub(text) : this.#observed(text);
  }

  #observed(text: string): string {
    const start = performance.now();
    const scrubbed = this.#scrub(text);
    const seconds = (performance.now() - start) / 1000;
    for (const observer of this.#observers) {
      try {
        observer(seconds);
      } catch {
        // A meter that fails must not fail the logger.
      }
    }
    return scrubbed;
  }

  #scrub(text: string): string {
    try {
      this.#indexPending();
    } catch {
      // The stack ended before all values were indexed. The text may hold any of them.
      return STRIPPED;
    }
    return this.#index.scrub(text);
  }

  /** The held values in a text, in order. */
  hits(text: string): readonly Hit[] {
    this.#indexPending();
    return hitsIn(text, this.#index, () => this.#holdings);
  }

  #indexPending(): void {
    if (this.#pending.size === 0) return;
    for (const holding of this.#pending) {
      holding.indexed = this.#index.add(holding.values, holding.origins);
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
