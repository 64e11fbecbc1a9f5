import { ownValue } from "../options/own-value.js";
import type { FieldShape, MessageShape } from "../schema/message-shape.js";
import type { Marks } from "../schema/set-option.js";
import { type CopiedOptionRule, copyOptionRules } from "./copy-option-rules.js";
import type { CopiedMapKeyRule, CopiedPolicy } from "./copy-policies.js";
import { fieldMatcher, namesKeyedField, namesTexts } from "./field-names.js";
import type { LocatingDetector } from "./jwt.js";
import { keyMatcher } from "./key-matcher.js";
import { makesSecret, reasonOf } from "./option-rule.js";
import {
  DEFAULT_FIELD_OPTIONS,
  type Detector,
  MAX_PATTERN_KEY_LENGTH,
  type ValueDescriber,
} from "./policy.js";
import { isOfProtobuf, type Suspicion, suspicionOf } from "./suspicion.js";
import {
  type DescribeEntry,
  type DescribeValue,
  type KeyedVerdict,
  OPEN,
  type Rule,
  type Verdict,
} from "./verdict.js";

/** Finds message types by their full names, as a set of schemas or one source does. */
export interface MessageLookup {
  message(typeName: string): MessageShape | undefined;
}

/** The one statement of what is secret: turns the rules of all policies into a verdict for each field. */
export interface Judge {
  /**
   * The verdict for a field.
   *
   * @param types the types of the schemas: options of messages count for the fields of the message, and for fields of its type.
   * @throws what the descriptor's library throws if an option of the field does not decode.
   */
  verdict(field: FieldShape, types: MessageLookup): Verdict;
  /**
   * Why a field that no rule names may hold credentials. Undefined if nothing says so, or if a policy has judged the field:
   * by `open`, or by detectors of its own.
   *
   * @param heuristics Default: those by name and type.
   */
  suspicion(
    field: FieldShape,
    heuristics?: (field: FieldShape) => Suspicion | undefined,
  ): Suspicion | undefined;
  /** The verdict with the rules of both. The same rules always give the same object. */
  combine(a: KeyedVerdict, b: KeyedVerdict): KeyedVerdict;
  /** Whether a detector finds a credential in an open string; undefined if there are no detectors. Never throws. */
  readonly holdsCredential: Detector | undefined;
  /** The same for the strings of one field: its own detectors count, too. */
  detectorOf(field: FieldShape): Detector | undefined;
  /** The detectors that also say where a credential is. */
  readonly locating: readonly LocatingDetector[];
}

/**
 * Makes the judge for policies. It accepts a rule that can match nothing: `checkPolicies` refuses such a rule.
 *
 * @param stripsSuspects whether a field is secret, too, if no rule names it but it may hold credentials. Default: no.
 */
