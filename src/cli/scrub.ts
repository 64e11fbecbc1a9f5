import { type Command, Option } from "commander";
import type { ScrubCommandOptions } from "../logfiles/run-scrub.js";
import { usageError } from "./command-error.js";
import { EXIT_CODES_HELP, type ExitCode } from "./exit-code.js";
import type { Output } from "./output.js";

const DESCRIPTION = `Clean logs that have leaked already.

Finds CSI requests that were logged without a sanitizer (protobuf text, JSON, %v and %+v of Go, util.inspect; klog, pino, winston, democratic-csi; JSON inside JSON at any depth), service account tokens wherever they stand, and JSON Web Tokens. Replaces each value by ***stripped*** and keeps every other byte, the keys of secrets among them: they tell what has to be rotated. Streams: memory does not grow with the log, nor with a line. A summary goes to standard error.`;

const EXAMPLES = `
Examples:
  kubectl logs csi-node-x7k2p | protosanitizer scrub > clean.log
  protosanitizer scrub --in-place /var/log/csi/*.log
  protosanitizer scrub --check driver.log && echo "nothing leaked"
  protosanitizer scrub --key node.session.auth.password --key adminKey driver.log
`;

/** Adds `scrub` to the command line. `finish` takes the exit code. */
export function addScrub(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  program
    .command("scrub")
    .summary("clean logs that have leaked already")
    .description(DESCRIPTION)
    .argument("[files...]", "logs to read; none, or -, for standard input")
    .option(
      "-i, --in-place",
      "replace each file by its clean copy; mode and owner are kept; what writes to it has to be stopped first",
    )
    .addOption(
      new Option("--check", "write nothing; exit with 1 if there is something to clean").conflicts("inPlace"),
    )
    .option("--key <name>", "one more key whose values are secret; may be repeated", collect)
    .option("--json", "print the summary as JSON")
    .addHelpText("after", EXAMPLES + EXIT_CODES_HELP)
    .action(async (files: readonly string[], options: ScrubCommandOptions) => {
      const { runScrub } = await import("../logfiles/run-scrub.js");
      finish(await runScrub(files, options, output));
    });
}

function collect(value: string, all: readonly string[] = []): readonly string[] {
  if (value === "" || /[\r\n]/.test(value))
    throw usageError("--key: the name of a key cannot be empty or have line ends");
  return [...all, value];
}
