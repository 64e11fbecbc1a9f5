import type { DescField } from "@bufbuild/protobuf";

/** The policy of the reference. */
export interface ReferencePolicy {
  /** Whether a rule names the field: then its value is the marker, of whatever kind it is. */
  isSecret(field: DescField): boolean;
  /** Keys whose values are secret, in map fields and in the Structs that a field holds. */
  readonly mapKeys: readonly ReferenceKeyRule[];
  /** Each finds credentials in an open string. */
  readonly detectors: readonly ((text: string) => boolean)[];
  /** How many messages deep to print; the outermost counts as 1. Default 100. */
  readonly maxDepth?: number;
}

/** Keys of one field, named by its simple name ("volume_context") or its full name ("pkg.Msg.field"). */
export interface ReferenceKeyRule {
  readonly field: string;
  readonly keys: readonly (string | RegExp | ((key: string) => boolean))[];
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
