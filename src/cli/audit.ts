import { type Command, Option } from "commander";
import { csiPolicy } from "../csi/index.js";
import { PolicyError } from "../policy/policy-error.js";
import { readAllowList } from "./audit/allow-list.js";
import { type AuditedType, auditReport, suspectsIn } from "./audit/audit-report.js";
import { auditCounts, auditMarkdown, auditTable } from "./audit/audit-text.js";
import { usageError } from "./command-error.js";
import { EXIT_CODES_HELP, ExitCode } from "./exit-code.js";
import type { Output } from "./output.js";
import { type LoadedSchemas, loadSchemas } from "./schemas/load-schemas.js";
import { addTypeOptions, policyOf, TYPES_HELP, type TypeOptions } from "./schemas/schema-options.js";

interface AuditCommandOptions extends TypeOptions {
  readonly json?: true;
  readonly markdown?: true;
  readonly strict?: true;
  readonly allow?: string;
}

const DESCRIPTION = `Show what is secret, why, and what else may be.

Lists each field of each message type with its verdict (open, secret, keyed: its entries are judged by key) and the rule behind it. Open fields are suspects, marked with a question mark, if their names or comments speak of passwords, tokens, keys, secrets, credentials or CHAP, or if they are maps in which such can stand. A suspect is likely by its name alone; page tokens, names and paths of credentials, comments and maps are possible ones.`;

const EXAMPLES = `
Examples:
  protosanitizer audit
  protosanitizer audit --proto proto/ --field-option acme.v1.sensitive
  protosanitizer audit --descriptor-set set.binpb --markdown > SECRETS.md
  protosanitizer audit --proto proto/ --strict --allow audit-allow.txt

An allow-list has the full name of a field on each line; # begins a comment. A line that allows nothing is an error.
`;

/** Adds `audit` to the command line. `finish` takes the exit code. */
export function addAudit(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("audit")
    .summary("show what is secret, why, and what else may be")
    .description(DESCRIPTION)
    .addOption(new Option("--json", "print JSON").conflicts("markdown"))
    .option("--markdown", "print Markdown")
    .option("--strict", "exit with 1 if there are suspects that the allow-list does not name")
    .option("--allow <file>", "fields that were looked at and found harmless");
  addTypeOptions(command)
    .addHelpText("after", TYPES_HELP + EXAMPLES + EXIT_CODES_HELP)
    .action(async (options: AuditCommandOptions) => finish(await audit(options, output)));
}

async function audit(options: AuditCommandOptions, output: Output): Promise<ExitCode> {
  const allowList = options.allow === undefined ? undefined : await readAllowList(options.allow);
  const loaded = await loadSchemas(options);
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
  process.stderr.write(
    `protosanitizer: ${open.length} suspects, ${open[0]?.field ?? ""} the first; mark them secret, or allow them with --allow\n`,
  );
  return ExitCode.FINDINGS;
}

function reportOf(
  loaded: LoadedSchemas,
  options: AuditCommandOptions,
  allowList: Parameters<typeof auditReport>[2],
): readonly AuditedType[] {
  try {
    return auditReport(loaded, [csiPolicy(), policyOf(options)], allowList);
  } catch (error) {
    if (error instanceof PolicyError) throw usageError(error.message, { cause: error });
    throw error;
  }
}

function textOf(report: readonly AuditedType[], { json, markdown }: AuditCommandOptions): string {
  if (json) {
    const suspects = suspectsIn(report).map(({ field, type, suspicion, isAllowed }) => ({
      field,
      type,
      ...suspicion,
      allowed: isAllowed,
    }));
    const types = report.map(({ type, fields }) => ({
      type,
      fields: fields.map(({ field, type: fieldType, verdict, rule }) => ({
        field,
        type: fieldType,
        verdict,
        rule,
      })),
    }));
    return `${JSON.stringify({ types, suspects, counts: auditCounts(report) }, null, 2)}\n`;
  }
  return markdown ? auditMarkdown(report) : auditTable(report, process.stdout);
}
