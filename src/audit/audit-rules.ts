/** The ids of the rules by which an audit finds something. They fit SARIF and Buf, and stay the same between versions. */
export type AuditRuleId =
  | "UNMARKED_SECRET"
  | "POSSIBLE_SECRET"
  | "UNREADABLE_OPTIONS"
  | "LOCK_NEW_FIELD"
  | "LOCK_LOST_CLASS"
  | "LOCK_MOVED_FIELD"
  | "NEWLY_VISIBLE_FIELD";

/** A rule of an audit, for tools that list rules. */
export interface AuditRule {
  readonly id: AuditRuleId;
  /** One sentence, which begins with a capital and ends with a full stop. */
  readonly summary: string;
  /** Why it matters. */
  readonly description: string;
  /** What to do, in general. Each finding says it for its field. */
  readonly help: string;
  readonly level: "error" | "warning" | "note";
  /** As CVSS has it: above 0.0, up to 10.0. */
  readonly severity: string;
  /** How seldom the rule is wrong. */
  readonly precision: "very-high" | "high" | "medium" | "low";
}

const REMEDY =
  "Mark the field with an option that the policy names, such as [debug_redact = true], or name it in the policy. If it is harmless, " +
  "allow it with a reason.";

/** All rules, in the order in which findings are listed. */
export const AUDIT_RULES: readonly AuditRule[] = [
  {
    id: "LOCK_LOST_CLASS",
    summary: "A field that the lock has as secret or classified is not so any more.",
    description:
      "The field lost the option or the rule that hid it, so its values are printed now. A removed option breaks no build and no test.",
    help: "Put the option or the rule back. If the field holds no secrets any more, allow it, and write the lock again.",
    level: "error",
    severity: "8.0",
    precision: "very-high",
  },
  {
    id: "LOCK_MOVED_FIELD",
    summary: "A field has another number, type or name than in the lock.",
    description: "What a reviewer said of the field may not hold for what stands in its place now.",
    help: "Look at the field again, and write the lock again.",
    level: "error",
    severity: "6.0",
    precision: "very-high",
  },
  {
    id: "LOCK_NEW_FIELD",
    summary: "A field is not in the lock, and nobody has looked at it.",
    description:
      "No rule names the field and no reader allowed it, so its values are printed, whatever they are.",
    help: `${REMEDY} Then write the lock again.`,
    level: "error",
    severity: "6.0",
    precision: "high",
  },
  {
    id: "NEWLY_VISIBLE_FIELD",
    summary: "A change makes the values of a field visible.",
    description:
      "The field is printed now, and was not printed by the older version: it is new, or it lost what hid it.",
    help: REMEDY,
    level: "warning",
    severity: "5.0",
    precision: "high",
  },
  {
    id: "UNMARKED_SECRET",
    summary: "A field is likely to hold a secret, and is printed as it is.",
    description:
      "The name of the field, or of its type, speaks of a credential, and neither an option nor a rule hides the field.",
    help: REMEDY,
    level: "error",
    severity: "7.5",
    precision: "high",
  },
  {
    id: "POSSIBLE_SECRET",
    summary: "A field may hold a secret, and is printed as it is.",
    description:
      "The field's name or comment speaks of what may hold a credential, or anything can stand in it, and neither an option nor a rule hides it.",
    help: REMEDY,
    level: "warning",
    severity: "4.0",
    precision: "medium",
  },
  {
    id: "UNREADABLE_OPTIONS",
    summary: "The options of a field cannot be read, so messages of its type are not printed.",
    description:
      "The bytes of an option do not fit its declaration. A sanitizer prints a note in place of such messages.",
    help: "Build the descriptors and the code from the same .proto files.",
    level: "note",
    severity: "1.0",
    precision: "very-high",
  },
];

const byId: ReadonlyMap<string, AuditRule> = new Map(AUDIT_RULES.map((rule) => [rule.id, rule]));

/** The rule with an id. */
export function auditRule(id: AuditRuleId): AuditRule {
  const rule = byId.get(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}
