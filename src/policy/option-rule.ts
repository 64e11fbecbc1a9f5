import type { Marks, OptionValue, SetOption } from "../schema/set-option.js";
import type { CopiedCondition, CopiedOptionRule } from "./copy-option-rules.js";
import type { OptionConstant } from "./policy.js";

/**
 * Why a rule counts for a field or message, given what one schema says of it: the option, the path and the value, in words.
 * Undefined if the rule does not count.
 *
 * @param provesAbsence whether an option that is not among the marks is not set.
 * @throws what reading the options throws.
 */
export function reasonOf(
  { all }: CopiedOptionRule,
  { options }: Marks,
  provesAbsence: boolean,
): string | undefined {
  const reasons: string[] = [];
  for (const condition of all) {
    const reason = reasonOfCondition(condition, options, provesAbsence);
    if (reason === undefined) return undefined;
    reasons.push(reason);
  }
  return reasons.join(" and ");
}

function reasonOfCondition(
  { option, path, test }: CopiedCondition,
  options: readonly SetOption[],
  provesAbsence: boolean,
): string | undefined {
  const place = path.length === 0 ? option : `${option}: ${path.map(stepText).join(".")}`;
  switch (test.kind) {
    case "marked": {
      if (path.length === 0) return options.find((one) => makesSecret(one, new Set([option])))?.name;
      return valuesAt(options, option, path).some(countsAlone) ? place : undefined;
    }
    case "is":
    case "includes": {
      const found = valuesAt(options, option, path).find((value) => mayBeAny(value, test.constants));
      return found && `${place} ${test.kind === "is" ? "=" : "includes"} ${valueText(found)}`;
    }
    case "not": {
      if (valuesAt(options, option, []).length === 0) return undefined;
      const values = valuesAt(options, option, path);
      const isExempt = values.some((value) => test.constants.some((one) => likeness(value, one) === "same"));
      return isExempt ? undefined : `${place} is not ${test.constants.map(constantText).join(" or ")}`;
    }
    case "present": {
      const isSet = valuesAt(options, option, path, false).length > 0;
      if (isSet !== test.isWanted || (!isSet && !provesAbsence)) return undefined;
      return `${place} ${isSet ? "is set" : "is not set"}`;
    }
  }
}

/** Whether a rule counts for certain, given what one schema says. What cannot be read does not count. */
export function isCertain({ all }: CopiedOptionRule, marks: Marks): boolean {
  return all.every((condition) => isCertainCondition(condition, marks));
}

function isCertainCondition({ option, path, test }: CopiedCondition, { options, isWhole }: Marks): boolean {
  const values = valuesAt(options, option, path, test.kind !== "present");
  const constants = test.kind === "marked" || test.kind === "present" ? [] : test.constants;
  const isSame = (value: OptionValue): boolean => constants.some((one) => likeness(value, one) === "same");
  switch (test.kind) {
    case "marked":
      return values.length > 0 && values.every((value) => value.kind === "bool" && value.value);
    case "is":
      return values.length > 0 && values.every(isSame);
    case "includes":
      return values.some(isSame);
    case "not":
      // A word may be another name of the value.
      return (
        valuesAt(options, option, []).length > 0 &&
        values.every((value) => value.kind !== "word" && !mayBeAny(value, test.constants))
      );
    case "present":
      return test.isWanted ? values.some((value) => value.kind !== "lost") : isWhole && values.length === 0;
  }
}

/** Whether an option that is set makes a field secret by its name alone, given the names that count. */
export function makesSecret(option: SetOption, names: ReadonlySet<string>): boolean {
  if (names.has(option.name) && option.values.some(countsAlone)) return true;
  return names.has("debug_redact") && option.values.some(marksRedaction);
}

/** Whether a value counts without a condition on it. */
function countsAlone(value: OptionValue): boolean {
  return (value.kind === "bool" && value.value) || marksRedaction(value) || mayBeMarkedWord(value);
}

