import type { KeyMatcher } from "../policy/key-matcher.js";
import type { Detector } from "../policy/policy.js";
import { MARKER_TEXT, STRIPPED } from "./json-text.js";
import { sortKeys } from "./key-order.js";

/** An entry of a map in the order of print: what is decided by its key alone. */
export interface MapEntry {
  readonly key: string;
  /** The key as it is printed, with its colon. */
  readonly prefix: string;
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
}

// Maps that are larger than these are not worth keeping the keys of.
const MOST_KEYS = 64;
const LONGEST_KEY = 256;

/**
 * Sorts and judges the keys of maps. The same keys come again and again, so those of the last map are kept: comparing
 * them costs a tenth of sorting, judging and quoting them anew.
 */
export function mapEntries(rules: KeyRules): (keys: string[]) => readonly MapEntry[] {
  let lastKeys: readonly string[] = [];
  let lastEntries: readonly MapEntry[] = [];
  return (keys) => {
    if (sameTexts(keys, lastKeys)) return lastEntries;
    const found = [...keys];
    const entries = makeEntries(keys, rules);
    if (found.length <= MOST_KEYS && found.every((key) => key.length <= LONGEST_KEY)) {
      lastKeys = found;
      lastEntries = entries;
    }
    return entries;
  };
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}

function makeEntries(keys: string[], rules: KeyRules): readonly MapEntry[] {
  const { isSecretKey, holdsCredential } = rules;
  const hidden = holdsCredential === undefined ? [] : keys.filter((key) => holdsCredential(key));
  const shown = hidden.length === 0 ? keys : visibleKeys(keys, hidden);
  sortKeys(shown);
  return shown.map((key): MapEntry => {
    // All keys that hold a credential are one entry, so that their number does not show.
    if (hidden.length > 0 && key === STRIPPED) return { key, prefix: `${MARKER_TEXT}:`, value: "secret" };
    const text = rules.keyText(key);
    // Under another spelling of a key its rules would not find it.
    if (text === undefined) return { key, prefix: `${rules.wrongKey}:`, value: "refused" };
    return { key, prefix: `${text}:`, value: isSecretKey?.(key) ? "secret" : "open" };
  });
}

function visibleKeys(keys: readonly string[], hidden: readonly string[]): string[] {
  const secret = new Set(hidden);
  return [...new Set(keys.map((key) => (secret.has(key) ? STRIPPED : key)))];
}
