import { type EntryVerdict, type MapKeys, MERGED_KEY } from "../../plan/map-keys.js";
import { MARKER_TEXT } from "../../scalars/json-string.js";
import { hasSurrogates, sortByKey } from "./key-order.js";
import { joined } from "./rope.js";

/** An entry of a map in the order of print: all that follows from its key. */
export interface MapEntry {
  readonly key: string;
  readonly hasSurrogates: boolean;
  /** The key with all that stands before its value, where the entry is the first one of its map. */
  readonly first: string;
  /** The same where another entry stands before it. */
  readonly next: string;
  /** Length of the key, its colon, and the comma: what the entry takes of the output beside its value. */
  readonly size: number;
  readonly verdict: EntryVerdict;
}

/** How the keys of a map field are judged and printed. */
export interface KeyRules {
  readonly keys: MapKeys;
  /** The key as it is printed, with quotes. */
  keyText(key: string): string;
  /** What is printed for a key that is not of the map's key type. */
  readonly wrongKey: string;
  /** What opens and closes each value: a quote, where only what stands inside of it is printed. */
  readonly quote: '"' | "";
}

// Maps and keys that are larger than these are not worth keeping.
const MOST_KEYS = 64;
const LONGEST_KEY = 256;
// Enough for the keys of all volumes of a driver, little enough that hostile keys cannot fill the memory.
const MOST_ENTRIES = 512;

/**
 * Sorts and judges the keys of maps. The same keys come again and again, so two things are remembered. The keys of the last
 * map: comparing them costs a tenth of sorting, judging and quoting them anew. And what was made of each key, for maps that
 * have some keys in common: half of the cost. Keys that hold a credential are not remembered.
 */
export function mapEntries(rules: KeyRules): (keys: readonly string[]) => readonly MapEntry[] {
  let lastKeys: readonly string[] = [];
  let lastEntries: readonly MapEntry[] = [];
  const known = new Map<string, MapEntry>();

  /** What is made of a key; undefined if it holds a credential. */
  const entryOf = (key: string): MapEntry | undefined => {
    const entry = known.get(key);
    if (entry !== undefined) return entry;
    const verdict = rules.keys.judge(key);
    if (verdict === "credential") return undefined;
    const text = verdict === "invalid" ? rules.wrongKey : rules.keyText(key);
    const made = makeEntry(key, text, verdict, rules);
    if (key.length <= LONGEST_KEY) {
      if (known.size >= MOST_ENTRIES) known.clear();
      known.set(key, made);
    }
    return made;
  };

  return (keys) => {
    // A representation may have added keys to the list that it gave the last time.
    if (keys.length === lastEntries.length && sameTexts(keys, lastKeys)) return lastEntries;
    const entries: MapEntry[] = [];
    let isMerged = false;
    for (const key of keys) {
      const entry = entryOf(key);
      if (entry === undefined) isMerged = true;
      else entries.push(entry);
    }
    if (isMerged) return withMerged(entries, rules);
    sortByKey(entries);
    if (keys.length <= MOST_KEYS && keys.every((key) => key.length <= LONGEST_KEY)) {
      lastKeys = keys;
      lastEntries = entries;
    }
    return entries;
  };
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}

function makeEntry(key: string, text: string, verdict: EntryVerdict, { quote }: KeyRules): MapEntry {
  const first = joined("{", text, ":", quote);
  const next = joined(quote, ",", text, ":", quote);
  return { key, hasSurrogates: hasSurrogates(key), first, next, size: text.length + 2, verdict };
}

/** Adds the one entry that stands for all keys that hold a credential. */
function withMerged(entries: readonly MapEntry[], rules: KeyRules): readonly MapEntry[] {
  const shown = [...entries, makeEntry(MERGED_KEY, MARKER_TEXT, "credential", rules)];
  sortByKey(shown);
  return shown;
}
