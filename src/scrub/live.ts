import { STRIPPED } from "../marker.js";
import { memberOf, ownValue } from "../options/own-value.js";
import { type OptionNames, ownOptions, readOptions } from "../options/read-options.js";
import { scrubError } from "../values/scrub-error.js";
import type { SecretFinder } from "../values/walk-rules.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { holdScope, type SecretScope } from "./collected-secrets.js";
import { type FindingListener, type Hit, UNKNOWN_HIT } from "./findings/finding.js";
import { findingListeners } from "./findings/finding-listeners.js";
import { type LocatingFinder, reportHits, SinkFinder } from "./findings/sink-finder.js";
import { type HeldValues, heldValues, processValues } from "./held-values.js";
import { type LiveLimits, SecretStore } from "./secret-store.js";

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
  /** The method of the call that the secrets come with, such as `/csi.v1.Node/NodeStageVolume`. Only findings tell it. */
  readonly method?: string | undefined;
}

/** Options that are checked once, for those who hold secrets with each call. To check them takes longer than to hold. */
export class CheckedHoldOptions {
  readonly graceTime: number;
  // No property: version 0.1 of this package would refuse an option that it does not know.
  readonly #method: string | undefined;

  /** @throws {TypeError} as {@link LiveSecrets.hold} does. */
  constructor(options: HoldOptions) {
    // Options that another copy of this package has checked have the method as this class has it: inherited.
    const own = ownOptions("hold", options);
    const { graceTime = DEFAULT_GRACE_TIME, method } = readOptions("hold", own, HOLD_OPTIONS);
    this.graceTime = Number.isNaN(graceTime) ? DEFAULT_GRACE_TIME : graceTime;
    const found = method ?? memberOf(options, "method");
    this.#method = typeof found === "string" ? found : undefined;
  }

  get method(): string | undefined {
    return this.#method;
  }
}

const NO_OPTIONS: HoldOptions = {};
const HOLD_OPTIONS: OptionNames<HoldOptions> = { graceTime: true, method: true };
const DEFAULT_GRACE_TIME = 30_000;

/**
 * The secret values of all calls under way, and other values that are held. They are replaced in every finished log line. All
 * copies of this package in a process hold the same values.
 */
export interface LiveSecrets {
  /** How many distinct values are held. */
  readonly size: number;

  /**
   * Holds the values of a scope, or values that are in no message, such as a password of the configuration. This costs
   * little: they are indexed when the next text is scrubbed. Values of fewer than four characters, and a few words such as
   * `true`, are not searched for, as in a scope.
   *
   * @param secrets a scope that `secretsOf` has made, or a list of texts and bytes. They are copied.
   * @returns a function that releases them, after the grace time. A second call does nothing.
   * @throws {TypeError} if the secrets are anything else, or if there is an option that does not exist.
   * @example
   * ```ts
   * liveSecrets.hold([config.password]); // until the process ends
   * ```
   */
  hold(secrets: SecretScope | readonly (string | Uint8Array)[], options?: HoldOptions): () => void;

  /** A text without any held value, as {@link SecretScope.scrub} returns it. Never throws. */
  scrub(text: string): string;

  /** A copy of an error without any held value, as {@link SecretScope.scrubError} returns it. Never throws. */
  scrubError<E>(error: E): E;

  /**
   * Tells a listener of each secret that is found in a text, wherever this library searches one: in loggers, spans, statuses,
   * errors, and in what a program scrubs by itself. All copies of this package in a process share the listeners.
   *
   * The listener gets each new finding at once, before the text goes on. If an equal one is found again, it gets the finding with
   * the new count: within a second for all that have come until then, and when it is removed. It can tell findings apart by
   * their `id`. The first thousand findings are told apart; all others are one finding of the source `more`. What is found
   * while a listener is called is not reported, and what a listener throws is ignored.
   *
   * To find out which secret it was takes a second search, and to find the caller takes longer. Both are done only if a
   * secret was found and somebody listens.
   *
   * @returns a function that removes the listener, after it has got all counts.
   * @throws {TypeError} if the listener is not a function.
   * @example
   * ```ts
   * const stop = liveSecrets.onFinding(({ origin, form, sink, frame }) => {
   *   console.warn(`${origin} leaks as ${form} to ${sink} in ${frame?.file}:${frame?.line}`);
   * });
   * ```
   */
  onFinding(listener: FindingListener): () => void;
}

/** Live secrets whose values are held by functions that may belong to another copy of this package. */
export class HeldSecrets implements LiveSecrets, LocatingFinder {
  readonly #held: () => HeldValues;
  readonly #silent: SecretFinder;

  constructor(held: () => HeldValues) {
    this.#held = held;
    this.#silent = new SilentSecrets(held, (text) => this.#scrub(text));
  }

  get size(): number {
    return this.#held().size();
  }

  hold(secrets: SecretScope | readonly SecretValue[], options: HoldOptions = NO_OPTIONS): () => void {
    const { graceTime, method } =
      options instanceof CheckedHoldOptions ? options : new CheckedHoldOptions(options);
    if (!isList(secrets)) return holdScope(secrets, this.#held(), graceTime, method);
    return this.#held().hold(secrets.map(copied), graceTime);
  }

  scrub(text: string): string {
    const scrubbed = this.#scrub(text);
    if (scrubbed !== text) reportHits(this, text, scrubbed, "text");
    return scrubbed;
  }

  get silent(): SecretFinder {
    return this.#silent;
  }

  hits(text: string): readonly Hit[] {
    const hits = ownValue(this.#held(), "hits");
    return hits === undefined ? [UNKNOWN_HIT] : hits(text);
  }

  onFinding(listener: FindingListener): () => void {
    if (typeof listener !== "function") throw new TypeError("onFinding: expected a function");
    return findingListeners().add(listener);
  }

  #scrub(text: string): string {
    try {
      const scrubbed: unknown = this.#held().scrub(text);
      if (typeof scrubbed === "string") return scrubbed;
    } catch {
      // The functions of another copy may do anything.
    }
    return STRIPPED;
  }

  scrubError<E>(error: E): E {
    return scrubError(error, new SinkFinder(this, "error"));
  }
}

/** The search in the held values, which reports nothing. */
class SilentSecrets implements SecretFinder {
  readonly #held: () => HeldValues;
  readonly scrub: (text: string) => string;

  constructor(held: () => HeldValues, scrub: (text: string) => string) {
    this.#held = held;
    this.scrub = scrub;
  }

  get size(): number {
    return this.#held().size();
  }
}

/** `Array.isArray` does not tell the compiler about readonly lists. */
function isList(secrets: SecretScope | readonly SecretValue[]): secrets is readonly SecretValue[] {
  return Array.isArray(secrets);
}

/** A copy of a value of any realm: careful callers overwrite the buffer of a secret afterwards. */
function copied(value: unknown): SecretValue {
  if (typeof value === "string") return value;
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  }
  throw new TypeError("hold: expected a scope, or texts and bytes");
}

/** Holds values, and an index of them, apart from the process. */
export class SecretHolder extends HeldSecrets {
  constructor(limits?: LiveLimits, warn?: (message: string) => void) {
    const held = heldValues(new SecretStore(limits, warn));
    super(() => held);
  }
}

/** {@link liveSecrets}, with what this package alone uses. */
export const processSecrets: HeldSecrets = /* @__PURE__ */ new HeldSecrets(processValues);

/**
 * The live secrets of the process. There is one set for all calls, and for all copies of this package that are loaded: a line
 * may hold the secret of any call.
 */
export const liveSecrets: LiveSecrets = processSecrets;
