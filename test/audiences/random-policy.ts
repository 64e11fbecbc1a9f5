import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { ScalarType } from "@bufbuild/protobuf";
import fc from "fast-check";
import { type Action, type ClassActions, jwt, type Policy } from "../../src/index.js";
import { createPseudonyms, type Pseudonyms } from "../../src/pseudonym/index.js";
import { registry } from "../properties/subjects.js";
import type { ReferenceAction, ReferenceHidden } from "../reference/reference-actions.js";
import { type ReferencePolicy, strictness } from "../reference/reference-policy.js";
import { referenceIsSecret } from "../reference/reference-secret.js";

/** The class of a rule. Only `pii` may get pseudonyms, because those of two classes differ. */
type ClassName = "secret" | "pii" | "bulk";
const CLASSES: readonly ClassName[] = ["secret", "pii", "bulk"];

/** A policy as data, for the sanitizer and for the reference. */
export interface RandomPolicy {
  /** The classes of the options `csi_secret` and `debug_redact`. */
  readonly options: Readonly<Record<"csi.v1.csi_secret" | "debug_redact", ClassName>>;
  readonly fields: readonly { readonly field: string; readonly class: ClassName }[];
  readonly mapKeys: readonly RandomKeyRule[];
  readonly json: readonly RandomKeyRule[];
  readonly hasDetector: boolean;
  readonly unlisted: RandomUnlisted | undefined;
  /** The actions of the sanitizer, and of two audiences. */
  readonly readers: readonly [RandomActions, RandomActions, RandomActions];
}

interface RandomKeyRule {
  readonly field: string;
  readonly keys: RegExp;
  readonly class: ClassName;
}

interface RandomUnlisted {
  readonly class: ClassName;
  readonly marker: "stripped" | "unreviewed";
  readonly open: readonly string[];
}

type RandomActions = Readonly<Partial<Record<ClassName, Action>>>;

export const pseudonyms: Pseudonyms = createPseudonyms({
  key: "a key of tests, which has 32 bytes or more",
  keyId: "k7",
});

/** None matches a name of a property of `google.protobuf.Value`: an object with such a key would be read as JSON, to hide more. */
const PATTERNS = [
  /^(?!fields$|kind$|.*value)[a-m]/i,
  /^(?!.*value).*[^a-z]/is,
  /^(?!fields$|.*value).*s/is,
  /^.?$/s,
  /password|token/,
];

/** Policies with rules of all kinds for the fields of some types. */
export function randomPolicy(types: readonly DescMessage[]): fc.Arbitrary<RandomPolicy> {
  const fields = types.flatMap((type) => type.fields);
  const names = fields.map(nameOf);
  const className = fc.constantFrom(...CLASSES);
  const rulesFor = (some: readonly DescField[], maxLength: number): fc.Arbitrary<readonly RandomKeyRule[]> =>
    some.length === 0
      ? fc.constant([])
      : fc.array(
          fc.record({
            field: fc.constantFrom(...some).map(nameOf),
            keys: fc.constantFrom(...PATTERNS),
            class: className,
          }),
          { maxLength },
        );
  return fc.record({
    options: fc.record({ "csi.v1.csi_secret": className, debug_redact: className }),
    fields: fc.array(fc.record({ field: fc.constantFrom(...names), class: className }), { maxLength: 12 }),
    mapKeys: rulesFor(fields.filter(hasKeys), 6),
    json: rulesFor(fields.filter(mayHoldJson), 8),
    hasDetector: fc.boolean(),
    unlisted: fc.option(
      fc.record({
        class: className,
        marker: fc.constantFrom("stripped" as const, "unreviewed" as const),
        open: fc.subarray(names),
      }),
      { nil: undefined, freq: 4 },
    ),
    readers: fc.tuple(randomActions, randomActions, randomActions),
  });
}

const strict: fc.Arbitrary<Action | undefined> = fc.constantFrom(undefined, "strip", "omit", "size");
const last: fc.Arbitrary<Action> = fc.integer({ min: 1, max: 6 }).map((count) => ({ last: count }));
const randomActions: fc.Arbitrary<RandomActions> = fc
  .record({
    secret: strict,
    pii: fc.oneof(strict, fc.constantFrom<Action>("pseudonym", "show"), last),
    bulk: fc.oneof(strict, fc.constant<Action>("show"), last),
  })
  .map((actions) => Object.fromEntries(Object.entries(actions).filter(([, action]) => action !== undefined)));

