import { STRIPPED } from "../marker.js";
import type { LocatingDetector } from "../policy/jwt.js";
import type { SecretScope } from "../scrub/collected-secrets.js";
import { scrubError } from "../values/scrub-error.js";

/** The secrets of a scope, and what detectors find in a text that is in no scope, such as a token of the configuration. */
export function lineSecrets(scope: SecretScope, detectors: readonly LocatingDetector[]): SecretScope {
  if (detectors.length === 0) return scope;
  return {
    get size() {
      return scope.size + detectors.length;
    },
    // The scope comes first: a secret that holds a credential is then found as a whole.
    scrub: (text) => detectors.reduce(withoutCredentials, scope.scrub(text)),
    scrubError(error) {
      return scrubError(error, this);
    },
  };
}

/** Reads the text once, because each search begins where the last one ended. */
function withoutCredentials(text: string, { findCredential }: LocatingDetector): string {
  let open = "";
  let done = 0;
  try {
    for (;;) {
      const found = findCredential(text, done);
      if (found === undefined) return open + text.slice(done);
      const { start, end } = found;
      if (!(start >= done && end > start)) return STRIPPED;
      open += text.slice(done, start) + STRIPPED;
      done = end;
    }
  } catch {
    // This detector belongs to another copy of this package, or to a user.
    return STRIPPED;
  }
}
