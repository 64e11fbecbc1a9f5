import { type Command, Option } from "commander";
import { ExitCode, unreadableError, usageError } from "./command-error.js";
import type { Output } from "./input-output.js";
import { addHelp } from "./manual/command-help.js";
import { streams } from "./streams.js";

const DETAILS = `Runs a CSI driver and a client for it on a Unix socket, sends secrets in every place that CSI has for them, logs all messages on both sides, and searches the log for the secrets. Needs @grpc/grpc-js and pino.

With --serve, runs a CSI driver without storage for clients of yours (csc, csi-sanity, a sidecar) until a signal ends it, and prints its log. The driver keeps to the specification, with errors and all. It mounts nothing: at a target path it makes an empty folder or file.`;

const EXAMPLES = [
  "protosanitizer demo",
  "protosanitizer demo --unsafe",
  "protosanitizer demo --serve unix:csi.sock",
  "protosanitizer demo --serve unix:///run/demo/csi.sock --state demo.json",
];

/** The options of `demo`. */
interface DemoCommandOptions {
  readonly unsafe?: true;
  readonly serve?: string;
  readonly bare?: true;
  readonly state?: string;
}

/** Adds `demo` to the command line. `finish` takes the exit code. */
export function addDemo(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("demo")
    .summary("show the library at work on a real connection")
    .description("Show the library at work on a real connection.")
    .addOption(
      new Option("--unsafe", "log messages as they are, to see what leaks then").conflicts([
        "serve",
        "bare",
        "state",
      ]),
    )
    .option("--serve <address>", "run only the driver, on a Unix socket such as unix:csi.sock")
    .option("--bare", "with --serve: log no calls, so that the driver runs without this library")
    .option("--state <file>", "with --serve: keep volumes and snapshots in a file, not in memory")
    .action(async (options: DemoCommandOptions) => {
      if (options.serve !== undefined) finish(await serve(options.serve, options, output));
      else if (options.bare || options.state !== undefined)
        throw usageError("demo --bare and --state need --serve");
      else finish(await run(options.unsafe ?? false, output));
    });
  addHelp(command, { details: DETAILS, examples: EXAMPLES });
}

async function run(unsafe: boolean, output: Output): Promise<ExitCode> {
  const { runDemo } = await needed(() => import("../demo/run-demo.js"));
  let report = "";
  const code = await runDemo({ unsafe, output: { write: (text: string) => (report += text) } });
  await output.write(report);
  // The demo uses the same codes: 0 if nothing was found, 1 if secrets were found, 130 after SIGINT.
  return code as ExitCode;
}

async function serve(address: string, { bare, state }: DemoCommandOptions, log: Output): Promise<ExitCode> {
  const { serveDemo } = await needed(() => import("../demo/serve-demo.js"));
  const { StateFileError } = await import("../demo/driver/saved-state.js");
  const { SocketError } = await import("../demo/socket-path.js");
  const { stderr } = streams();
  const onListening = (path: string): unknown =>
    stderr.write(`protosanitizer: listening on ${path}; end with Ctrl-C\n`);
  try {
    await serveDemo({
      address,
      bare: bare === true,
      log,
      onListening,
      ...(state !== undefined && { stateFile: state }),
    });
  } catch (cause) {
    if (cause instanceof SocketError) throw usageError(`demo --serve: ${cause.message}`, { cause });
    if (cause instanceof StateFileError) throw unreadableError(`demo --state: ${cause.message}`, { cause });
    throw cause;
  }
  return ExitCode.FINE;
}

async function needed<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw usageError("demo needs @grpc/grpc-js and pino: npm install @grpc/grpc-js pino", { cause });
  }
}