/** Whether a value is, or holds, the name of an enum value that no schema of the field declares. It may be marked. */
function mayBeMarkedWord(value: OptionValue): boolean {
  if (value.kind === "message") return value.options.some(({ values }) => values.some(mayBeMarkedWord));
  return value.kind === "word";
}

/** The rule of `IsOptionSensitive` in the C++ runtime's text_format.cc: a marked enum value at any depth counts. */
function marksRedaction(value: OptionValue): boolean {
  if (value.kind === "lost") return value.mayBeMarked;
  if (value.kind === "enum") return value.debugRedact;
  return value.kind === "message" && value.options.some((option) => option.values.some(marksRedaction));
}

/** The values of an option, or of its members at a path. */
function valuesAt(
  options: readonly SetOption[],
  name: string,
  path: readonly string[],
  withZeros = true,
): readonly OptionValue[] {
  const values = options.flatMap((option) => (option.name === name ? option.values : []));
  const [step, ...rest] = path;
  if (step === undefined) return values;
  return values.flatMap((value) => {
    if (value.kind === "message")
      return valuesAt(withZeros ? [...value.options, ...value.zeros] : value.options, step, rest, withZeros);
    // What has no members is not what the rule expects. It may be a lost value of what it expects.
    return value.kind === "lost" ? value : { kind: "lost", mayBeMarked: false };
  });
}

function mayBeAny(value: OptionValue, constants: readonly OptionConstant[]): boolean {
  return constants.some((constant) => likeness(value, constant) !== "different");
}

/** Whether a value is a constant. What cannot be known counts as whatever hides more. */
type Likeness = "same" | "different" | "unknown";

function likeness(value: OptionValue, constant: OptionConstant): Likeness {
  switch (value.kind) {
    case "bool":
    case "text":
      return sameIf(value.value === constant);
    case "word":
      return typeof constant === "string" ? sameIf(value.value === constant) : "unknown";
    case "number":
      return numberLikeness(value.value, constant);
    case "bytes":
      return sameIf(constant instanceof Uint8Array && areEqual(value.value, constant));
    case "enum":
      if (typeof constant === "string")
        return value.names.length === 0 ? "unknown" : sameIf(value.names.includes(constant));
      if (typeof constant !== "number" && typeof constant !== "bigint") return "different";
      return value.number === undefined ? "unknown" : sameIf(value.number === Number(constant));
    default:
      return "unknown";
  }
}

function sameIf(isSame: boolean): Likeness {
  return isSame ? "same" : "different";
}

const DIGITS = /^-?\d{16,20}$/;

/** The number that a constant is. An integer beyond 2 ** 53 may be given by its digits: policies as data have no other form for it. */
export function numberOf(constant: OptionConstant): number | bigint | undefined {
  if (typeof constant === "number" || typeof constant === "bigint") return constant;
  const isLarge =
    typeof constant === "string" && DIGITS.test(constant) && !Number.isSafeInteger(Number(constant));
  return isLarge ? BigInt(constant) : undefined;
}

/** Libraries may have rounded a number: an integer to 53 bits, another one to a float. */
function numberLikeness(value: number | bigint, given: OptionConstant): Likeness {
  const constant = numberOf(given);
  if (constant === undefined) return "different";
  if (value === constant) return "same";
  const [a, b] = [Number(value), Number(constant)];
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return sameIf(a === b);
  if (a === b) return "unknown";
  return typeof value === "number" && Math.fround(a) === Math.fround(b) ? "unknown" : sameIf(Object.is(a, b));
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function stepText(step: string): string {
  return step.includes(".") ? `[${step}]` : step;
}

/** A value in words. Options are part of a schema, so their values are no secrets. */
function valueText(value: OptionValue): string {
  switch (value.kind) {
    case "enum":
      return value.names[0] ?? String(value.number);
    case "word":
      return value.value;
    case "message":
    case "lost":
      return "a value that cannot be read";
    default:
      return constantText(value.value);
  }
}

/** A constant of a rule, in words. */
export function constantText(constant: OptionConstant): string {
  if (constant instanceof Uint8Array)
    return `0x${Array.from(constant, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return typeof constant === "string" ? JSON.stringify(constant) : String(constant);
}
