import { type ActionOf, type AppliedAction, strictness } from "./classes.js";
import type { CopiedMapKeyRule } from "./copy-policies.js";
import { keyMatcher } from "./key-matcher.js";
import { MAX_PATTERN_KEY_LENGTH } from "./policy.js";

/**
 * Finds the action for the secret value under a key: the one that hides most, if several rules match. Undefined if no rule has an
 * action that shows a part.
 */
export function entryActions(
  rules: readonly CopiedMapKeyRule[],
  actionOf: ActionOf,
): ((key: string) => AppliedAction) | undefined {
  const matchers = rules
    .map(({ keys, className }) => ({ matches: keyMatcher(keys), action: actionOf(className) }))
    .sort((a, b) => strictness(b.action) - strictness(a.action));
  if (matchers.every(({ action }) => strictness(action) >= strictness("strip"))) return undefined;
  return (key) => {
    // The value of a long key is secret, and no pattern is tried on the key.
    const isLong = key.length > MAX_PATTERN_KEY_LENGTH;
    return (isLong ? undefined : matchers.find(({ matches }) => matches(key)))?.action ?? "strip";
  };
}
