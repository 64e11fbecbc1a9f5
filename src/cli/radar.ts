import type { Command } from "commander";
import { addHelp } from "./manual/command-help.js";
import type { RadarCommandOptions } from "./radar/run-radar.js";

const DETAILS = `Runs a test suite, a driver or a script with the radar in its Node processes, their workers and their children, without a change of code. The radar knows the secrets of all calls, because the program has an interceptor of this library (or holds secrets by itself: liveSecrets.hold), and finds them in what is printed, in command lines, statuses, spans, logs and errors. It prints a table on standard error: which field leaked, how it was written, where it went, and from which line of code. A report never holds a secret.

The command runs as without the radar, and what it prints stays as it is, unless --scrub is given.`;

const EXAMPLES = [
  "protosanitizer radar -- npm test",
  "protosanitizer radar --html leaks.html --sarif leaks.sarif -- npx vitest run",
  "protosanitizer radar --allow radar-allow.txt -- node driver.js",
];

const ALLOW_LIST =
  "An allow-list has a known leak on each line, and the reason to keep it: origin @ sink @ file # reason. Sink and file may be left out, and * stands for any. A line that allows nothing is an error.";

const EXIT_CODES = `  1     leaks, whatever the command's own code is
  2     wrong usage, or a line of the allow-list that allows nothing
  3     no secret was held, so nothing was found: is there an interceptor?
  else  the command's own code; 128 and its number if a signal ended it`;

/** Adds `radar` to the command line. `finish` takes the exit code. */
export function addRadar(program: Command, finish: (code: number) => void): void {
  const command = program
    .command("radar")
    .summary("run a command, and report every secret that escapes")
    .description("Run a command, and report every secret that escapes from it.")
    .argument("<command...>", "the command, with its arguments, after --")
    .option("--json <file>", "write the report as JSON")
    .option("--sarif <file>", "write the report as SARIF 2.1.0, for code scanning")
    .option("--html <file>", "write the report as a page")
    .option("--allow <file>", "leaks that are known, each with a reason")
    .option("--scrub", "replace secrets in what is printed")
    .action(async (words: readonly string[], options: RadarCommandOptions) => {
      const { runRadar } = await import("./radar/run-radar.js");
      finish(await runRadar(words, options));
    });
  addHelp(command, { details: DETAILS, examples: EXAMPLES, notes: ALLOW_LIST, exitCodes: EXIT_CODES });
}
