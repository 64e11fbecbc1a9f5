import { STRIPPED } from "../marker.js";
import { scrubError } from "../values/scrub-error.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import type { HeldValues } from "./held-values.js";
import { SecretIndex } from "./index/secret-index.js";

/** The secret values of a message, to be replaced in free text. */
export interface SecretScope {
  /** How many distinct values are sought. */
  readonly size: number;

  /**
   * A text with the marker in place of each secret value, in each of its encoded forms. The result is well-formed. A text
   * without secret values comes back unchanged. Never throws.
   */
  scrub(text: string): string;

  /**
   * A copy of an error, of the same class, without the secret values: in message and stack, causes and nested errors,
   * properties, and the details and metadata of a gRPC status. For any other value, a copy if there is something to replace.
   * The error itself does not change. Private fields of its class are not copied. Never throws.
   */
  scrubError<E>(error: E): E;
}

/** A {@link SecretScope} of collected values. They are indexed when the first text is scrubbed. */
export class CollectedSecrets implements SecretScope {
  // A list, not a bare string: a debugger previews private strings.
  readonly #values: readonly SecretValue[];
  #index: SecretIndex | undefined;

  constructor(values: readonly SecretValue[]) {
    this.#values = values;
  }

  get size(): number {
    return this.#indexed().size;
  }

  scrub(text: string): string {
    try {
      return this.#indexed().scrub(text);
    } catch {
      // The stack ended before all values were indexed. The text may hold any of them.
      return STRIPPED;
    }
  }

  scrubError<E>(error: E): E {
    return scrubError(error, this);
  }

  #indexed(): SecretIndex {
    if (this.#index !== undefined) return this.#index;
    const index = new SecretIndex();
    index.add(this.#values);
    this.#index = index;
    return index;
  }

  /** Holds the values. Other copies of this package call it by this name. It is not in the interface for users. */
  holdIn(held: HeldValues, graceTime: number): () => void {
    return this.#values.length === 0 ? releaseNothing : held.hold(this.#values, graceTime);
  }
}

/**
 * Holds the values of a scope.
 *
 * @param graceTime milliseconds from the release until they are dropped.
 * @throws {TypeError} if no copy of this package has made the scope. To hold nothing for it would be a silent leak.
 */
export function holdScope(scope: SecretScope, held: HeldValues, graceTime: number): () => void {
  // Any value may be given, of this copy or of another one.
  const release = (scope as Partial<CollectedSecrets> | undefined)?.holdIn?.(held, graceTime);
  if (typeof release === "function") return release;
  throw new TypeError("hold: expected a scope, or texts and bytes");
}

function releaseNothing(): void {}
