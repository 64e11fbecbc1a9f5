import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import fc from "fast-check";
import { copyPolicies } from "../policy/copy-policies.js";
import { createJudge, type Judge } from "../policy/judge.js";
import type { Policy } from "../policy/policy.js";
import { type KeyedVerdict, OPEN, type Verdict } from "../policy/verdict.js";
import { protobufEsSource } from "../schema/protobuf-es.js";
import { SchemaSet } from "../schema/schema-set.js";
import { credentialArbitrary } from "./text-arbitrary.js";

/** Twins: a pair of values that differ only in secrets, so both must print the same text. */
export type Twin<T = unknown> = readonly [left: T, right: T];

/** Twins that are the same value. */
export function same<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Twin<T>> {
  return arbitrary.map((value) => [value, value]);
}

/** Twins that are generated independently: for secret values. */
export function independent<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Twin<T>> {
  return fc.tuple(arbitrary, arbitrary);
}

/** Applies a function to both twins. */
export function both<T, U>(twin: Twin<T>, make: (value: T) => U): Twin<U> {
  return [make(twin[0]), make(twin[1])];
}

/** Turns a list of twins into twins of lists. */
export function gather<T>(twins: readonly Twin<T>[]): Twin<T[]> {
  return [twins.map(([left]) => left), twins.map(([, right]) => right)];
}

/** Bounds and ingredients of generated messages. */
export interface TwinsContext {
  readonly secrecy: Secrecy;
  /** Most items of a list and entries of a map. */
  readonly maxItems: number;
  readonly unknownFields: boolean;
  /** Whether an Any may hold a message of a type that is not known. */
  readonly unknownTypes: boolean;
  /** Types that an Any may hold. */
  readonly anyTypes: readonly DescMessage[];
  /** The arbitraries that are built already, by type and depth. */
  readonly made: Map<DescMessage, Map<number, fc.Arbitrary<Twin<Message>>>>;
}

/** Generates twins of messages of any type. */
export type MessageTwins = (
  desc: DescMessage,
  depth: number,
  context: TwinsContext,
) => fc.Arbitrary<Twin<Message>>;

/** Decides what is secret in generated messages, by the same verdicts that the sanitizer compiles. */
export interface Secrecy {
  verdict(field: DescField): Verdict;
  /** Texts in which the detectors find a credential; undefined if there are no detectors. */
  readonly credentials: fc.Arbitrary<string> | undefined;
}

/** Nothing is secret: both twins are the same. */
export const NOTHING_SECRET: Secrecy = { verdict: () => OPEN, credentials: undefined };

/**
 * The secrecy that a policy defines.
 *
 * @param credentials texts that the detectors of the policy may find. Default: credentials of known kinds.
 */
export function secrecyOf(policy: Policy | readonly Policy[], credentials?: fc.Arbitrary<string>): Secrecy {
  const judge: Judge = createJudge(copyPolicies(policy));
  const schemas = new Map<DescMessage["file"], SchemaSet>();
  return {
    credentials: judge.holdsCredential && credentialArbitrary(judge.holdsCredential, credentials),
    verdict(field) {
      const { parent } = field;
      const known = schemas.get(parent.file) ?? new SchemaSet([protobufEsSource([parent])]);
      schemas.set(parent.file, known);
      const shape = known.message(parent.typeName)?.fields.find(({ number }) => number === field.number);
      return shape === undefined ? OPEN : judge.verdict(shape, known);
    },
  };
}

/** Judges the keys of a Struct, by the verdict of the field that holds it. Undefined if no rule names the field. */
export function keysOf(verdict: Verdict): KeyedVerdict["keys"] | undefined {
  return verdict.kind === "keyed" ? verdict.keys : undefined;
}
