import { STRIPPED } from "../../marker.js";
import type { KeyMatcher } from "../../policy/key-matcher.js";
import type { Detector } from "../../policy/policy.js";
import { isKeyText } from "../../schema/key-text.js";
import type { MapKeyType } from "../../schema/message-shape.js";
import { sameTexts } from "./known-layouts.js";

/** What becomes of an entry, by its key: `marked` if the key itself is replaced, by the marker. */
export type KeyVerdict = "open" | "secret" | "marked" | "dropped";

/** How the keys of a map field are judged. */
export interface KeyRules {
  readonly keyType: MapKeyType;
  /** Says which keys have secret values. */
  readonly isSecretKey: KeyMatcher | undefined;
  readonly holdsCredential: Detector | undefined;
}

// Maps that are larger than these are not worth keeping the keys of.
const MOST_KEYS = 64;
const LONGEST_KEY = 256;

/**
 * Judges the keys of maps. The same keys come again and again, so those of the last map are kept, unless there is a
 * credential among them.
 */
export function keyJudge(rules: KeyRules): (keys: readonly string[]) => readonly KeyVerdict[] {
  let lastKeys: readonly string[] = [];
  let lastVerdicts: readonly KeyVerdict[] = [];
  return (keys) => {
    if (sameTexts(keys, lastKeys)) return lastVerdicts;
    const verdicts = judge(keys, rules);
    if (areKeepable(keys) && !verdicts.includes("marked")) {
      lastKeys = [...keys];
      lastVerdicts = verdicts;
    }
    return verdicts;
  };
}

/** Whether keys are few and short enough to be kept. */
export function areKeepable(keys: readonly string[]): boolean {
  return keys.length <= MOST_KEYS && keys.every((key) => key.length <= LONGEST_KEY);
}

function judge(keys: readonly string[], { keyType, isSecretKey, ...rules }: KeyRules): readonly KeyVerdict[] {
  const holdsCredential = keyType === "string" ? rules.holdsCredential : undefined;
  const firstMarked = holdsCredential === undefined ? -1 : keys.findIndex((key) => holdsCredential(key));
  return keys.map((key, index) => {
    if (index === firstMarked) return "marked";
    // All keys that hold a credential are one entry, and the marker, if it was a key before, is one of them.
    if (firstMarked !== -1 && (key === STRIPPED || holdsCredential?.(key))) return "dropped";
    if (!isKeyText(keyType, key)) return "dropped";
    return isSecretKey?.(key) ? "secret" : "open";
  });
}
