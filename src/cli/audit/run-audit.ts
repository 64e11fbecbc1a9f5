import { csiPolicy } from "../../csi/csi-policy.js";
import { PolicyError } from "../../policy/policy.js";
import { ExitCode, printNotice, unreadableError, usageError } from "../command-error.js";
import type { Output } from "../input-output.js";
import { type LoadedSchemas, loadSchemas, policiesOf } from "../schemas/load-schemas.js";
import type { TypeOptions } from "../schemas/type-options.js";
import { streams } from "../streams.js";
import { readAllowList } from "./allow-list.js";
import { type AuditedType, auditReport, suspectsIn } from "./audit-report.js";
import { auditJson, auditMarkdown, auditTable } from "./audit-text.js";

/** The options of `audit`. */
export interface AuditCommandOptions extends TypeOptions {
  readonly json?: true;
  readonly markdown?: true;
  readonly strict?: true;
  readonly allow?: string;
}

/**
 * Prints the verdict for each field of the types.
 *
 * @throws {CommandError} if the command line or the allow-list is wrong, or the types cannot be read.
 */
export async function runAudit(options: AuditCommandOptions, output: Output): Promise<ExitCode> {
  const allowList = options.allow === undefined ? undefined : await readAllowList(options.allow);
  const loaded = await loadSchemas(options);
  // A check that saw no type must not pass.
  if (loaded.typeNames.length === 0)
    throw unreadableError(`${loaded.origin}: no message types in it, so there is nothing to audit`);
  const report = reportOf(loaded, options, allowList);
  const suspects = suspectsIn(report);
  const allFields = new Set(report.flatMap(({ fields }) => fields.map(({ field }) => field)));
  allowList?.checkAgainst(
    suspects.map(({ field }) => field),
    allFields,
  );
  await output.write(textOf(report, options));
  const open = suspects.filter(({ isAllowed }) => !isAllowed);
  if (!options.strict || open.length === 0) return ExitCode.FINE;
  printNotice(
    `${open.length} suspects, ${open[0]?.field ?? ""} the first; mark them secret, or allow them with --allow`,
  );
  return ExitCode.FINDINGS;
}

function reportOf(
  loaded: LoadedSchemas,
  options: AuditCommandOptions,
  allowList: Parameters<typeof auditReport>[2],
): readonly AuditedType[] {
  try {
    return auditReport(loaded, [csiPolicy(), ...policiesOf(options)], allowList);
  } catch (error) {
    if (error instanceof PolicyError) throw usageError(error.message, { cause: error });
    throw error;
  }
}

function textOf(report: readonly AuditedType[], { json, markdown }: AuditCommandOptions): string {
  if (json) return auditJson(report);
  return markdown ? auditMarkdown(report) : auditTable(report, streams().stdout);
}
