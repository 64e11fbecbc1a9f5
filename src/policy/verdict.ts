import type { KeyMatcher } from "./key-matcher.js";
import type { KeyPattern, MapKeyRule } from "./policy.js";

/** What the policy decides for a field. */
export type Verdict =
  | { readonly kind: "open" }
  | { readonly kind: "secret"; readonly rule: Rule }
  | KeyedVerdict;

/** The entries of the field are judged one by one, by key. */
export interface KeyedVerdict {
  readonly kind: "keyed";
  readonly rules: readonly Rule[];
  readonly keys: KeyMatcher;
  /** The rules as they were given. */
  readonly given: readonly MapKeyRule[];
}

/** A rule of a policy, as a verdict and an error name it. */
export type Rule =
  | { readonly kind: "field option"; readonly name: string }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "map keys"; readonly field: string; readonly keys: readonly KeyPattern[] };

/** The verdict where no rule names a field. */
export const OPEN: Verdict = { kind: "open" };

/** A rule in words, such as `field option csi.v1.csi_secret`. */
export function describeRule(rule: Rule): string {
  if (rule.kind !== "map keys") return `${rule.kind} ${rule.name}`;
  return `map keys of ${rule.field}: ${rule.keys.map(describeKey).join(", ")}`;
}

function describeKey(key: KeyPattern): string {
  if (typeof key === "string") return JSON.stringify(key);
  return key instanceof RegExp ? String(key) : `${key.name || "a function"}()`;
}
