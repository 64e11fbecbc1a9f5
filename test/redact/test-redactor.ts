import type { DescMessage } from "@bufbuild/protobuf";
import { createSanitizer, type Limits, type Policy, type Sanitizer } from "../../src/index.js";
import { PlanCompiler } from "../../src/plan/plan-compiler.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge } from "../../src/policy/judge.js";
import { objectRepresentation } from "../../src/representations/object/objects.js";
import { protobufEs, typeNameOf } from "../../src/representations/protobuf-es/protobuf-es.js";
import { protobufEsSource } from "../../src/schema/protobuf-es.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { ByteWriter } from "../../src/write/bytes/byte-writer.js";
import { Copier, type CopierOptions } from "../../src/write/copy/copier.js";
import { resolveLimits } from "../../src/write/limits.js";
import { policies, registry } from "../properties/subjects.js";

/** Redacts messages of a type, and prints them, as one sanitizer does. */
export interface TestRedactor {
  redact<T>(type: DescMessage | string, message: T): T;
  /** The texts of a message in both formats. */
  print(type: DescMessage | string, message: unknown): string;
}

/** Makes a redactor for all types that tests know. */
export function testRedactor(
  policy: readonly Policy[] = policies,
  limits: Partial<Limits> = {},
  options: Partial<CopierOptions> = {},
): TestRedactor {
  const judge = createJudge(copyPolicies(policy));
  const compiler = new PlanCompiler(new SchemaSet([protobufEsSource([registry])]), judge);
  const parts = {
    limits: resolveLimits(limits),
    holdsCredential: judge.holdsCredential,
  };
  const wire = new ByteWriter(parts.limits);
  const redactor = new Copier({
    ...parts,
    payload: (plan, payload, maxDepth) => wire.copy(plan, payload, maxDepth),
    ...options,
  });
  const sanitizers: readonly Sanitizer[] = (["go", "protojson"] as const).map((format) =>
    createSanitizer({ schemas: [registry], policy, limits, format }),
  );
  return {
    redact<T>(type: DescMessage | string, message: T): T {
      const typeName = typeof type === "string" ? type : type.typeName;
      const plan = compiler.plan(typeName);
      if (plan === undefined) throw new Error(`no type ${typeName}`);
      const reader = isProtobufEs(message) ? protobufEs : objectRepresentation(typeName);
      // A copy has the type of the original.
      return redactor.copy(plan, reader, message) as T;
    },
    print: (type, message) => sanitizers.map((sanitizer) => sanitizer.stringify(type, message)).join("\n"),
  };
}

function isProtobufEs(message: unknown): boolean {
  try {
    return typeNameOf(message) !== undefined;
  } catch {
    // A proxy that throws: of any kind.
    return true;
  }
}
