import { STRIPPED } from "../marker.js";
import { ownValue } from "../options/own-value.js";
import type { LocatingDetector } from "../policy/jwt.js";
import type { SecretScope } from "../scrub/collected-secrets.js";
import { type Hit, UNKNOWN_HIT } from "../scrub/findings/finding.js";
import { type LocatingFinder, reportHits, SinkFinder } from "../scrub/findings/sink-finder.js";
import { scrubError } from "../values/scrub-error.js";
import type { SecretFinder } from "../values/walk-rules.js";

/** The secrets of a scope, and what detectors find in a text that is in no scope, such as a token of the configuration. */
export function lineSecrets(
  scope: SecretScope & LocatingFinder,
  detectors: readonly LocatingDetector[],
): SecretScope {
  return detectors.length === 0 ? scope : new LineSecrets(scope, detectors);
}

class LineSecrets implements SecretScope, LocatingFinder {
  readonly silent: SecretFinder;
  readonly #scope: SecretScope & LocatingFinder;
  readonly #detectors: readonly LocatingDetector[];

  constructor(scope: SecretScope & LocatingFinder, detectors: readonly LocatingDetector[]) {
    this.#scope = scope;
    this.#detectors = detectors;
    const { silent } = scope;
    this.silent = {
      get size() {
        return scope.size + detectors.length;
      },
      // The scope comes first: a secret that holds a credential is then found as a whole.
      scrub: (text) => detectors.reduce(withoutCredentials, silent.scrub(text)),
    };
  }

  get size(): number {
    return this.silent.size;
  }

  scrub(text: string): string {
    const scrubbed = this.silent.scrub(text);
    if (scrubbed !== text) reportHits(this, text, scrubbed, "text");
    return scrubbed;
  }

  scrubError<E>(error: E): E {
    return scrubError(error, new SinkFinder(this, "error"));
  }

  hits(text: string): readonly Hit[] {
    const hits = [...this.#scope.hits(text)];
    let left = this.#scope.silent.scrub(text);
    for (const detector of this.#detectors) {
      const open = withoutCredentials(left, detector);
      const count = markersIn(open) - markersIn(left);
      for (let one = 0; one < count; one++) {
        hits.push({
          ...UNKNOWN_HIT,
          source: "detector",
          detector: String(ownValue(detector, "name") ?? ""),
          form: "raw",
        });
      }
      left = open;
    }
    return hits;
  }
}

function markersIn(text: string): number {
  return text.split(STRIPPED).length - 1;
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
