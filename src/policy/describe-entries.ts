import type { CopiedMapKeyRule } from "./copy-policies.js";
import { keyMatcher } from "./key-matcher.js";
import { type Detector, MAX_PATTERN_KEY_LENGTH, type ValueDescriber } from "./policy.js";
import type { DescribeEntry, DescribeValue } from "./verdict.js";

/** Compiles what the rules of a field show of secret values. Undefined if no rule shows anything. */
export function describeEntries(
  rules: readonly CopiedMapKeyRule[],
  holdsCredential: Detector = () => false,
): DescribeEntry | undefined {
  if (rules.every((rule) => rule.describe === undefined)) return undefined;
  const matchers = rules.map(({ keys, describe }) => ({ matches: keyMatcher(keys), describe }));
  return (key) => {
    // The value of a long key is secret, and no pattern is tried on the key.
    if (key.length > MAX_PATTERN_KEY_LENGTH) return undefined;
    const [first, ...others] = matchers.filter(({ matches }) => matches(key));
    const describe = first?.describe;
    // If one rule shows nothing, nothing is shown.
    if (describe === undefined || others.some((other) => other.describe !== describe)) return undefined;
    return describeSafely(describe, holdsCredential);
  };
}

function describeSafely(describe: ValueDescriber, holdsCredential: Detector): DescribeValue {
  return (value) => {
    try {
      const text = typeof value === "string" ? describe(value, holdsCredential) : undefined;
      // The function may be plain JavaScript, and may return anything.
      return typeof text === "string" ? text : undefined;
    } catch {
      return undefined;
    }
  };
}
