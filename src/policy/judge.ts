import { ownValue } from "../options/own-value.js";
import type { FieldShape } from "../schema/message-shape.js";
import { type ActionOf, STRIP_ALL, strictness } from "./classes.js";
import type { CopiedMapKeyRule, CopiedPolicy } from "./copy-policies.js";
import { entryActions } from "./entry-actions.js";
import { namesJson, namesKeyedField, namesTexts } from "./field-names.js";
import type { LocatingDetector } from "./jwt.js";
import { keyMatcher } from "./key-matcher.js";
import { mustBeListed, openFieldTest } from "./listed-fields.js";
import { type Detector, MAX_PATTERN_KEY_LENGTH, type ValueDescriber } from "./policy.js";
import { type MessageLookup, ruleGroups } from "./rule-groups.js";
import { isOfProtobuf, type Suspicion, suspicionOf } from "./suspicion.js";
import {
  type DescribeEntry,
  type DescribeValue,
  type Judgement,
  type KeyedVerdict,
  OPEN,
  type Rule,
  secretBy,
  type Verdict,
} from "./verdict.js";

/** The one statement of what is secret: turns the rules of all policies into a verdict for each field. */
export interface Judge {
  /**
   * The verdict for a field.
   *
   * @param types the types of the schemas: options of messages count for the fields of the message, and for fields of its type.
   * @param isOutermost whether no field holds the message of the field. It matters under default deny only. Default: false.
   * @throws what the descriptor's library throws if an option of the field does not decode.
   */
  verdict(field: FieldShape, types: MessageLookup, isOutermost?: boolean): Verdict;
  /** Whether fields that no rule names are hidden. */
  readonly hidesUnlisted: boolean;
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

/** How a judge differs from the usual one. */
export interface JudgeOptions {
  /** Whether a field is secret, too, if no rule names it but it may hold credentials. Default: no. */
  readonly stripsSuspects?: boolean;
  /** The actions of the reader for whom it judges. Default: every class is stripped. */
  readonly actionOf?: ActionOf;
}

/** Makes the judge for policies. It accepts a rule that can match nothing: `checkPolicies` refuses such a rule. */
export function createJudge(
  policies: readonly CopiedPolicy[],
  { stripsSuspects = false, actionOf = STRIP_ALL }: JudgeOptions = {},
): Judge {
  const groups = ruleGroups(policies, actionOf);
  const isOpen = openFieldTest(policies);
  const unlisted = unlistedVerdict(policies, actionOf);
  const fieldDetectors = policies.flatMap((policy) => policy.fieldDetectors);
  const [mapKeys, shownKeys] = partition(
    policies.flatMap((policy) => policy.mapKeys),
    ({ className }) => actionOf(className) !== "show",
  );
  const [json, shownJson] = partition(
    policies.flatMap((policy) => policy.json),
    ({ className }) => actionOf(className) !== "show",
  );
  const detectors = policies.flatMap((policy) => policy.detectors);
  const holdsCredential = anyOf(detectors);
  // One verdict per combination of rules, so that everything compiled for it can be shared by identity.
  const keyedVerdicts = new Map<string, KeyedVerdict>();
  const keyedVerdict = (
    rules: readonly CopiedMapKeyRule[],
    holdsTexts: boolean,
    inJson: readonly CopiedMapKeyRule[] = [],
  ): KeyedVerdict => {
    const id = `${holdsTexts} ${rules.map((rule) => mapKeys.indexOf(rule)).join()} ${inJson.map((rule) => json.indexOf(rule)).join()}`;
    const describe = holdsTexts ? describeEntries(rules, holdsCredential) : undefined;
    const actions = holdsTexts ? entryActions(rules, actionOf) : undefined;
    const verdict =
      keyedVerdicts.get(id) ??
      makeKeyedVerdict(rules, inJson, describe, {
        actionOf: actions,
        jsonActionOf: entryActions(inJson, actionOf),
      });
    keyedVerdicts.set(id, verdict);
    return verdict;
  };

  const detectorsOf = (field: FieldShape): readonly Detector[] =>
    fieldDetectors.filter((rule) => namesTexts(rule.field, field)).flatMap((rule) => rule.detectors);
  const suspicion: Judge["suspicion"] = (field, heuristics = suspicionOf) => {
    const found = isOfProtobuf(field.fullName) ? undefined : heuristics(field);
    return found === undefined || isOpen(field) || detectorsOf(field).length > 0 ? undefined : found;
  };

  return {
    hidesUnlisted: unlisted !== undefined,
    verdict(field, types, isOutermost = false) {
      let shown: Judgement | undefined;
      for (const group of groups) {
        const rule = group.match(field, types);
        if (rule === undefined) continue;
        const { action, className } = group;
        // The groups that hide more came before.
        if (action !== "show") return { kind: "secret", rule, className, action, isUnreviewed: false };
        shown ??= { rule, className };
      }
      const isDenied = unlisted !== undefined && shown === undefined && mustBeListed(field, isOutermost);
      if (isDenied && !isOpen(field)) return unlisted;
      const rules = mapKeys.filter((one) => namesKeyedField(one.field, field));
      const inJson = json.filter((one) => namesJson(one.field, field));
      // A described value would be no JSON.
      if (rules.length > 0 || inJson.length > 0)
        return keyedVerdict(rules, isTextMap(field) && inJson.length === 0, inJson);
      shown ??=
        judgementOf(
          shownKeys.find((one) => namesKeyedField(one.field, field)),
          "map keys",
        ) ??
        judgementOf(
          shownJson.find((one) => namesJson(one.field, field)),
          "JSON keys",
        );
      if (shown !== undefined) return { kind: "open", shown };
      const suspect = stripsSuspects ? suspicion(field) : undefined;
      return suspect ? secretBy({ kind: "suspect", name: suspect.reason }) : OPEN;
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

/** The verdict for fields that no rule names. Undefined if they are open. */
function unlistedVerdict(policies: readonly CopiedPolicy[], actionOf: ActionOf): Verdict | undefined {
  const rules = policies.flatMap(({ unlisted }) => unlisted ?? []);
  const hiding = rules.flatMap(({ className }) => {
    const action = actionOf(className);
    return action === "show" ? [] : [{ className, action }];
  });
  const [strictest] = hiding.sort((a, b) => strictness(b.action) - strictness(a.action));
  if (strictest === undefined) return undefined;
  const isUnreviewed = rules.some(({ isMarked }) => isMarked);
  return { kind: "secret", rule: { kind: "unlisted", name: "" }, ...strictest, isUnreviewed };
}

/** Whether a field is a map whose values are strings. No other values can be described. */
function isTextMap({ cardinality, type }: FieldShape): boolean {
  return cardinality.kind === "map" && type.kind === "scalar" && type.scalar === "string";
}

function partition<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

type KeyRule = Extract<Rule, { readonly keys: unknown }>;

function judgementOf(rule: CopiedMapKeyRule | undefined, kind: KeyRule["kind"]): Judgement | undefined {
  return rule && { rule: keyRule(kind)(rule), className: rule.className };
}

function keyRule(kind: KeyRule["kind"]): (rule: CopiedMapKeyRule) => Rule {
  return ({ field, keys, describe }) => ({ kind, field, keys, isDescribed: describe !== undefined });
}

function makeKeyedVerdict(
  rules: readonly CopiedMapKeyRule[],
  json: readonly CopiedMapKeyRule[],
  describe: DescribeEntry | undefined,
  actions: Pick<KeyedVerdict, "actionOf" | "jsonActionOf">,
): KeyedVerdict {
  return {
    kind: "keyed",
    given: [...rules, ...json],
    rules: [...rules.map(keyRule("map keys")), ...json.map(keyRule("JSON keys"))],
    json: json.length === 0 ? undefined : keyMatcher(json.flatMap((rule) => rule.keys)),
    keys: keyMatcher(rules.flatMap((rule) => rule.keys)),
    describe,
    ...actions,
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
  const rest = others.length === 0 ? undefined : anyOfOthers(others);
  // Apart from the others: the first is `jwt` nearly everywhere, so the engine can inline it into the printers of strings.
  return (text) => {
    try {
      if (first(text)) return true;
    } catch {
      return true;
    }
    return rest?.(text) ?? false;
  };
}

function anyOfOthers(detectors: readonly Detector[]): Detector {
  return (text) =>
    detectors.some((detector) => {
      try {
        return Boolean(detector(text));
      } catch {
        return true;
      }
    });
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
