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
 * The properties that decide what a RegExp matches. The engine and this library read them. If a pattern overrides one of
 * them, a copy would match something else.
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
  return `a RegExp that changes ${String(changed)} cannot be copied`;
}

/**
 * A copy of a pattern. Later changes of the pattern, such as by `compile`, do not affect the copy. It lacks the flags `g` and
 * `y`: with them, a pattern continues where it stopped, and misses every other key.
 */
export function copyPattern(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ""));
}

/** Whether a pattern inherits a property from RegExp.prototype, and neither the pattern nor a subclass overrides it. */
function isInherited(pattern: RegExp, name: PropertyKey): boolean {
  for (let owner: object | null = pattern; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, name)) return owner === RegExp.prototype;
  }
  return false;
}
