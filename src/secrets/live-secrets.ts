import { CollectedSecrets } from "./collected-secrets.js";
import { scrubError } from "./scrub-error.js";
import { SecretIndex } from "./secret-index.js";
import type { SecretScope } from "./secret-scope.js";

/** How long secrets stay held. */
export interface HoldOptions {
  /** Milliseconds from the release until the values are dropped: handlers go on logging. Default: 30,000. */
  readonly graceTime?: number;
}

/** The secret values of all calls under way, which every finished line of a log is searched for. */
export interface LiveSecrets {
  /** How many distinct values are held. */
  readonly size: number;

  /**
   * Holds the values of a scope. Costs little: nothing is prepared until a text is to be scrubbed.
   *
   * @returns what releases them, after the grace time. Calling it again does nothing.
   */
  hold(scope: SecretScope, options?: HoldOptions): () => void;

  /** A text without any of the values held, as {@link SecretScope.scrub} makes it. Never throws. */
  scrub(text: string): string;

  /** A copy of an error without any of the values held, as {@link SecretScope.scrubError} makes it. Never throws. */
  scrubError<E>(error: E): E;
}

const DEFAULT_GRACE_TIME = 30_000;

class LiveIndex implements LiveSecrets {
  readonly #held = new Set<SecretScope>();
  #index: SecretIndex | undefined;

  get size(): number {
    return this.#indexed().size;
  }

  hold(scope: SecretScope, { graceTime = DEFAULT_GRACE_TIME }: HoldOptions = {}): () => void {
    const held: SecretScope = new CollectedSecrets(CollectedSecrets.valuesOf(scope));
    this.#held.add(held);
    this.#index = undefined;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const timer: { unref?(): void } | number = setTimeout(() => {
        this.#held.delete(held);
        this.#index = undefined;
      }, graceTime);
      if (typeof timer === "object") timer.unref?.();
    };
  }

  scrub(text: string): string {
    return this.#held.size === 0 ? text.toWellFormed() : this.#indexed().scrub(text);
  }

  scrubError<E>(error: E): E {
    return scrubError(error, (text) => this.scrub(text));
  }

  #indexed(): SecretIndex {
    if (this.#index === undefined) {
      this.#index = new SecretIndex();
      for (const scope of this.#held)
        for (const value of CollectedSecrets.valuesOf(scope)) this.#index.add(value);
    }
    return this.#index;
  }
}

/** The one index of the process: any line may hold the secret of any call. */
export const liveSecrets: LiveSecrets = new LiveIndex();
