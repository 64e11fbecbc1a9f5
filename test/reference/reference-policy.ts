import type { DescField } from "@bufbuild/protobuf";
import type { ReferenceHidden } from "./reference-actions.js";

/** The policy of the reference. */
export interface ReferencePolicy {
  /** Whether a rule names the field: then its value is the marker, of whatever kind it is. */
  isSecret(field: DescField): boolean;
  /** The same for policies with classes: says what becomes of the value of a field that is not shown as it is. */
  hidden?(field: DescField): ReferenceHidden | undefined;
  /** Keys whose values are secret, in map fields and in the Structs that a field holds. */
  readonly mapKeys: readonly ReferenceKeyRule[];
  /** Keys whose values are secret in JSON that a field of strings or bytes holds. Default: none. */
  readonly json?: readonly ReferenceKeyRule[];
  /** Each finds credentials in an open string. */
  readonly detectors: readonly ((text: string) => boolean)[];
  /** Whether to print what a copy holds: no number can hold a text. Default: no. */
  readonly isCopy?: boolean;
  /** How many messages deep to print; the outermost counts as 1. Default 100. */
  readonly maxDepth?: number;
}

/** Keys of one field, named by its simple name ("volume_context") or its full name ("pkg.Msg.field"). */
export interface ReferenceKeyRule {
  readonly field: string;
  readonly keys: readonly (string | RegExp | ((key: string) => boolean))[];
  /** What becomes of the values. Default: they are stripped. */
  readonly hidden?: ReferenceHidden;
}

const STRIP: ReferenceHidden = { action: "strip" };

/** What becomes of the value of a field; undefined if it is shown as it is, or judged by keys. */
export function hiddenBy(policy: ReferencePolicy, field: DescField): ReferenceHidden | undefined {
  if (policy.hidden !== undefined) return policy.hidden(field);
  return policy.isSecret(field) ? STRIP : undefined;
}

/** What becomes of the value under a key; undefined if it is shown. Of several rules, the one that hides most counts. */
export function hiddenKey(rules: readonly ReferenceKeyRule[], key: string): ReferenceHidden | undefined {
  const found = rules.filter((rule) => matchesKey(rule, key)).map(({ hidden = STRIP }) => hidden);
  // The value of a long key is secret, whatever its class is.
  if (found.length > 0 && key.length > LONGEST_TRIED_KEY) return STRIP;
  return found.sort((a, b) => strictness(b.action) - strictness(a.action))[0];
}

/** How much an action hides: a larger number hides more. */
export function strictness(action: ReferenceHidden["action"]): number {
  if (action === "omit") return 5;
  if (action === "strip") return 4;
  if (action === "size") return 3;
  return "pseudonym" in action ? 2 : 1 / action.last;
}

/** Patterns and predicates are not tried on keys that are longer than this: their values are secret. */
const LONGEST_TRIED_KEY = 512;

/** Whether one of the keys of the rule matches. A predicate that throws counts as a match. */
export function matchesKey(rule: ReferenceKeyRule, key: string): boolean {
  if (key.length > LONGEST_TRIED_KEY && rule.keys.some((pattern) => typeof pattern !== "string")) {
    return true;
  }
  return rule.keys.some((pattern) => {
    if (typeof pattern === "string") {
      return pattern === key;
    }
    if (pattern instanceof RegExp) {
      // A copy: with the flags "g" and "y" the original remembers where it last matched.
      return new RegExp(pattern).test(key);
    }
    return trueOrThrows(() => pattern(key));
  });
}

/** Whether the rule names the field. */
export function namesField(rule: ReferenceKeyRule, field: DescField): boolean {
  return rule.field === field.name || rule.field === `${field.parent.typeName}.${field.name}`;
}

/** Whether one of the detectors finds a credential. A detector that throws counts as having found one. */
export function hasCredential(policy: ReferencePolicy, text: string): boolean {
  return policy.detectors.some((detect) => trueOrThrows(() => detect(text)));
}

function trueOrThrows(judge: () => boolean): boolean {
  try {
    return judge();
  } catch {
    return true;
  }
}
