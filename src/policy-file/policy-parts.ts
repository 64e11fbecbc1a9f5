import { csiPolicy } from "../csi/csi-policy.js";
import { confluent } from "../dialects/confluent.js";
import { NAMED_DIALECTS } from "../dialects/named-dialects.js";
import { nearestName } from "../options/read-options.js";
import type {
  Detector,
  KeyPattern,
  MapKeyRule,
  OptionCondition,
  OptionConstant,
  OptionRule,
  Policy,
  PolicyRules,
} from "../policy/policy.js";
import { base64Decode } from "../scalars/base64.js";
import type {
  ConditionDocument,
  ConstantDocument,
  KeyDocument,
  KeyRuleDocument,
  OptionRuleDocument,
  PolicyDocument,
  RulesDocument,
} from "./policy-document.js";
import { Mistake } from "./policy-file-error.js";
import { nameOrPattern } from "./safe-pattern.js";

type Path = readonly (string | number)[];

/**
 * The policies of a file: its base, its dialects, and its own rules.
 *
 * @param detectors all detectors, by the names that the file may use.
 * @throws {Mistake} if there is no detector of a name, or if a pattern is wrong.
 */
export function policiesIn(
  document: PolicyDocument,
  detectors: ReadonlyMap<string, Detector>,
): readonly Policy[] {
  const { base, dialects = [], unlisted, optional, anyOf } = document;
  return [
    ...(base === "csi" ? [csiPolicy()] : []),
    ...dialects.map((one) =>
      // The schema knows the names of all dialects.
      typeof one === "string" ? (NAMED_DIALECTS.get(one) ?? {}) : confluent(one.tags, one.class),
    ),
    {
      ...rulesIn(document, [], detectors),
      ...(unlisted !== undefined && { unlisted }),
      ...(optional !== undefined && { optional: rulesIn(optional, ["optional"], detectors) }),
      ...(anyOf !== undefined && { anyOf: rulesIn(anyOf, ["anyOf"], detectors) }),
    },
  ];
}

function rulesIn(rules: RulesDocument, path: Path, detectors: ReadonlyMap<string, Detector>): PolicyRules {
  const { fieldOptions, messageOptions, fields, mapKeys, json, fieldDetectors, open } = rules;
  const named = (names: readonly string[], place: Path): readonly Detector[] =>
    names.map((name, index) => detectorOf(name, [...place, index], detectors));
  return {
    ...(fieldOptions && { fieldOptions: fieldOptions.map(optionRule) }),
    ...(messageOptions && { messageOptions: messageOptions.map(optionRule) }),
    ...(fields && {
      fields: fields.map((one, index) => {
        const place = [...path, "fields", index];
        if (typeof one === "string" || !("field" in one)) return nameOrPattern(one, place);
        return { ...one, field: nameOrPattern(one.field, [...place, "field"]) };
      }),
    }),
    ...(mapKeys && { mapKeys: mapKeys.map((one, index) => keyRule(one, [...path, "mapKeys", index])) }),
    ...(json && { json: json.map((one, index) => keyRule(one, [...path, "json", index])) }),
    ...(rules.detectors && { detectors: named(rules.detectors, [...path, "detectors"]) }),
    ...(fieldDetectors && {
      fieldDetectors: fieldDetectors.map((one, index) => ({
        field: one.field,
        detectors: named(one.detectors, [...path, "fieldDetectors", index, "detectors"]),
      })),
    }),
    ...(open && {
      open: open.map((one, index) => {
        if (typeof one === "string" || "pattern" in one) return nameOrPattern(one, [...path, "open", index]);
        return openCondition(one);
      }),
    }),
  };
}

function keyRule({ field, keys, class: className }: KeyRuleDocument, path: Path): MapKeyRule {
  return {
    field,
    keys: keys.map((key, index) => keyPattern(key, [...path, "keys", index])),
    ...(className !== undefined && { class: className }),
  };
}

function keyPattern(key: KeyDocument, path: Path): KeyPattern {
  return typeof key === "object" && "text" in key ? key.text : nameOrPattern(key, path);
}

function optionRule(rule: OptionRuleDocument): OptionRule {
  return typeof rule === "string" ? rule : openCondition(rule);
}

function openCondition(rule: Exclude<OptionRuleDocument, string>): Exclude<OptionRule, string> {
  if (!("all" in rule)) return condition(rule);
  return { ...rule, all: rule.all.map((one) => (typeof one === "string" ? one : condition(one))) };
}

function condition({
  is,
  includes,
  not,
  ...rest
}: ConditionDocument): OptionCondition & { readonly class?: string } {
  return {
    ...rest,
    ...(is && { is: is.map(constant) }),
    ...(includes && { includes: includes.map(constant) }),
    ...(not && { not: not.map(constant) }),
  };
}

function constant(given: ConstantDocument): OptionConstant {
  return typeof given === "object" ? base64Decode(given.base64) : given;
}

function detectorOf(name: string, path: Path, detectors: ReadonlyMap<string, Detector>): Detector {
  const detector = detectors.get(name);
  if (detector !== undefined) return detector;
  throw new Mistake(path, "no such detector", nearestName(name, [...detectors.keys()]));
}
