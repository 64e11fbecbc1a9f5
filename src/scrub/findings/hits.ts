import { latin1Of } from "../../values/bytes.js";
import { type Origins, originsAt } from "../../write/collect/origin.js";
import type { SecretValue } from "../../write/collect/secret-walk.js";
import { type IndexedValues, isFoundIn, type SecretIndex, textOf } from "../index/secret-index.js";
import { valuesIn } from "../index/secret-parts.js";
import { foundIn } from "../index/sought-secret.js";
import { type FoundSecret, spansToReplace } from "../line/spans.js";
import { type Hit, UNKNOWN_HIT } from "./finding.js";
import { writtenForm } from "./written-form.js";

/** Values that are held or sought together, and where they are from. */
export interface SoughtValues {
  readonly values: readonly SecretValue[];
  /** Undefined if the program holds them. */
  readonly origins: Origins | undefined;
  /** The method of the call that they came with. */
  readonly method: string | undefined;
  readonly indexed: IndexedValues | undefined;
}

/** More hits of one text are not told apart. */
const MOST_HITS = 1000;

/**
 * The secrets in a text, in order: one for each part that is replaced. Where finds overlap, the longest one counts, because it
 * covers the others. Of equal values, the one that was held last counts.
 *
 * @param sought all values in the index, the oldest first. Nothing says of a find where it is from, so they are searched.
 */
export function hitsIn(
  text: string,
  index: SecretIndex,
  sought: () => Iterable<SoughtValues>,
): readonly Hit[] {
  let found: readonly FoundSecret[];
  const wellFormed = text.toWellFormed();
  try {
    found = index.find(wellFormed);
  } catch {
    // The search takes too long, so the whole text was replaced.
    return [UNKNOWN_HIT];
  }
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  let next = 0;
  return spansToReplace(wellFormed, found)
    .slice(0, MOST_HITS)
    .map(({ end }) => {
      let longest: FoundSecret | undefined;
      for (let one = sorted[next]; one !== undefined && one.start < end; one = sorted[++next]) {
        if (longest === undefined || one.end - one.start > longest.end - longest.start) longest = one;
      }
      return longest === undefined ? UNKNOWN_HIT : hitOf(longest, wellFormed, sought());
    });
}

function hitOf(found: FoundSecret, text: string, sought: Iterable<SoughtValues>): Hit {
  let holder: SoughtValues | undefined;
  let entry: IndexedValues[number] | undefined;
  for (const one of sought) {
    const own = one.indexed?.findLast((each) => isFoundIn(found.secret, each));
    if (own !== undefined) [holder, entry] = [one, own];
  }
  if (holder === undefined || entry === undefined) return UNKNOWN_HIT;
  const { origins, method } = holder;
  const { origin, key } = originsAt(origins, indexOf(entry.value, holder.values)) ?? {};
  const isMetadata = origin?.kind === "metadata";
  return {
    ...UNKNOWN_HIT,
    source: origin?.kind ?? (origins === undefined && method === undefined ? "program" : "unknown"),
    field: isMetadata ? undefined : origin?.name,
    header: isMetadata ? origin.name : undefined,
    key,
    class: isMetadata ? undefined : origin?.className,
    method,
    form: writtenForm(text.slice(found.start, found.end), foundIn(found.kind), entry.value),
  };
}

/** Which of some values an indexed value is, or is inside of. */
function indexOf(indexed: string, values: readonly SecretValue[]): number {
  const texts = values.map((value) =>
    typeof value === "string" ? value : (textOf(value) ?? latin1Of(value)),
  );
  const own = texts.lastIndexOf(indexed);
  return own === -1 ? texts.findLastIndex((text) => valuesIn(text).includes(indexed)) : own;
}
