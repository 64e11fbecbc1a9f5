import { STRIPPED } from "../marker.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { scrubError } from "../values/scrub-error.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { CollectedSecrets } from "./collected-secrets.js";
import { GraceQueue } from "./grace-queue.js";
import { type IndexedValues, SecretIndex } from "./index/secret-index.js";
import type { SecretScope } from "./secret-scope.js";

/** How long secrets stay held. */
export interface HoldOptions {
  /**
   * Milliseconds from the release until the values are dropped, or up to a thirty-second part more: handlers go on logging.
   * Default: 30,000.
   */
  readonly graceTime?: number;
}

const HOLD_OPTIONS: OptionNames<HoldOptions> = { graceTime: true };

/** The secret values of all calls under way, which every finished line of a log is searched for. */
export interface LiveSecrets {
  /** How many distinct values are held. */
  readonly size: number;

  /**
   * Holds the values of a scope. Costs little: nothing is prepared until a text is to be scrubbed.
   *
   * @returns what releases them, after the grace time. Calling it again does nothing.
   * @throws {TypeError} if the scope is none that a sanitizer of this copy of the library has made, or if there is an
   *   option that does not exist.
   */
  hold(scope: SecretScope, options?: HoldOptions): () => void;

  /** A text without any of the values held, as {@link SecretScope.scrub} makes it. Never throws. */
  scrub(text: string): string;

  /** A copy of an error without any of the values held, as {@link SecretScope.scrubError} makes it. Never throws. */
  scrubError<E>(error: E): E;
}

/** How much may be held at a time: about 256 MiB of memory, if the values are in use in base64 and hexadecimal, too. */
export interface LiveLimits {
  /** Values, counted for each scope that holds them; and distinct ones, with those inside them. */
  readonly maxValues: number;
  /** UTF-16 code units or bytes of all of them. */
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

/** An index of the values that are held. The process has one, {@link liveSecrets}. */
export class SecretHolder implements LiveSecrets {
  readonly #limits: LiveLimits;
  readonly #warn: (message: string) => void;
  readonly #index = new SecretIndex();
  /** In the order in which they were first held. */
  readonly #holdings = new Set<Holding>();
  /** Those of them that are not in the index yet. */
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
      // What made room for others is gone already.
      if (this.#holdings.has(holding))
        this.#grace.add(holding, Number.isNaN(graceTime) ? DEFAULT_GRACE_TIME : graceTime);
    };
  }

  scrub(text: string): string {
    try {
      this.#indexPending();
    } catch {
      // The stack ended before all values were prepared: then nobody knows what the text holds.
      return STRIPPED;
    }
    return this.#index.scrub(text);
  }

  scrubError<E>(error: E): E {
    return scrubError(error, (text) => this.scrub(text));
  }

  #indexPending(): void {
    if (this.#pending.size === 0) return;
    for (const holding of this.#pending) {
      holding.indexed = this.#index.add(holding.values);
      this.#pending.delete(holding);
      // A value may hold many others.
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

  /** Drops what is most likely not needed any more: what was released, oldest first; then the oldest of all. */
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

/** Node's `process.emitWarning`, or the console where there is none. */
function emitWarning(message: string): void {
  const { process: node } = globalThis as { process?: { emitWarning?(message: string): void } }; // only Node has it
  if (node?.emitWarning !== undefined) node.emitWarning(message);
  else console.warn(message);
}

/** The one index of the process: any line may hold the secret of any call. */
export const liveSecrets: LiveSecrets = new SecretHolder();
