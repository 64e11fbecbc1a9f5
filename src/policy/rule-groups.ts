import type { FieldShape, MessageShape } from "../schema/message-shape.js";
import type { Marks } from "../schema/set-option.js";
import { classesOf } from "./action-tables.js";
import { type ActionOf, type AppliedAction, strictness } from "./classes.js";
import { type CopiedOptionRule, copyOptionRules } from "./copy-option-rules.js";
import type { CopiedPolicy } from "./copy-policies.js";
import { fieldMatcher } from "./field-names.js";
import { makesSecret, reasonOf } from "./option-rule.js";
import { DEFAULT_FIELD_OPTIONS } from "./policy.js";
import { isOfProtobuf } from "./suspicion.js";
import type { Rule } from "./verdict.js";

/** Finds message types by their full names, as a set of schemas or one source does. */
export interface MessageLookup {
  message(typeName: string): MessageShape | undefined;
}

/** The rules of one class that name whole fields. */
export interface RuleGroup {
  readonly className: string;
  readonly action: AppliedAction;
  /** The rule of the class that names a field. @throws what reading the options of the field throws. */
  match(field: FieldShape, types: MessageLookup): Rule | undefined;
}

/** The rules of policies that name whole fields, for each class. The classes that hide most come first. */
export function ruleGroups(policies: readonly CopiedPolicy[], actionOf: ActionOf): readonly RuleGroup[] {
  return classesOf(policies)
    .map((className) => ruleGroup(policies, className, actionOf(className)))
    .sort((a, b) => strictness(b.action) - strictness(a.action));
}

function ruleGroup(policies: readonly CopiedPolicy[], className: string, action: AppliedAction): RuleGroup {
  const ofClass = <T extends { readonly className: string }>(rules: readonly T[]): readonly T[] =>
    rules.filter((rule) => rule.className === className);
  const fields = fieldMatcher(
    policies.flatMap((policy) => ofClass(policy.fields).map(({ pattern }) => pattern)),
  );
  const fieldOptions = optionRules(policies.flatMap((policy) => ofClass(policy.fieldOptions ?? DEFAULTS)));
  const messageOptions = optionRules(policies.flatMap((policy) => ofClass(policy.messageOptions)));
  return {
    className,
    action,
    match(field, types) {
      const pattern = fields(field);
      if (pattern !== undefined) return { kind: "field", name: String(pattern) };
      return markedField(field, fieldOptions) ?? markedMessage(field, messageOptions, types);
    },
  };
}

const DEFAULTS: readonly CopiedOptionRule[] = copyOptionRules("fieldOptions", DEFAULT_FIELD_OPTIONS);

/** Rules for options: most are a name alone, and all of these are looked up at once. */
interface OptionRules {
  readonly names: ReadonlySet<string>;
  readonly conditions: readonly CopiedOptionRule[];
}

function optionRules(rules: readonly CopiedOptionRule[]): OptionRules {
  const isName = ({ all: [first, ...others] }: CopiedOptionRule): boolean =>
    first?.test.kind === "marked" && first.path.length === 0 && others.length === 0;
  return {
    names: new Set(rules.filter(isName).flatMap(({ all }) => all.map(({ option }) => option))),
    conditions: rules.filter((rule) => !isName(rule)),
  };
}

function markedField({ marks }: FieldShape, rules: OptionRules): Rule | undefined {
  const name = reasonIn(marks, rules);
  return name === undefined ? undefined : { kind: "field option", name };
}

function markedMessage(
  { fullName, name, type }: FieldShape,
  rules: OptionRules,
  types: MessageLookup,
): Rule | undefined {
  if (rules.names.size === 0 && rules.conditions.length === 0) return undefined;
  const typeNames = [
    fullName.slice(0, -name.length - 1),
    ...(type.kind === "message" ? [type.typeName] : []),
  ];
  for (const typeName of typeNames) {
    const reason = reasonIn(types.message(typeName)?.marks ?? [], rules);
    if (reason !== undefined) return { kind: "message option", name: `${reason} of ${typeName}` };
  }
  return undefined;
}

/** Why a rule counts for a field or message, given what each schema says of it: one of them is enough. */
function reasonIn(marks: readonly Marks[], { names, conditions }: OptionRules): string | undefined {
  for (const one of marks) {
    const option = one.options.find((option) => makesSecret(option, names));
    if (option !== undefined) return option.name;
    // No file of protobuf has a custom option.
    const provesAbsence = one.isWhole && !isOfProtobuf(one.of);
    for (const rule of conditions) {
      const reason = reasonOf(rule, one, provesAbsence);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}
