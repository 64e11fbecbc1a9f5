import { lineFinder } from "../logging/logged-messages.js";
import { UNREADABLE } from "../marker.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import type { ReportingFinder, SecretFinder } from "../values/walk-rules.js";

/** Finds the secrets of all calls under way. A sanitizer that throws disturbs no call, so it is asked late. */
export class CallFinder implements ReportingFinder {
  readonly silent: SecretFinder;
  readonly #make: () => SinkFinder;
  #made: SinkFinder | undefined;

  /**
   * @param sink where the texts go, as findings name it.
   * @param place more about it.
   */
  constructor(sanitizer: Sanitizer, sink: string, place?: string) {
    this.#make = () => new SinkFinder(lineFinder(sanitizer), sink, () => place);
    const finder = (): SinkFinder => this.#finder;
    this.silent = {
      get size() {
        return finder().size;
      },
      scrub: (text) => scrubbed(() => finder().silent, text),
    };
  }

  get size(): number {
    return this.#finder.size;
  }

  scrub(text: string): string {
    return scrubbed(() => this.#finder, text);
  }

  get #finder(): SinkFinder {
    this.#made ??= this.#make();
    return this.#made;
  }
}

function scrubbed(finder: () => SecretFinder, text: string): string {
  try {
    return finder().scrub(text);
  } catch {
    return UNREADABLE;
  }
}
