import { STRIPPED } from "../../marker.js";
import type { KeyMatcher } from "../../policy/key-matcher.js";
import type { Detector } from "../../policy/policy.js";
import { MARKER_TEXT } from "../../scalars/json-string.js";
import { hasSurrogates, sortByKey } from "./key-order.js";
import { joined } from "./rope.js";

/** An entry of a map in the order of print: what is decided by its key alone. */
export interface MapEntry {
  readonly key: string;
  readonly hasSurrogates: boolean;
  /** The key with all that stands before its value, where the entry is the first one of its map. */
  readonly first: string;
  /** The same where another entry stands before it. */
  readonly next: string;
  /** Length of the key, its colon, and the comma: what it takes of the output. */
  readonly size: number;
  /** Whether the value is printed, or is secret because of the key, or is not read because the key is not one. */
  readonly value: "open" | "secret" | "refused";
}

/** How the keys of a map field are judged and printed. */
export interface KeyRules {
  /** The key as it is printed; undefined if it is not of the map's key type. */
  keyText(key: string): string | undefined;
  /** What is printed for a key that is not of the map's key type. */
  readonly wrongKey: string;
  readonly isSecretKey: KeyMatcher | undefined;
  readonly holdsCredential: Detector | undefined;
  /** What opens and closes each value: a quote, where only what stands inside of it is printed. */
  readonly quote: '"' | "";
}

// Maps and keys that are larger than these are not worth keeping.
const MOST_KEYS = 64;
const LONGEST_KEY = 256;
// Enough for the keys of all volumes of a driver, little enough that hostile keys cannot fill the memory.
const MOST_ENTRIES = 512;

/**
 * Sorts and judges the keys of maps. The same keys come again and again. So those of the last map are kept: comparing
 * them costs a tenth of sorting, judging and quoting them anew. So is what was made of each key, for maps that have keys
 * in common: half of the cost. Keys that hold a credential are not kept.
 */
export function mapEntries(rules: KeyRules): (keys: readonly string[]) => readonly MapEntry[] {
  let lastKeys: readonly string[] = [];
  let lastEntries: readonly MapEntry[] = [];
  const { holdsCredential } = rules;
  const known = new Map<string, MapEntry>();

  /** What is made of a key; undefined if it holds a credential. */
  const entryOf = (key: string): MapEntry | undefined => {
    const entry = known.get(key);
    if (entry !== undefined) return entry;
    if (holdsCredential?.(key)) return undefined;
    const made = makeEntry(key, rules);
    if (key.length <= LONGEST_KEY) {
      if (known.size >= MOST_ENTRIES) known.clear();
      known.set(key, made);
    }
    return made;
  };

  return (keys) => {
    // A reader may have added keys to the list that it gave the last time.
    if (keys.length === lastEntries.length && sameTexts(keys, lastKeys)) return lastEntries;
    const entries: MapEntry[] = [];
    let isHidden = false;
    for (const key of keys) {
      const entry = entryOf(key);
      if (entry === undefined) isHidden = true;
      else entries.push(entry);
    }
    if (isHidden) return withHidden(entries, rules);
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

function makeEntry(key: string, rules: KeyRules): MapEntry {
  const text = rules.keyText(key);
  // Under another spelling of a key its rules would not find it.
  if (text === undefined) return entry(key, rules.wrongKey, "refused", rules);
  return entry(key, text, rules.isSecretKey?.(key) ? "secret" : "open", rules);
}

function entry(key: string, text: string, value: MapEntry["value"], { quote }: KeyRules): MapEntry {
  const first = joined("{", text, ":", quote);
  const next = joined(quote, ",", text, ":", quote);
  return { key, hasSurrogates: hasSurrogates(key), first, next, size: text.length + 2, value };
}

/** Adds one entry for all keys that hold a credential, so that their number does not show. */
function withHidden(entries: readonly MapEntry[], rules: KeyRules): readonly MapEntry[] {
  const shown = entries.filter(({ key }) => key !== STRIPPED);
  shown.push(entry(STRIPPED, MARKER_TEXT, "secret", rules));
  sortByKey(shown);
  return shown;
}
