import { copyPattern } from "./pattern.js";
import { type KeyPattern, MAX_PATTERN_KEY_LENGTH } from "./policy.js";

/** Says whether the value under a key of a keyed field is secret. Never throws. */
export type KeyMatcher = (key: string) => boolean;

// A service uses fewer keys. The bound keeps hostile keys from filling the memory.
const MAX_REMEMBERED = 1000;

/** Compiles the patterns of all rules that name a field. An exact key takes one look-up. Patterns are tried once per key. */
export function keyMatcher(patterns: readonly KeyPattern[]): KeyMatcher {
  const exact = new Set(patterns.filter((pattern) => typeof pattern === "string"));
  const tests = patterns.filter((pattern) => typeof pattern !== "string").map(keyTest);
  if (tests.length === 0) return (key) => exact.has(key);

  const remembered = new Map<string, boolean>();
  return (key) => {
    if (key.length > MAX_PATTERN_KEY_LENGTH) return true;
    let secret = remembered.get(key);
    if (secret === undefined) {
      secret = exact.has(key) || tests.some((test) => test(key));
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(key, secret);
    }
    return secret;
  };
}

function keyTest(pattern: RegExp | ((key: string) => boolean)): KeyMatcher {
  if (pattern instanceof RegExp) {
    const copy = copyPattern(pattern);
    return (key) => copy.test(key);
  }
  return (key) => {
    try {
      return Boolean(pattern(key));
    } catch {
      return true;
    }
  };
}
