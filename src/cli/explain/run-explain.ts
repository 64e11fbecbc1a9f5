import { type AuditedField, type Auditor, createAuditor } from "../../audit/audited-fields.js";
import { csiPolicy } from "../../csi/csi-policy.js";
import { nearestName } from "../../options/read-options.js";
import { PolicyError } from "../../policy/policy.js";
import { isOfProtobuf } from "../../policy/suspicion.js";
import { ExitCode, usageError } from "../command-error.js";
import type { Output } from "../input-output.js";
import { printable, printableJson } from "../printable.js";
import { type GivenPolicy, givenPolicy } from "../schemas/given-policy.js";
import { type LoadedSchemas, loadSchemas } from "../schemas/load-schemas.js";
import type { TypeOptions } from "../schemas/type-options.js";
import { streams } from "../streams.js";
import { fieldTree, type InnerTypeOf } from "./field-tree.js";

/** The options of `explain`. */
export interface ExplainCommandOptions extends TypeOptions {
  readonly json?: true;
}

/**
 * Prints the verdict for each field that a type reaches.
 *
 * @throws {CommandError} if the command line is wrong, the type is not known, or the types cannot be read.
 */
export async function runExplain(
  typeName: string,
  options: ExplainCommandOptions,
  output: Output,
): Promise<ExitCode> {
  const loaded = await loadSchemas(options);
  const auditor = auditorFor(loaded, await givenPolicy(options));
  if (loaded.schemas.message(typeName) === undefined) throw unknownType(typeName, loaded);
  const innerTypeOf: InnerTypeOf = (field) => innerType(field, loaded);
  await output.write(
    options.json
      ? `${printableJson(reachedLines(typeName, auditor, innerTypeOf))}\n`
      : fieldTree(typeName, auditor, innerTypeOf, streams().stdout),
  );
  return ExitCode.FINE;
}

function auditorFor(
  { schemas, typeNames, commentOf, placeOf }: LoadedSchemas,
  { policies, ...reading }: GivenPolicy,
): Auditor {
  try {
    const types = { schemas, typeNames, commentOf, placeOf };
    return createAuditor(types, [csiPolicy(), ...policies], undefined, reading);
  } catch (error) {
    if (error instanceof PolicyError) throw usageError(error.message, { cause: error });
    throw error;
  }
}

function unknownType(typeName: string, { schemas }: LoadedSchemas): Error {
  const nearest = nearestName(
    typeName,
    [...schemas.messages()].map((shape) => shape.typeName),
  );
  return usageError(
    `explain: no type ${printable(typeName)}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
  );
}

/** The type of the messages in a field. What a type of protobuf holds is judged with the field itself. */
function innerType({ type }: AuditedField, { schemas }: LoadedSchemas): string | undefined {
  const name = type.replace(/^map<\w+, (.*)>$/, "$1").replace(/^repeated /, "");
  return isOfProtobuf(name) || schemas.message(name) === undefined ? undefined : name;
}

/** What `sanitizer.explain` returns, with file and line where they are known. */
function reachedLines(typeName: string, auditor: Auditor, innerTypeOf: InnerTypeOf): readonly object[] {
  const reached = new Set([typeName]);
  const lines: object[] = [];
  // Iterating over the set while it grows visits every type once.
  for (const name of reached) {
    for (const field of auditor.type(name).fields) {
      const { field: fullName, type, verdict, rule, class: className, action, suspicion, place } = field;
      const inner = verdict === "secret" ? undefined : innerTypeOf(field);
      if (inner !== undefined) reached.add(inner);
      lines.push({
        field: fullName,
        type,
        verdict,
        rule,
        ...(className !== undefined && { class: className, action }),
        ...(suspicion && { suspicion: suspicion.reason }),
        ...(place && { file: place.file, line: place.line }),
      });
    }
  }
  return lines;
}
