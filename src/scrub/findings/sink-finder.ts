import { PSEUDONYM, STRIPPED } from "../../marker.js";
import { memberOf, ownValue } from "../../options/own-value.js";
import { scrubError } from "../../values/scrub-error.js";
import { type ReportingFinder, type SecretFinder, silent } from "../../values/walk-rules.js";
import { processValues } from "../held-values.js";
import { callerFrame } from "./caller-frame.js";
import { type CallerFrame, type Hit, type Place, UNKNOWN_HIT } from "./finding.js";
import { findingListeners } from "./finding-listeners.js";

/**
 * What a finder of this package has beside the functions for users. A copy of an older version has none of it, so it is read
 * as a member that may be missing.
 */
export interface LocatingFinder extends ReportingFinder {
  /** The secrets in a text, in order. */
  hits(text: string): readonly Hit[];
}

/**
 * Reports what a search has found. It costs nothing if nothing was found, and next to nothing if nobody listens. Never throws.
 *
 * @param place more about the sink, made out of the text without secrets.
 */
export function reportHits(
  finder: SecretFinder,
  text: string,
  scrubbed: string,
  sink: string,
  place?: (scrubbed: string) => string | undefined,
): void {
  try {
    const { isListening, report } = findingListeners();
    if (!isListening()) return;
    const { hits, ...where } = locatedHits(finder, text, scrubbed, sink, place?.(scrubbed));
    if (hits.length > 0) report(hits, where);
  } catch {
    // The stack ended. The text is scrubbed all the same.
  }
}

/** What a search has found, and where: the parts of a finding. Their texts are from outside, so they are scrubbed. */
export interface LocatedHits extends Place {
  readonly hits: readonly Hit[];
}

/** The secrets in a text. Default of the frame: the caller, if there are any. */
export function locatedHits(
  finder: SecretFinder,
  text: string,
  scrubbed: string,
  sink: string,
  place: string | undefined,
  frame?: CallerFrame | undefined,
): LocatedHits {
  const hits = hitsOf(finder, text);
  const scrub = (found: string): string => processValues().scrub(silent(finder).scrub(found));
  const context = isJson(scrubbed) ? " in JSON" : "";
  const by = frame ?? (hits.length === 0 ? undefined : callerFrame());
  return {
    hits: hits.map((hit) => ({
      ...hit,
      key: safe(hit.key, scrub),
      header: safe(hit.header, scrub),
      method: safe(hit.method, scrub),
      form: hit.form + context,
    })),
    sink,
    place: safe(place, scrub),
    frame: by && { ...by, file: safe(by.file, scrub), function: safe(by.function, scrub) },
  };
}

function hitsOf(finder: SecretFinder, text: string): readonly Hit[] {
  try {
    const hits = memberOf(finder, "hits");
    if (typeof hits === "function") return Reflect.apply(hits, finder, [text]);
    // Another version has found it, or what a program has put around ours.
    const found = ownValue(processValues(), "hits")?.(text) ?? [];
    return found.length > 0 ? found : [UNKNOWN_HIT];
  } catch {
    return [UNKNOWN_HIT]; // what another copy has found must not be lost
  }
}

/** Longest text of a finding. */
const LONGEST = 256;

const PSEUDONYMS = new RegExp(PSEUDONYM.source, "g");

/** A text that is from outside: it may hold a secret, of any call. */
function safe<T extends string | undefined>(text: T, scrub: (text: string) => string): T | string {
  if (text === undefined) return text;
  // A pseudonym is a hash.
  const scrubbed = scrub(text).replace(PSEUDONYMS, STRIPPED);
  return scrubbed.length > LONGEST ? `${scrubbed.slice(0, LONGEST)}…` : scrubbed;
}

/** Whether a text is a JSON object or list. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A finder that reports what it finds as found on the way to a sink. */
export class SinkFinder implements LocatingFinder {
  readonly silent: SecretFinder;
  readonly #finder: SecretFinder;
  readonly #sink: string;
  readonly #place: ((scrubbed: string) => string | undefined) | undefined;

  constructor(finder: SecretFinder, sink: string, place?: (scrubbed: string) => string | undefined) {
    this.#finder = finder;
    this.silent = silent(finder);
    this.#sink = sink;
    this.#place = place;
  }

  get size(): number {
    return this.silent.size;
  }

  scrub(text: string): string {
    const scrubbed = this.silent.scrub(text);
    if (scrubbed !== text) reportHits(this.#finder, text, scrubbed, this.#sink, this.#place);
    return scrubbed;
  }

  scrubError<E>(error: E): E {
    return scrubError(error, this);
  }

  hits(text: string): readonly Hit[] {
    return hitsOf(this.#finder, text);
  }
}
