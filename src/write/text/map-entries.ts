import { type EntryFate, type MapKeys, MERGED_KEY } from "../../plan/map-keys.js";
import { MARKER_TEXT } from "../../scalars/json-string.js";
import { hasSurrogates, sortByKey } from "./key-order.js";
import { joined } from "./rope.js";

/** An entry of a map, ready to print: everything that depends only on its key. */
export interface MapEntry {
  readonly key: string;
  readonly hasSurrogates: boolean;
  /** The text before the value, key included, if the entry is the first one of its map. */
  readonly first: string;
  /** The text before the value, key included, if another entry is before it. */
  readonly next: string;
  /** The length of the key, its colon, and the comma: the output that the entry takes without its value. */
  readonly size: number;
  readonly fate: EntryFate;
}

/** How the keys of a map field are judged and printed. */
export interface KeyRules {
  readonly keys: MapKeys;
  /** The key as it is printed, with quotes. */
  keyText(key: string): string;
  /** The text for a key that is not valid for the map's key type. */
  readonly wrongKey: string;
  /** The quote around each value, if the values are printed without their quotes. Otherwise empty. */
  readonly quote: '"' | "";
}

// Larger maps and keys are not worth remembering.
const MOST_KEYS = 64;
const LONGEST_KEY = 256;
// Enough for the keys of all volumes of a driver, and few enough that hostile keys cannot fill the memory.
const MOST_ENTRIES = 512;

/**
 * Makes a function that sorts and judges the keys of maps. Most maps have the same keys, so it remembers two things. It
 * remembers the keys of the last map: comparing them costs a tenth of sorting, judging and quoting them again. And it
 * remembers the entry for each key, for maps that share some keys: this saves half of the cost. It does not remember keys
 * that hold a credential.
 */
export function mapEntries(rules: KeyRules): (keys: readonly string[]) => readonly MapEntry[] {
  let lastKeys: readonly string[] = [];
  let lastEntries: readonly MapEntry[] = [];
  const known = new Map<string, MapEntry>();

  /** The entry for a key; undefined if the key holds a credential. */
  const entryOf = (key: string): MapEntry | undefined => {
    const entry = known.get(key);
    if (entry !== undefined) return entry;
    const fate = rules.keys.judge(key);
    if (fate === "credential") return undefined;
    const text = fate === "invalid" ? rules.wrongKey : rules.keyText(key);
    const made = makeEntry(key, text, fate, rules);
    if (key.length <= LONGEST_KEY) {
      if (known.size >= MOST_ENTRIES) known.clear();
      known.set(key, made);
    }
    return made;
  };

  return (keys) => {
    // Compare the length with the entries: a representation may have appended keys to the list that it returned the last time.
    if (keys.length === lastEntries.length && beginsWith(lastKeys, keys)) return lastEntries;
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

function beginsWith(list: readonly string[], beginning: readonly string[]): boolean {
  if (list === beginning) return true;
  for (let index = 0; index < beginning.length; index++) {
    if (list[index] !== beginning[index]) return false;
  }
  return true;
}

function makeEntry(key: string, text: string, fate: EntryFate, { quote }: KeyRules): MapEntry {
  const first = joined("{", text, ":", quote);
  const next = joined(quote, ",", text, ":", quote);
  return { key, hasSurrogates: hasSurrogates(key), first, next, size: text.length + 2, fate };
}

/** Adds the one entry that replaces all entries whose keys hold a credential. */
function withMerged(entries: readonly MapEntry[], rules: KeyRules): readonly MapEntry[] {
  const shown = [...entries, makeEntry(MERGED_KEY, MARKER_TEXT, "credential", rules)];
  sortByKey(shown);
  return shown;
}
