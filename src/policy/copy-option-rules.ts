import { isBytes } from "../options/is-bytes.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { classOf, SECRET } from "./classes.js";
import { isList, itemsOf, listOf, shown } from "./given-list.js";
import { type AllConditions, type OptionCondition, type OptionConstant, PolicyError } from "./policy.js";

/** The lists of a policy that hold rules for options. */
export type OptionRuleList = "fieldOptions" | "messageOptions" | "open";

/** A deep copy of a rule for options. */
export interface CopiedOptionRule {
  /** The conditions that must hold together. */
  readonly all: readonly CopiedCondition[];
  readonly className: string;
}

/** A deep copy of a condition. */
export interface CopiedCondition {
  readonly option: string;
  /** The names of members, from the outside in. Empty for the option itself. */
  readonly path: readonly string[];
  readonly test: OptionTest;
}

/** What a condition asks. */
export type OptionTest =
  /** Whether the value is true, or marked `debug_redact`. */
  | { readonly kind: "marked" }
  | { readonly kind: "is" | "includes" | "not"; readonly constants: readonly OptionConstant[] }
  | { readonly kind: "present"; readonly isWanted: boolean };

const CONDITION: OptionNames<OptionCondition> = {
  option: true,
  path: true,
  is: true,
  includes: true,
  not: true,
  present: true,
};
const RULE: OptionNames<OptionCondition & AllConditions> = { ...CONDITION, all: true, class: true };

/**
 * Copies rules for options, with all their parts.
 *
 * @throws {PolicyError} if a part has the wrong type, or if a condition asks two things.
 */
export function copyOptionRules(list: OptionRuleList, given: unknown): readonly CopiedOptionRule[] {
  return listOf(list, given).map((rule, index): CopiedOptionRule => {
    if (typeof rule === "string") return { all: [marked(rule)], className: SECRET };
    const place = `${list}[${index}]`;
    const parts = readParts(list, place, rule, RULE);
    const className = classOf(place, parts.class);
    if (parts.all === undefined) return { all: [copyCondition(list, place, parts)], className };
    if (Object.keys(parts).some((name) => name !== "all" && name !== "class"))
      throw new PolicyError(place, `has other properties beside "all"`);
    const conditions = isList(parts.all) ? itemsOf(parts.all) : [];
    if (conditions.length === 0) throw new PolicyError(place, `"all" is not a list with conditions`);
    return {
      className,
      all: conditions.map((one, position) => {
        if (typeof one === "string") return marked(one);
        const inner = `${place}.all[${position}]`;
        return copyCondition(list, inner, readParts(list, inner, one, CONDITION));
      }),
    };
  });
}

function marked(option: string): CopiedCondition {
  return { option, path: [], test: { kind: "marked" } };
}

/** A rule that is neither a name nor an object is a wrong name. */
function readParts<T extends object>(
  list: OptionRuleList,
  place: string,
  given: unknown,
  names: OptionNames<T>,
): Readonly<T> {
  return readOptions(place, (given ?? null) as T, names, {
    noun: "property of a rule",
    error: (name, problem, suggestion) =>
      name === undefined
        ? new PolicyError(
            `${list}: ${JSON.stringify(shown(given))}`,
            "no such option, because a rule is a name or an object",
          )
        : new PolicyError(place, `${JSON.stringify(name)} is ${problem}`, suggestion),
  });
}

function copyCondition(
  list: OptionRuleList,
  place: string,
  parts: Readonly<Record<keyof OptionCondition, unknown>> | Readonly<OptionCondition>,
): CopiedCondition {
  const { option, path } = parts;
  if (typeof option !== "string") throw new PolicyError(place, "has no option");
  const text = `${list}: ${JSON.stringify(option)}`;
  return { option, path: copyPath(text, path), test: copyTest(text, parts) };
}

/** The names in `rules.[acme.v1.extra].mask`: a name in brackets has dots of its own. */
function copyPath(rule: string, path: unknown): readonly string[] {
  if (path === undefined) return [];
  const text = typeof path === "string" ? path : "";
  const steps = [...`${text}.`.matchAll(/(?:\[([\w.]+)\]|(\w+))\./gy)];
  // All of the path was read.
  const length = steps.reduce((sum, [step]) => sum + step.length, 0);
  if (length !== text.length + 1)
    throw new PolicyError(rule, `${JSON.stringify(shown(path))} is no path, such as "rules.mask"`);
  return steps.map(([, extension, member]) => extension ?? member ?? "");
}

function copyTest(
  rule: string,
  parts: Readonly<Partial<Record<keyof OptionCondition, unknown>>>,
): OptionTest {
  const kinds = (["is", "includes", "not", "present"] as const).filter((kind) => parts[kind] !== undefined);
  const [kind, other] = kinds;
  if (other !== undefined) throw new PolicyError(rule, `has both "${kind}" and "${other}"`);
  if (kind === undefined) return { kind: "marked" };
  if (kind !== "present") return { kind, constants: copyConstants(rule, kind, parts[kind]) };
  const isWanted = parts.present;
  if (typeof isWanted !== "boolean") throw new PolicyError(rule, `"present" is neither true nor false`);
  return { kind, isWanted };
}

function copyConstants(rule: string, kind: string, given: unknown): readonly OptionConstant[] {
  const constants = isList(given) ? itemsOf(given) : [];
  if (constants.length === 0) throw new PolicyError(rule, `"${kind}" is not a list with values`);
  return constants.map((constant) => {
    if (isBytes(constant)) return Uint8Array.from(constant);
    if (isPlainConstant(constant)) return constant;
    throw new PolicyError(rule, `${JSON.stringify(shown(constant))} is no value of an option`);
  });
}

function isPlainConstant(value: unknown): value is Exclude<OptionConstant, Uint8Array> {
  return ["string", "number", "bigint", "boolean"].includes(typeof value);
}
