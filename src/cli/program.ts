import { Command, Help, type OutputConfiguration } from "commander";
import { addAudit } from "./audit.js";
import { addCheck } from "./check.js";
import { addManuals } from "./completion.js";
import { addDemo } from "./demo.js";
import { addExplain } from "./explain.js";
import type { Output } from "./input-output.js";
import { EXIT_CODES } from "./manual/command-help.js";
import { packageVersion } from "./package-version.js";
import { addPseudonym } from "./pseudonym.js";
import { addRadar } from "./radar.js";
import { addScrub } from "./scrub.js";
import { addStrip } from "./strip.js";

const DESCRIPTION = "Prints protobuf messages without secrets, audits types, and cleans leaked logs.";

/**
 * The commands and their options. Completions and the manual page are made of them.
 *
 * @param output takes what commands print.
 * @param finish takes the exit code.
 * @param help where help and errors of the command line go. Default: the streams of the process.
 */
export function createProgram(
  output: Output,
  finish: (code: number) => void,
  help: OutputConfiguration = {},
): Command {
  const program = new Command("protosanitizer")
    .description(DESCRIPTION)
    .version(packageVersion(), "-V, --version")
    .addHelpText("after", `\n${exitCodes()}`)
    // The command "help" shows what "--help" shows, so the list does without it.
    .configureHelp({
      // Arguments stand in the help of each command, and would make these lines wrap.
      subcommandTerm: (command) => `${command.name()}${command.options.length > 0 ? " [options]" : ""}`,
      visibleCommands: (of) => new Help().visibleCommands(of).filter((command) => command.name() !== "help"),
    })
    .showHelpAfterError("See --help.")
    .configureOutput(help)
    .exitOverride();
  addStrip(program, output, finish);
  addAudit(program, output, finish);
  addExplain(program, output, finish);
  addCheck(program, output, finish);
  addPseudonym(program, output, finish);
  addScrub(program, output, finish);
  addRadar(program, finish);
  addDemo(program, output, finish);
  addManuals(program, output, finish);
  return program;
}

function exitCodes(): string {
  const lines = EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(3)}  ${meaning}`);
  return `Exit codes:\n${lines.join("\n")}`;
}