function nameOf(field: DescField): string {
  return `${field.parent.typeName}.${field.name}`;
}

function hasKeys(field: DescField): boolean {
  return field.fieldKind === "map" || field.message?.typeName === "google.protobuf.Struct";
}

/** Strings and bytes, alone, in a list or in a map. */
export function mayHoldJson(field: DescField): boolean {
  return field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
}

/** The options of a sanitizer with such a policy. Its audiences are `a` and `b`. */
export function optionsOf({ readers: [classes, a, b], ...random }: RandomPolicy): {
  readonly policy: Policy;
  readonly classes: ClassActions;
  readonly audiences: Readonly<Record<string, ClassActions>>;
} {
  const { unlisted } = random;
  const keyRule = ({ keys, ...rule }: RandomKeyRule) => ({ ...rule, keys: [keys] });
  return {
    policy: {
      fieldOptions: Object.entries(random.options).map(([option, name]) => ({ option, class: name })),
      fields: random.fields,
      mapKeys: random.mapKeys.map(keyRule),
      json: random.json.map(keyRule),
      detectors: random.hasDetector ? [jwt] : [],
      ...(unlisted && {
        unlisted: { class: unlisted.class, marker: unlisted.marker },
        open: unlisted.open,
      }),
    },
    classes: known(classes, random),
    audiences: { a: known(a, random), b: known(b, random) },
  };
}

/** A class that no rule has is an error. */
function known(actions: RandomActions, random: Omit<RandomPolicy, "readers">): ClassActions {
  const used = [
    "secret",
    ...Object.values(random.options),
    ...[...random.fields, ...random.mapKeys, ...random.json].map((rule) => rule.class),
    random.unlisted?.class,
  ];
  return Object.fromEntries(Object.entries(actions).filter(([name]) => used.includes(name)));
}

/** The same policy for the reference, as one of the three readers sees it. */
export function referenceOf(random: RandomPolicy, reader: 0 | 1 | 2): ReferencePolicy {
  const actions = { ...random.readers[0], ...random.readers[reader] };
  const actionOf = (name: ClassName): ReferenceAction | "show" => {
    const action = actions[name] ?? "strip";
    if (action !== "pseudonym") return action;
    return { pseudonym: (value) => pseudonyms.of(value as never, name)[0] };
  };
  const hiding = (rules: readonly RandomKeyRule[]): ReferencePolicy["mapKeys"] =>
    rules.flatMap(({ field, keys, class: name }) => {
      const action = actionOf(name);
      return action === "show" ? [] : [{ field, keys: [keys], hidden: { action } }];
    });
  const verdicts = new Map<DescField, ReferenceHidden | undefined>();
  const judge = (field: DescField): ReferenceHidden | undefined => {
    const classes = [
      ...(["csi.v1.csi_secret", "debug_redact"] as const)
        .filter((option) => isMarked(field, option))
        .map((option) => random.options[option]),
      ...random.fields.filter((rule) => rule.field === nameOf(field)).map((rule) => rule.class),
    ];
    const found = classes.map(actionOf).filter((action) => action !== "show");
    const [hides] = found.sort((a, b) => strictness(b) - strictness(a));
    if (hides !== undefined) return { action: hides };
    if (random.unlisted === undefined || classes.length > 0 || !mustBeListed(field)) return undefined;
    if (random.unlisted.open.includes(nameOf(field))) return undefined;
    const action = actionOf(random.unlisted.class);
    if (action === "show") return undefined;
    return { action, ...(random.unlisted.marker === "unreviewed" && { marker: "***unreviewed***" }) };
  };
  return {
    isSecret: () => false,
    hidden(field) {
      if (!verdicts.has(field)) verdicts.set(field, judge(field));
      return verdicts.get(field);
    },
    mapKeys: hiding(random.mapKeys),
    json: hiding(random.json),
    detectors: random.hasDetector ? [jwt] : [],
  };
}

function isMarked(field: DescField, option: "csi.v1.csi_secret" | "debug_redact"): boolean {
  const options =
    option === "debug_redact" ? { names: [] } : { names: ["csi.v1.csi_secret"], debugRedact: false };
  return referenceIsSecret(field, options, registry);
}

/** Fields of messages are judged one by one; those of protobuf's own types by the field that holds them. */
function mustBeListed(field: DescField): boolean {
  if (field.parent.typeName.startsWith("google.protobuf.")) return false;
  if (field.fieldKind === "map" || field.message === undefined) return true;
  return field.message.typeName.startsWith("google.protobuf.");
}
