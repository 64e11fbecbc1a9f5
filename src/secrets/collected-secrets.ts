import { scrubError } from "./scrub-error.js";
import { SecretIndex } from "./secret-index.js";
import type { SecretScope } from "./secret-scope.js";
import type { SecretValue } from "./secret-walk.js";

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
    return this.#values.length === 0 ? text.toWellFormed() : this.#indexed().scrub(text);
  }

  scrubError<E>(error: E): E {
    return scrubError(error, (text) => this.scrub(text));
  }

  #indexed(): SecretIndex {
    if (this.#index === undefined) {
      this.#index = new SecretIndex();
      this.#index.add(this.#values);
    }
    return this.#index;
  }

  /** The values of a scope; none of one that this class has not made. */
  static valuesOf(scope: SecretScope): readonly SecretValue[] {
    return #values in scope ? scope.#values : [];
  }
}
