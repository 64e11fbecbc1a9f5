import { STRIPPED } from "../marker.js";
import { scrubError } from "../values/scrub-error.js";
import type { SecretFinder } from "../values/walk-rules.js";
import type { Origins } from "../write/collect/origin.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import type { Hit } from "./findings/finding.js";
import { hitsIn } from "./findings/hits.js";
import { type LocatingFinder, reportHits, SinkFinder } from "./findings/sink-finder.js";
import type { HeldValues } from "./held-values.js";
import { type IndexedValues, SecretIndex } from "./index/secret-index.js";

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
export class CollectedSecrets implements SecretScope, LocatingFinder {
  // A list, not a bare string: a debugger previews private strings.
  readonly #values: readonly SecretValue[];
  readonly #origins: Origins | undefined;
  #index: SecretIndex | undefined;
  #added: IndexedValues | undefined;

  constructor(values: readonly SecretValue[], origins?: Origins) {
    this.#values = values;
    this.#origins = origins;
  }

  get size(): number {
    return this.#indexed().size;
  }

  scrub(text: string): string {
    const scrubbed = this.#scrub(text);
    if (scrubbed !== text) reportHits(this, text, scrubbed, "text");
    return scrubbed;
  }

  get silent(): SecretFinder {
    return { size: this.size, scrub: (text) => this.#scrub(text) };
  }

  hits(text: string): readonly Hit[] {
    const index = this.#indexed();
    const sought = {
      values: this.#values,
      origins: this.#origins,
      method: undefined,
      indexed: this.#added,
    };
    return hitsIn(text, index, () => [sought]);
  }

  #scrub(text: string): string {
    try {
      return this.#indexed().scrub(text);
    } catch {
      // The stack ended before all values were indexed. The text may hold any of them.
      return STRIPPED;
    }
  }

  scrubError<E>(error: E): E {
    return scrubError(error, new SinkFinder(this, "error"));
  }

  #indexed(): SecretIndex {
    if (this.#index !== undefined) return this.#index;
    const index = new SecretIndex();
    this.#added = index.add(this.#values, this.#origins);
    this.#index = index;
    return index;
  }

  /** Holds the values. Other copies of this package call it by this name. It is not in the interface for users. */
  holdIn(held: Pick<HeldValues, "hold">, graceTime: number, method?: string): () => void {
    return this.#values.length === 0
      ? releaseNothing
      : held.hold(this.#values, graceTime, this.#origins, method);
  }
}

/**
 * Holds the values of a scope.
 *
 * @param graceTime milliseconds from the release until they are dropped.
 * @param method of the call that they came with.
 * @throws {TypeError} if no copy of this package has made the scope. To hold nothing for it would be a silent leak.
 */
export function holdScope(
  scope: SecretScope,
  held: Pick<HeldValues, "hold">,
  graceTime: number,
  method?: string,
): () => void {
  // Any value may be given, of this copy or of another one.
  const release = (scope as Partial<CollectedSecrets> | undefined)?.holdIn?.(held, graceTime, method);
  if (typeof release === "function") return release;
  throw new TypeError("hold: expected a scope, or texts and bytes");
}

function releaseNothing(): void {}
