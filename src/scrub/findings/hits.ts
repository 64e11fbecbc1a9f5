import { latin1Of } from "../../values/bytes.js";
import { type Origins, originsAt } from "../../write/collect/origin.js";
import type { SecretValue } from "../../write/collect/secret-walk.js";
import { type IndexedValues, isFoundIn, lengthOf, type SecretIndex, textOf } from "../index/secret-index.js";
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
const MOST_HITS = 200;

/**
 * The secrets in a text, in order: one for each part that is replaced. Where finds overlap, the one of the longest value counts,
 * because the others are parts of it, or are there by chance. Of equal values, the one that was held last counts.
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
  // To find out where a secret is from may take long, and a text may hold it often.
  const known = new Map<object, Provenance>();
  const provenance = (secret: object): Provenance => {
    const made = known.get(secret) ?? provenanceOf(secret, sought());
    known.set(secret, made);
    return made;
  };
  return spansToReplace(wellFormed, found)
    .slice(0, MOST_HITS)
    .map(({ end }) => {
      let longest: FoundSecret | undefined;
      for (let one = sorted[next]; one !== undefined && one.start < end; one = sorted[++next]) {
        if (longest === undefined || isBefore(one, longest)) longest = one;
      }
      return longest === undefined ? UNKNOWN_HIT : hitOf(longest, wellFormed, provenance(longest.secret));
    });
}

/** Whether a find counts rather than another one at the same place. One value may be found in several forms. */
function isBefore(one: FoundSecret, other: FoundSecret): boolean {
  const longer = lengthOf(one.secret) - lengthOf(other.secret);
  return longer > 0 || (longer === 0 && one.kind >= 0 && (other.kind < 0 || one.kind < other.kind));
}

/** What is known of a secret wherever it is found. */
interface Provenance extends Omit<Hit, "form"> {
  /** The value. Of several values that begin alike, it is one of them. */
  readonly value: string | undefined;
}

function provenanceOf(secret: object, sought: Iterable<SoughtValues>): Provenance {
  let holder: SoughtValues | undefined;
  let entry: IndexedValues[number] | undefined;
  for (const one of sought) {
    const own = one.indexed?.findLast((each) => isFoundIn(secret, each));
    if (own !== undefined) [holder, entry] = [one, own];
  }
  if (holder === undefined || entry === undefined) return { ...UNKNOWN_HIT, value: undefined };
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
    value: entry.value,
  };
}

function hitOf({ start, end, kind }: FoundSecret, text: string, { value, ...known }: Provenance): Hit {
  if (value === undefined) return UNKNOWN_HIT;
  return { ...known, form: writtenForm(text.slice(start, end), foundIn(kind), value) };
}

/** Which of some values an indexed value is, or is inside of. */
function indexOf(indexed: string, values: readonly SecretValue[]): number {
  const texts = values.map((value) =>
    typeof value === "string" ? value : (textOf(value) ?? latin1Of(value)),
  );
  const own = texts.lastIndexOf(indexed);
  return own === -1 ? texts.findLastIndex((text) => valuesIn(text).includes(indexed)) : own;
}
