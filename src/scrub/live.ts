import { STRIPPED } from "../marker.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { scrubError } from "../values/scrub-error.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { holdScope, type SecretScope } from "./collected-secrets.js";
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
}

/** Options that are checked once, for those who hold secrets with each call. To check them takes longer than to hold. */
export class CheckedHoldOptions implements HoldOptions {
  readonly graceTime: number;

  /** @throws {TypeError} as {@link LiveSecrets.hold} does. */
  constructor(options: HoldOptions) {
    const { graceTime = DEFAULT_GRACE_TIME } = readOptions("hold", options, HOLD_OPTIONS);
    this.graceTime = Number.isNaN(graceTime) ? DEFAULT_GRACE_TIME : graceTime;
  }
}

const NO_OPTIONS: HoldOptions = {};
const HOLD_OPTIONS: OptionNames<HoldOptions> = { graceTime: true };
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
}

/** Live secrets whose values are held by functions that may belong to another copy of this package. */
export class HeldSecrets implements LiveSecrets {
  readonly #held: () => HeldValues;

  constructor(held: () => HeldValues) {
    this.#held = held;
  }

  get size(): number {
    return this.#held().size();
  }

  hold(secrets: SecretScope | readonly SecretValue[], options: HoldOptions = NO_OPTIONS): () => void {
    const { graceTime } = options instanceof CheckedHoldOptions ? options : new CheckedHoldOptions(options);
    if (!isList(secrets)) return holdScope(secrets, this.#held(), graceTime);
    return this.#held().hold(secrets.map(copied), graceTime);
  }

  scrub(text: string): string {
    try {
      const scrubbed: unknown = this.#held().scrub(text);
      if (typeof scrubbed === "string") return scrubbed;
    } catch {
      // The functions of another copy may do anything.
    }
    return STRIPPED;
  }

  scrubError<E>(error: E): E {
    return scrubError(error, this);
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

/**
 * The live secrets of the process. There is one set for all calls, and for all copies of this package that are loaded: a line
 * may hold the secret of any call.
 */
export const liveSecrets: LiveSecrets = /* @__PURE__ */ new HeldSecrets(processValues);
