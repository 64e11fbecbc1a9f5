import type { Hit } from "../scrub/findings/finding.js";
import type { LocatingFinder } from "../scrub/findings/sink-finder.js";
import { type HeldValues, heldValues, PROBE, processValues } from "../scrub/held-values.js";
import { processSecrets } from "../scrub/live.js";
import { SecretStore } from "../scrub/secret-store.js";
import type { SecretFinder } from "../values/walk-rules.js";
import type { ValueReader, ValueWriter } from "./shared-values.js";

/**
 * How long values are sought after their release: to the end of nearly every run. If there are too many, those that were
 * released first are dropped first.
 */
const NEVER = Number.POSITIVE_INFINITY;

/** Values that are sought together. */
interface Source {
  readonly scrub: (text: string) => string;
  readonly hits: (text: string) => readonly Hit[];
}

/**
 * The secrets that the radar seeks in what a thread prints. They are the live secrets of the thread, which it seeks until it ends:
 * a leak may come long after the call; and those of all other threads of the run.
 */
export class KnownValues implements LocatingFinder {
  readonly #own = new SecretStore(undefined, ignore);
  readonly #others = new SecretStore(undefined, ignore);
  readonly #reader: Pick<ValueReader, "read">;
  /** Those that hold values. A value that this thread holds counts as its own: the others come in any order. */
  readonly #sources: Source[] = [];
  readonly silent: SecretFinder;

  constructor(reader: Pick<ValueReader, "read">) {
    this.#reader = reader;
    const known = this;
    this.silent = {
      get size() {
        return known.size;
      },
      scrub: (text) => this.scrub(text),
    };
  }

  /** More than zero if secrets are known. */
  get size(): number {
    if (this.#sources.length === 0) this.#readOthers();
    return this.#sources.length;
  }

  /** Reports nothing. It reads what other threads have shared until now. */
  scrub(text: string): string {
    this.#readOthers();
    let scrubbed = text;
    for (const source of this.#sources) scrubbed = source.scrub(scrubbed);
    return scrubbed;
  }

  /** The secrets in a text that was scrubbed. */
  hits(text: string): readonly Hit[] {
    const hits: Hit[] = [];
    let left = text;
    for (const source of this.#sources) {
      const found = source.hits(left);
      hits.push(...found);
      if (found.length > 0) left = source.scrub(left);
    }
    return hits;
  }

  /**
   * Watches what all copies of this package hold in this thread from now on. It changes nothing for them: loggers replace what
   * they replace without the radar.
   *
   * @param onFirst called when a value is held for the first time.
   */
  watch(writer: Pick<ValueWriter, "write">, onFirst: () => void): HeldValues {
    const live = heldValues(new SecretStore());
    const watched: HeldValues = {
      ...live,
      hold: (values, graceTime, origins, method) => {
        const release = live.hold(values, graceTime, origins, method);
        if (values.length === 0 || (values.length === 1 && values[0] === PROBE)) return release;
        if (this.#begin(this.#own)) onFirst();
        const forget = this.#own.hold(values, NEVER, origins, method);
        writer.write({ values, origins, method });
        return () => {
          release();
          forget();
        };
      },
    };
    const held = processValues(() => watched);
    // A copy that was loaded before the radar has its own functions. Then live secrets are sought as long as they are live.
    if (held !== watched) {
      this.#sources.push({
        scrub: (text) => processSecrets.silent.scrub(text),
        hits: (text) => processSecrets.hits(text),
      });
      onFirst();
    }
    return held;
  }

  #begin(store: SecretStore): boolean {
    if (this.#sources.includes(store)) return false;
    if (store === this.#own) this.#sources.unshift(store);
    else this.#sources.push(store);
    return true;
  }

  #readOthers(): void {
    for (const { values, origins, method } of this.#reader.read()) {
      this.#begin(this.#others);
      this.#others.hold(values, NEVER, origins, method)();
    }
  }
}

function ignore(): void {}
