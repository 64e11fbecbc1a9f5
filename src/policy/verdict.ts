import { type AppliedAction, SECRET } from "./classes.js";
import type { CopiedMapKeyRule } from "./copy-policies.js";
import type { KeyMatcher } from "./key-matcher.js";
import type { KeyPattern } from "./policy.js";

/** The decision of the policies for a field. */
export type Verdict =
  | {
      readonly kind: "open";
      /** The rule that names the field, if its class is shown to the reader. */
      readonly shown: Judgement | undefined;
    }
  | (Judgement & {
      readonly kind: "secret";
      readonly action: Exclude<AppliedAction, "show">;
      /** Whether texts say that nobody has reviewed the field. */
      readonly isUnreviewed: boolean;
    })
  | KeyedVerdict;

/** A rule that names a field, and its class. */
export interface Judgement {
  readonly rule: Rule;
  readonly className: string;
}

/** The entries of the field are judged one by one, by key. */
export interface KeyedVerdict {
  readonly kind: "keyed";
  readonly rules: readonly Rule[];
  /** Whether the value under a key is secret. */
  readonly keys: KeyMatcher;
  /** Whether the value under a key of JSON in the field's strings or bytes is secret. Undefined if they are not judged as JSON. */
  readonly json: KeyMatcher | undefined;
  /** Describes the secret value under a key. Undefined if no rule has a description. */
  readonly describe: DescribeEntry | undefined;
  /**
   * The action for the secret value under a key. Undefined if no rule has an action that shows a part. Only for maps of strings, as
   * descriptions are.
   */
  readonly actionOf: ((key: string) => AppliedAction) | undefined;
  /** The same for the secret value under a key of JSON. */
  readonly jsonActionOf: ((key: string) => AppliedAction) | undefined;
  /** The rules of the policies that name the field. */
  readonly given: readonly CopiedMapKeyRule[];
}

/** Finds the description of the secret values under a key. Undefined if the values are not described. Never throws. */
export type DescribeEntry = (key: string) => DescribeValue | undefined;

/** Returns the text that is shown in place of a secret value. Undefined if the marker is shown. Never throws. */
export type DescribeValue = (value: unknown) => string | undefined;

/** A rule of a policy, as verdicts and errors name it. */
export type Rule =
  /** With the path and value that count: `logger.sensitivity = SENSITIVITY_PII`. */
  | { readonly kind: "field option" | "message option"; readonly name: string }
  | { readonly kind: "field"; readonly name: string }
  /** No rule names the field, but it is a suspect, and the sanitizer strips suspects. */
  | { readonly kind: "suspect"; readonly name: string }
  /** No rule names the field, and a policy hides such fields. It has no name. */
  | { readonly kind: "unlisted"; readonly name: string }
  | {
      readonly kind: "map keys" | "JSON keys";
      readonly field: string;
      readonly keys: readonly KeyPattern[];
      readonly isDescribed: boolean;
    };

/** The verdict for a field that no rule names. */
export const OPEN: Verdict = { kind: "open", shown: undefined };

/** The verdict for a field of the class `secret`. */
export function secretBy(rule: Rule): Verdict {
  return { kind: "secret", rule, className: SECRET, action: "strip", isUnreviewed: false };
}

/** A rule in words, such as `field option csi.v1.csi_secret`. */
export function describeRule(rule: Rule): string {
  if (rule.kind === "unlisted") return "unlisted";
  if (!isForKeys(rule)) return `${rule.kind} ${rule.name}`;
  const keys = rule.keys.map(describeKey).join(", ");
  return `${rule.kind} of ${rule.field}: ${keys}${rule.isDescribed ? ", described" : ""}`;
}

// By the kind: code may have put a property named "keys" on Object.prototype.
function isForKeys(rule: Rule): rule is Extract<Rule, { readonly keys: unknown }> {
  return rule.kind === "map keys" || rule.kind === "JSON keys";
}

function describeKey(key: KeyPattern): string {
  if (typeof key === "string") return JSON.stringify(key);
  return key instanceof RegExp ? String(key) : `${key.name || "a function"}()`;
}
