import { type Command, Option } from "commander";
import type { AuditCommandOptions } from "./audit/run-audit.js";
import { EXIT_CODES_HELP, type ExitCode } from "./command-error.js";
import type { Output } from "./input-output.js";
import { addTypeOptions, TYPES_HELP } from "./schemas/type-options.js";

const DESCRIPTION = `Show what is secret, why, and what else may be.

Lists each field of each message type with its verdict (open, secret, keyed: its entries are judged by key) and the rule behind it. Open fields are suspects, marked with a question mark, if their names or comments speak of credentials (passwords, tokens, keys, one-time codes, sessions), if their names speak of what may hold some (bodies, options, licenses, roles), or if they are maps that may hold anything. A suspect is likely if its name says so; the others are possible suspects. A field of messages is no suspect if their type is in the list. The types of files on the import path are not listed. Nothing to list is an error.`;

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
    .addOption(new Option("--json", "print JSON").conflicts(["markdown", "html", "sarif"]))
    .addOption(new Option("--markdown", "print Markdown").conflicts(["html", "sarif"]))
    .addOption(new Option("--html", "print a page to search in").conflicts("sarif"))
    .option("--sarif", "print SARIF, for code scanning")
    .option("--strict", "exit with 1 if there are suspects that nobody allowed")
    .option("--allow <file>", "fields that were looked at and found harmless")
    .option("--lock <file>", "write what is known of each field that can hold text")
    .option("--check", "with --lock: write nothing; exit with 1 if a field lost its class, moved, or is new")
    .option("--since <old>", "list what became visible since a descriptor set, or git:REVISION");
  addTypeOptions(command)
    .addHelpText("after", TYPES_HELP + EXAMPLES + EXIT_CODES_HELP)
    .action(async (options: AuditCommandOptions) => {
      const { runAudit } = await import("./audit/run-audit.js");
      finish(await runAudit(options, output));
    });
}
