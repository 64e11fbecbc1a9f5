import type { Command } from "commander";
import { EXIT_CODES_HELP, type ExitCode, usageError } from "./command-error.js";
import type { Output } from "./input-output.js";

const DESCRIPTION = `Show the library at work on a real connection.

Runs a CSI driver and a client for it on a Unix socket, sends secrets in every place that CSI has for them, logs all messages on both sides, and searches the log for the secrets. Needs @grpc/grpc-js and pino.`;

const EXAMPLES = `
Examples:
  protosanitizer demo
  protosanitizer demo --unsafe
`;

/** Adds `demo` to the command line. `finish` takes the exit code. */
export function addDemo(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  program
    .command("demo")
    .summary("show the library at work on a real connection")
    .description(DESCRIPTION)
    .option("--unsafe", "log messages as they are, to see what leaks then")
    .addHelpText("after", EXAMPLES + EXIT_CODES_HELP)
    .action(async ({ unsafe = false }: { readonly unsafe?: boolean }) => {
      const { runDemo } = await importDemo();
      // The demo uses the same codes: 0 if nothing was found, 1 if secrets were found, 130 after SIGINT.
      let report = "";
      const code = await runDemo({ unsafe, output: { write: (text: string) => (report += text) } });
      await output.write(report);
      finish(code as ExitCode);
    });
}

async function importDemo(): Promise<typeof import("../demo/run-demo.js")> {
  try {
    return await import("../demo/run-demo.js");
  } catch (cause) {
    throw usageError("demo needs @grpc/grpc-js and pino: npm install @grpc/grpc-js pino", { cause });
  }
}
