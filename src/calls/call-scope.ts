import { CollectedSecrets, holdScope, type SecretScope } from "../scrub/collected-secrets.js";
import type { HeldValues } from "../scrub/held-values.js";

/**
 * A scope whose values are held together with the method of their call. `liveSecrets.hold` takes it, also that of another copy
 * of this package.
 */
export class CallScope extends CollectedSecrets {
  readonly #scope: SecretScope;
  readonly #method: string;

  constructor(scope: SecretScope, method: string) {
    super([]);
    this.#scope = scope;
    this.#method = method;
  }

  override holdIn(held: Pick<HeldValues, "hold">, graceTime: number): () => void {
    const method = this.#method;
    const hold: HeldValues["hold"] = (values, time, origins) =>
      held.hold(values, time, origins ?? [], method);
    return holdScope(this.#scope, { hold }, graceTime);
  }
}
