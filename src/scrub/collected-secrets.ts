import { STRIPPED } from "../marker.js";
import { scrubError } from "../values/scrub-error.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { SecretIndex } from "./index/secret-index.js";
import type { SecretScope } from "./secret-scope.js";

/** A {@link SecretScope} of values that were picked up. They are prepared when the first text is scrubbed. */
export class CollectedSecrets implements SecretScope {
  // In an object, and not a bare string: a debugger previews private strings.
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
      // The stack ended before all values were prepared: then nobody knows what the text holds.
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

  /**
   * The values of a scope.
   *
   * @throws {TypeError} if it is none that this class has made: to hold nothing for it would be a leak that nobody sees.
   */
  static valuesOf(scope: SecretScope): readonly SecretValue[] {
    if (scope instanceof CollectedSecrets && #values in scope) return scope.#values;
    throw new TypeError("hold: not a scope that secretsOf of this copy of protosanitizer has made");
  }
}
