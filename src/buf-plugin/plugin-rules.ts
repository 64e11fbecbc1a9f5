import { AUDIT_RULES, type AuditRuleId } from "../audit/audit-rules.js";

/** A category of rules, as `buf config ls-lint-rules` lists it. */
export interface PluginCategory {
  readonly id: string;
  readonly purpose: string;
}

const SECRETS = "PROTOSANITIZER";
const LOCK = "PROTOSANITIZER_LOCK";

/** The categories of the rules. */
export const PLUGIN_CATEGORIES: readonly PluginCategory[] = [
  { id: SECRETS, purpose: "Checks that fields which may hold secrets are marked or reviewed." },
  { id: LOCK, purpose: "Checks that fields are as the lock of an audit has them." },
];

/** A rule of the plugin. */
export interface PluginRule {
  readonly id: AuditRuleId;
  readonly categoryIds: readonly string[];
  readonly default: boolean;
  readonly purpose: string;
  /** 1 for `buf lint`, 2 for `buf breaking`. */
  readonly type: 1 | 2;
}

/** The rules of the plugin: those of `protosanitizer audit`. What may be a secret, and what only may be one, can be chosen. */
export const PLUGIN_RULES: readonly PluginRule[] = AUDIT_RULES.filter(
  ({ id }) => id !== "UNREADABLE_OPTIONS",
).map(({ id, summary }) => ({
  id,
  categoryIds: [id.startsWith("LOCK_") ? LOCK : SECRETS],
  default: id !== "POSSIBLE_SECRET",
  purpose: summary,
  type: id === "NEWLY_VISIBLE_FIELD" ? 2 : 1,
}));
