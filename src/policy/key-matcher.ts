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

/**
 * What a RegExp does is asked of these properties, by the engine and by this library. A pattern that changes one of them
 * is a pattern of its own kind, and no copy of it does the same.
 */
const BEHAVIOUR: readonly PropertyKey[] = [
  "test",
  "exec",
  Symbol.match,
  "source",
  "flags",
  "hasIndices",
  "global",
  "ignoreCase",
  "multiline",
  "dotAll",
  "unicode",
  "unicodeSets",
  "sticky",
];

/** Why a pattern cannot be copied, as a clause; undefined if it can. */
export function patternProblem(pattern: RegExp): string | undefined {
  const changed = BEHAVIOUR.find((name) => name in RegExp.prototype && !isInherited(pattern, name));
  if (changed === undefined) return undefined;
  return `a RegExp that changes ${String(changed)} cannot be copied; give a function of the key that calls it`;
}

/**
 * A copy of a pattern that stays as it is, whatever is done with the pattern: `compile` changes a RegExp in place. The
 * copy has no flags `g` and `y`, which make a pattern remember where it stopped, so that it misses every other key.
 */
export function copyPattern(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
}

/** Whether the first owner of a property is RegExp.prototype: neither the pattern nor a class of its own has it. */
function isInherited(pattern: RegExp, name: PropertyKey): boolean {
  for (let owner: object | null = pattern; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, name)) return owner === RegExp.prototype;
  }
  return false;
}
