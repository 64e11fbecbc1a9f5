import { STRIPPED } from "../marker.js";
import type { LocatingDetector } from "../policy/jwt.js";
import type { SecretScope } from "../scrub/collected-secrets.js";
import { scrubError } from "../values/scrub-error.js";

/** The secrets of a scope, and what detectors find in a text that is in no scope, such as a token of the configuration. */
export class LineSecrets implements SecretScope {
  readonly #scope: SecretScope;
  readonly #detectors: readonly LocatingDetector[];

  constructor(scope: SecretScope, detectors: readonly LocatingDetector[]) {
    this.#scope = scope;
    this.#detectors = detectors;
  }

  get size(): number {
    return this.#scope.size + this.#detectors.length;
  }

  scrub(text: string): string {
    // The scope comes first: a secret that holds a credential is then found as a whole.
    return this.#detectors.reduce(withoutCredentials, this.#scope.scrub(text));
  }

  scrubError<E>(error: E): E {
    return scrubError(error, this);
  }
}

/** Reads the text once, because each search begins where the last one ended. */
function withoutCredentials(text: string, { findCredential }: LocatingDetector): string {
  let open = "";
  let done = 0;
  try {
    for (;;) {
      const found = findCredential(text, done);
      if (found === undefined) return open + text.slice(done);
      if (!(found.start >= done && found.end > found.start)) return STRIPPED;
      open += text.slice(done, found.start) + STRIPPED;
      done = found.end;
    }
  } catch {
    // This detector belongs to another copy of this package, or to a user.
    return STRIPPED;
  }
}
