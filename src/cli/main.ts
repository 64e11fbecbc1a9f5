#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { addAudit } from "./audit.js";
import { addCheck } from "./check.js";
import { CommandError, reportError } from "./command-error.js";
import { addDemo } from "./demo.js";
import { EXIT_CODES_HELP, ExitCode } from "./exit-code.js";
import { Output } from "./output.js";
import { addScrub } from "./scrub.js";
import { addStrip } from "./strip.js";

const DESCRIPTION =
  "Prints protobuf messages without their secrets, shows what counts as secret, and cleans logs that have leaked.";

process.exitCode = await main(process.argv);
// Whoever stopped reading early must not be kept waiting by what else might come.
process.stdin.destroy();

async function main(argv: readonly string[]): Promise<number> {
  let exitCode: number = ExitCode.FINE;
  const finish = (code: number): void => {
    exitCode = code;
  };
  const output = new Output(process.stdout);
  // A closed standard error leaves nobody to tell.
  process.stderr.on("error", () => undefined);
  const program = new Command("protosanitizer")
    .description(DESCRIPTION)
    .version(version(), "-V, --version")
    .addHelpText("after", EXIT_CODES_HELP)
    .configureOutput({
      // An option that is not known may have been given a secret.
      outputError: (text, write) =>
        write(text.replace(/^error: /, "protosanitizer: ").replace(/(unknown option '[^'=]*)=.*/, "$1'")),
    })
    .showHelpAfterError("See --help.")
    .exitOverride();
  addStrip(program, output, finish);
  addAudit(program, output, finish);
  addCheck(program, output, finish);
  addScrub(program, output, finish);
  addDemo(program, output, finish);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    return fail(error);
  }
  return exitCode;
}

/** Says what went wrong in one line, and gives the exit code. */
function fail(error: unknown): number {
  // Help and version count as errors here; what is one has been printed.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.FINE : ExitCode.USAGE;
  if (error instanceof CommandError) {
    reportError(error);
    return error.exitCode;
  }
  // Its text may hold anything, so it is not shown.
  const name = error instanceof Error ? error.name : typeof error;
  process.stderr.write(`protosanitizer: internal error (${name}); please report it\n`);
  return ExitCode.INTERNAL;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}
