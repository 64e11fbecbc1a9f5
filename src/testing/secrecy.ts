import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { copyPolicies } from "../policy/copy-policies.js";
import { createJudge, type Judge } from "../policy/judge.js";
import type { Detector, Policy } from "../policy/policy.js";
import { type KeyedVerdict, OPEN, type Verdict } from "../policy/verdict.js";
import { protobufEsSource } from "../schema/protobuf-es.js";
import { SchemaSet } from "../schema/schema-set.js";

/** What in generated messages is secret: by the same verdicts that the sanitizer compiles. */
export interface Secrecy {
  verdict(field: DescField): Verdict;
  readonly holdsCredential: Detector | undefined;
}

/** Nothing is secret: both twins are the same. */
export const NOTHING_SECRET: Secrecy = { verdict: () => OPEN, holdsCredential: undefined };

/** What a policy makes secret. */
export function secrecyOf(policy: Policy | readonly Policy[]): Secrecy {
  const judge: Judge = createJudge(copyPolicies(policy));
  const schemas = new Map<DescMessage["file"], SchemaSet>();
  return {
    holdsCredential: judge.holdsCredential,
    verdict(field) {
      const { parent } = field;
      const known = schemas.get(parent.file) ?? new SchemaSet([protobufEsSource([parent])]);
      schemas.set(parent.file, known);
      const shape = known.message(parent.typeName)?.fields.find(({ number }) => number === field.number);
      return shape === undefined ? OPEN : judge.verdict(shape);
    },
  };
}

/** The verdict under which the keys of a Struct are judged: that of the field that holds it. */
export function keysOf(verdict: Verdict): KeyedVerdict["keys"] | undefined {
  return verdict.kind === "keyed" ? verdict.keys : undefined;
}