export function createJudge(policies: readonly CopiedPolicy[], stripsSuspects = false): Judge {
  const fieldOptions = optionRules(
    policies.flatMap(
      (policy) => policy.fieldOptions ?? copyOptionRules("fieldOptions", DEFAULT_FIELD_OPTIONS),
    ),
  );
  const messageOptions = optionRules(policies.flatMap((policy) => policy.messageOptions));
  const fields = fieldMatcher(policies.flatMap((policy) => policy.fields));
  const open = fieldMatcher(policies.flatMap((policy) => policy.open));
  const fieldDetectors = policies.flatMap((policy) => policy.fieldDetectors);
  const mapKeys = policies.flatMap((policy) => policy.mapKeys);
  const detectors = policies.flatMap((policy) => policy.detectors);
  const holdsCredential = anyOf(detectors);
  // One verdict per combination of rules, so that everything compiled for it can be shared by identity.
  const keyedVerdicts = new Map<string, KeyedVerdict>();
  const keyedVerdict = (rules: readonly CopiedMapKeyRule[], holdsTexts: boolean): KeyedVerdict => {
    const id = `${holdsTexts} ${rules.map((rule) => mapKeys.indexOf(rule)).join()}`;
    const describe = holdsTexts ? describeEntries(rules, holdsCredential) : undefined;
    const verdict = keyedVerdicts.get(id) ?? makeKeyedVerdict(rules, describe);
    keyedVerdicts.set(id, verdict);
    return verdict;
  };

  const detectorsOf = (field: FieldShape): readonly Detector[] =>
    fieldDetectors.filter((rule) => namesTexts(rule.field, field)).flatMap((rule) => rule.detectors);
  const suspicion: Judge["suspicion"] = (field, heuristics = suspicionOf) => {
    const found = isOfProtobuf(field.fullName) ? undefined : heuristics(field);
    return found === undefined || open(field) !== undefined || detectorsOf(field).length > 0
      ? undefined
      : found;
  };

  return {
    verdict(field, types) {
      const pattern = fields(field);
      const rule =
        pattern === undefined
          ? (markedField(field, fieldOptions) ?? markedMessage(field, messageOptions, types))
          : ({ kind: "field", name: String(pattern) } as const);
      if (rule !== undefined) return { kind: "secret", rule };
      const rules = mapKeys.filter((one) => namesKeyedField(one.field, field));
      if (rules.length > 0) return keyedVerdict(rules, isTextMap(field));
      const suspect = stripsSuspects ? suspicion(field) : undefined;
      return suspect ? { kind: "secret", rule: { kind: "suspect", name: suspect.reason } } : OPEN;
    },
    suspicion,
    combine(a, b) {
      const given = new Set([...a.given, ...b.given]);
      // Only fields inside a Struct get here, and their values are not strings.
      return keyedVerdict(
        mapKeys.filter((rule) => given.has(rule)),
        false,
      );
    },
    holdsCredential,
    detectorOf(field) {
      const own = detectorsOf(field);
      return own.length === 0 ? holdsCredential : anyOf([...detectors, ...own]);
    },
    locating: detectors.filter(isLocating),
  };
}

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

/** Whether a field is a map whose values are strings. No other values can be described. */
function isTextMap({ cardinality, type }: FieldShape): boolean {
  return cardinality.kind === "map" && type.kind === "scalar" && type.scalar === "string";
}

function makeKeyedVerdict(
  rules: readonly CopiedMapKeyRule[],
  describe: DescribeEntry | undefined,
): KeyedVerdict {
  return {
    kind: "keyed",
    given: rules,
    rules: rules.map(({ field, keys, describe }) => ({
      kind: "map keys",
      field,
      keys,
      isDescribed: describe !== undefined,
    })),
    keys: keyMatcher(rules.flatMap((rule) => rule.keys)),
    describe,
  };
}

/** The function `jwt` of another copy of this package is another function, with the same property. */
function isLocating(detector: Detector): detector is LocatingDetector {
  return typeof ownValue(detector, "findCredential") === "function";
}

/** Joins detectors into one. A detector that throws counts as one that found a credential. Undefined if there are none. */
function anyOf(detectors: readonly Detector[]): Detector | undefined {
  const [first, ...others] = detectors;
  if (first === undefined) return undefined;
  const alone: Detector = (text) => {
    try {
      return Boolean(first(text));
    } catch {
      return true;
    }
  };
  const rest = anyOf(others);
  return rest === undefined ? alone : (text) => alone(text) || rest(text);
}

/** Compiles the descriptions of secret values from the rules of a field. Undefined if no rule has a description. */
function describeEntries(
  rules: readonly CopiedMapKeyRule[],
  holdsCredential: Detector = () => false,
): DescribeEntry | undefined {
  if (rules.every((rule) => rule.describe === undefined)) return undefined;
  const matchers = rules.map(({ keys, describe }) => ({ matches: keyMatcher(keys), describe }));
  return (key) => {
    // The value of a long key is secret, and no pattern is tried on the key.
    if (key.length > MAX_PATTERN_KEY_LENGTH) return undefined;
    const [first, ...others] = matchers.filter(({ matches }) => matches(key));
    const describe = first?.describe;
    // If one rule has no description, or another description, the value is not described.
    if (describe === undefined || others.some((other) => other.describe !== describe)) return undefined;
    return describeSafely(describe, holdsCredential);
  };
}

function describeSafely(describe: ValueDescriber, holdsCredential: Detector): DescribeValue {
  return (value) => {
    try {
      const text = typeof value === "string" ? describe(value, holdsCredential) : undefined;
      // The function may be plain JavaScript, and may return anything.
      return typeof text === "string" ? text : undefined;
    } catch {
      return undefined;
    }
  };
}
