import { nearestName } from "../options/read-options.js";
import type { SchemaSet } from "../schema/schema-set.js";
import type { Marks, OptionTarget, OptionType } from "../schema/set-option.js";
import type { CopiedCondition, CopiedOptionRule, OptionRuleList } from "./copy-option-rules.js";
import type { KnownFields } from "./known-fields.js";
import { constantText, numberOf, reasonOf } from "./option-rule.js";
import { DEFAULT_FIELD_OPTIONS, type OptionConstant, PolicyError } from "./policy.js";

const TARGETS: Readonly<Record<OptionRuleList, OptionTarget>> = {
  fieldOptions: "field",
  messageOptions: "message",
  open: "field",
};

/**
 * Checks that a rule for options can match something: its option, its path and its values exist, and there is a field or
 * message for which it counts.
 *
 * @throws {PolicyError} if it cannot, with the nearest existing name.
 */
export function checkOptionRule(
  list: OptionRuleList,
  rule: CopiedOptionRule,
  schemas: SchemaSet,
  known: KnownFields,
): void {
  // The defaults need not match: a schema may have no secret field.
  if (list === "fieldOptions" && rule.all.length === 1 && rule.all.every(isDefault)) return;
  for (const condition of rule.all) checkCondition(list, condition, schemas);
  const target = TARGETS[list];
  const shapes = target === "field" ? known.list : known.messages;
  if (shapes.some(({ marks }) => marks.some((one) => counts(rule, one)))) return;
  throw new PolicyError(
    `${list}: ${rule.all.map(({ option }) => JSON.stringify(option)).join(" and ")}`,
    list === "open"
      ? "opens no field of the given schemas"
      : `makes no ${target} of the given schemas secret`,
  );
}

/**
 * Checks the conditions that open a field because an option, or a member of it, is not set. Nobody can tell that of a name that no
 * schema declares: such a condition would open every field. So it is refused among rules that may match nothing, too.
 *
 * @throws {PolicyError} if the option or a member at the path does not exist.
 */
export function checkAbsences(open: CopiedOptionRule, schemas: SchemaSet): void {
  for (const condition of open.all) {
    const { option, test } = condition;
    const isAbsence = test.kind === "present" && !test.isWanted;
    // An option has to be set before "not" counts, so only the path may be wrong.
    const isNegative = test.kind === "not" && schemas.optionTypes(TARGETS.open, option).length > 0;
    if (isAbsence || isNegative) typesOf("open", condition, schemas);
  }
}

function isDefault({ option, path, test }: CopiedCondition): boolean {
  return DEFAULT_FIELD_OPTIONS.includes(option) && path.length === 0 && test.kind === "marked";
}

function counts(rule: CopiedOptionRule, marks: Marks): boolean {
  try {
    return reasonOf(rule, marks, marks.isWhole) !== undefined;
  } catch {
    // Its options do not decode. Its type is refused when it is compiled.
    return false;
  }
}

function checkCondition(list: OptionRuleList, condition: CopiedCondition, schemas: SchemaSet): void {
  const target = TARGETS[list];
  if (target === "field" && isDefault(condition)) return;
  const { types, isInList } = typesOf(list, condition, schemas);
  checkTest(ruleText(list, condition), condition, types, isInList);
}

/** The types that a condition is about, by its option and path. @throws {PolicyError} if one of these names does not exist. */
function typesOf(
  list: OptionRuleList,
  condition: CopiedCondition,
  schemas: SchemaSet,
): { readonly types: readonly OptionType[]; readonly isInList: boolean } {
  const target = TARGETS[list];
  const text = ruleText(list, condition);
  let types = schemas.optionTypes(target, condition.option);
  if (types.length === 0) throw noSuchOption(text, condition.option, target, schemas);
  let isInList = types.some((type) => type.isRepeated);
  for (const step of condition.path) {
    const members = types.flatMap((type) => type.member(step) ?? (type.kind === "unknown" ? type : []));
    if (members.length === 0) {
      const names = types.flatMap((type) => type.memberNames());
      throw new PolicyError(text, `has no member ${JSON.stringify(step)}`, nearestName(step, names));
    }
    types = members;
    isInList ||= types.some((type) => type.isRepeated);
  }
  return { types, isInList };
}

function ruleText(list: OptionRuleList, { option }: CopiedCondition): string {
  return `${list}: ${JSON.stringify(option)}`;
}

function noSuchOption(text: string, name: string, target: OptionTarget, schemas: SchemaSet): PolicyError {
  const other = target === "field" ? "message" : "field";
  if (schemas.optionTypes(other, name).length > 0)
    return new PolicyError(text, `is an option of ${other}s, so it belongs under ${other}Options`);
  // An option of protobuf itself, which counts by its name.
  if (name === "debug_redact" && target === "field")
    return new PolicyError(text, "takes no condition: name it alone");
  const defaults = target === "field" ? DEFAULT_FIELD_OPTIONS.filter((one) => one !== name) : [];
  const names = [...defaults, ...schemas.optionNames(target)];
  return new PolicyError(text, `no such ${target} option in the given schemas`, nearestName(name, names));
}

function checkTest(
  text: string,
  { test }: CopiedCondition,
  types: readonly OptionType[],
  isInList: boolean,
): void {
  if (test.kind === "present" || types.some(({ kind }) => kind === "unknown")) return;
  if (test.kind === "marked") {
    if (types.some((type) => type.carriesMark)) return;
    throw new PolicyError(
      text,
      "is neither a bool nor an enum or message that can carry a value marked debug_redact; say which values count",
    );
  }
  if (types.every(({ kind }) => kind === "message"))
    throw new PolicyError(
      text,
      `is a message; say in "path" which member counts, or ask whether it is "present"`,
    );
  if (test.kind === "includes" && !isInList)
    throw new PolicyError(text, `holds one value at most, so "includes" has to be "is"`);
  if (test.kind === "is" && types.every((type) => type.isRepeated))
    throw new PolicyError(text, `holds several values, so "is" has to be "includes"`);
  for (const constant of test.constants) checkConstant(text, constant, types);
}

function checkConstant(text: string, constant: OptionConstant, types: readonly OptionType[]): void {
  if (types.some((type) => canBe(type, constant))) return;
  const names = types.flatMap(({ values }) => values.map(({ name }) => name));
  throw new PolicyError(
    text,
    `has no value ${constantText(constant)}`,
    typeof constant === "string" ? nearestName(constant, names) : undefined,
  );
}

function canBe({ kind, values }: OptionType, constant: OptionConstant): boolean {
  switch (kind) {
    case "bool":
      return typeof constant === "boolean";
    case "number":
      return numberOf(constant) !== undefined;
    case "text":
      return typeof constant === "string";
    case "bytes":
      return constant instanceof Uint8Array;
    case "enum":
      return values.some(
        ({ name, number }) => name === constant || (isNumber(constant) && number === Number(constant)),
      );
    default:
      return false;
  }
}

function isNumber(constant: OptionConstant): constant is number | bigint {
  return typeof constant === "number" || typeof constant === "bigint";
}
