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
