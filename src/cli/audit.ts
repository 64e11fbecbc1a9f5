import { type Command, Option } from "commander";
import type { AuditCommandOptions } from "./audit/run-audit.js";
import type { ExitCode } from "./command-error.js";
import type { Output } from "./input-output.js";
import { addHelp } from "./manual/command-help.js";
import { addTypeOptions, TYPES_DETAILS } from "./schemas/type-options.js";

const DETAILS = `Lists each field of each message type with its verdict (open, secret, keyed: its entries are judged by key) and the rule behind it. Open fields are suspects, marked with a question mark, if their names or comments speak of credentials (passwords, tokens, keys, one-time codes, sessions), if their names speak of what may hold some (bodies, options, licenses, roles), or if they are maps that may hold anything. A suspect is likely if its name says so; the others are possible suspects. A field of messages is no suspect if their type is in the list. The types of files on the import path are not listed. Nothing to list is an error.

The first lines say with which version, when, of what and by which rules the audit was made, with SHA-256 of input, policy and allow-list. --lock writes a line for each field that can hold text: its number, type, class, and who looked. With --check it compares, and ends with 1 if a field lost its option or class, moved, or is new and was not looked at. --since says which fields a change makes visible: since a descriptor set, a directory, or a revision of git.`;

const EXAMPLES = [
  "protosanitizer audit --proto proto/ --field-option acme.v1.sensitive",
  "protosanitizer audit --proto proto/ --lock audit.lock --check",
  "protosanitizer audit --descriptor-set set.binpb --markdown > SECRETS.md",
  "protosanitizer audit --proto proto/ --strict --allow audit-allow.txt",
  "protosanitizer audit --proto proto/ --since git:main --sarif > audit.sarif",
];

const ALLOW_LIST =
  "An allow-list has the full name of a field on each line; # begins a comment, or the reason. A line that allows nothing is an error. A lock keeps what was said of each field.";

/** Adds `audit` to the command line. `finish` takes the exit code. */
export function addAudit(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("audit")
    .summary("show what is secret, why, and what else may be")
    .description("Show what is secret, why, and what else may be.")
    .addOption(new Option("--json", "print JSON").conflicts(["markdown", "html", "sarif"]))
    .addOption(new Option("--markdown", "print Markdown").conflicts(["html", "sarif"]))
    .addOption(new Option("--html", "print a page to search in").conflicts("sarif"))
    .option("--sarif", "print SARIF, for code scanning")
    .option("--strict", "exit with 1 if there are suspects that nobody allowed")
    .option("--allow <file>", "fields that were looked at and found harmless")
    .option("--lock <file>", "write what is known of each field that can hold text")
    .option("--check", "with --lock: exit with 1 if a field lost a class, moved, is new")
    .option("--since <old>", "what became visible since a descriptor set, git:REVISION");
  addTypeOptions(command).action(async (options: AuditCommandOptions) => {
    const { runAudit } = await import("./audit/run-audit.js");
    finish(await runAudit(options, output));
  });
  addHelp(command, { details: `${DETAILS}\n\n${TYPES_DETAILS}`, examples: EXAMPLES, notes: ALLOW_LIST });
}
