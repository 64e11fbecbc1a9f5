import { stat } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { Findings } from "../logfiles/log-scrubber.js";
import {
  CommandError,
  ExitCode,
  fileError,
  printNotice,
  reportError,
  unreadableError,
  usageError,
} from "./command-error.js";
import { inputName, type Output, readInput, STANDARD_INPUT } from "./input-output.js";
import { addHelp } from "./manual/command-help.js";
import { colour, Progress, streams } from "./streams.js";

const DETAILS = `Finds CSI requests that were logged without a sanitizer (protobuf text, JSON, %v, %+v, %#v and %q of Go, spew, util.inspect, maps of Python, Java and Rust; klog, pino, winston, democratic-csi; JSON inside JSON at any depth), service account tokens wherever they stand, JSON Web Tokens, what follows Bearer and Basic, other headers that hold credentials, passwords in URLs, connection strings, options of mount and command lines, CHAP passwords given to iscsiadm, and the data of Kubernetes Secrets. Replaces each value by ***stripped*** and keeps every other byte, the keys of secrets among them: they tell what has to be rotated. Joins lines that a container runtime cut in two. Reads gzip, zstd (where Node can) and UTF-16, and writes them again; an input that is not text is an error. Streams: memory does not grow with the log, nor with a line. A summary goes to standard error.`;

const EXAMPLES = [
  "kubectl logs csi-node-x7k2p | protosanitizer scrub > clean.log",
  "protosanitizer scrub --in-place /var/log/csi/*.log",
  'protosanitizer scrub --check driver.log && echo "nothing leaked"',
  "protosanitizer scrub --key node.session.auth.password --key adminKey driver.log",
];

/** The options of `scrub`. */
interface ScrubCommandOptions {
  readonly inPlace?: true;
  readonly check?: true;
  readonly json?: true;
  readonly key?: readonly string[];
  readonly policy?: string;
}

/** Adds `scrub` to the command line. `finish` takes the exit code. */
export function addScrub(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("scrub")
    .summary("clean logs that have leaked already")
    .description("Clean logs that have leaked already.")
    .argument("[files...]", "logs to read; none, or -, for standard input")
    .option(
      "-i, --in-place",
      "replace each file by its clean copy; mode and owner are kept; stop the program that writes to it first",
    )
    .addOption(
      new Option("--check", "write nothing; exit with 1 if there is something to clean").conflicts("inPlace"),
    )
    .option(
      "--key <name>",
      "one more key, header or flag whose values are secret, in either case; may be repeated",
      collect,
    )
    .option(
      "--policy <file>",
      "a policy file: keys of its maps and JSON, and names of its fields, are searched as those of --key are",
    )
    .option("--json", "print the summary as JSON")
    .action(async (files: readonly string[], options: ScrubCommandOptions) => {
      if (options.inPlace && (files.length === 0 || files.includes(STANDARD_INPUT)))
        throw usageError("scrub --in-place needs the names of the files to replace");
      const key = [...(options.key ?? []), ...(await keysOfPolicy(options.policy))];
      finish(await scrubAll(files.length === 0 ? [STANDARD_INPUT] : files, { ...options, key }, output));
    });
  addHelp(command, { details: DETAILS, examples: EXAMPLES });
}

/** The names in a policy file. A log has no types, so that nothing else of the policy can be applied to it. */
async function keysOfPolicy(path: string | undefined): Promise<readonly string[]> {
  if (path === undefined) return [];
  const { loadPolicyFile } = await import("./schemas/given-policy.js");
  const { namesIn } = await import("./schemas/policy-names.js");
  const { policy } = await loadPolicyFile(path);
  // The last one has the rules of the file. The base and the dialects name no keys that are not searched anyway.
  const { names, patterns } = namesIn(policy.at(-1) ?? {});
  if (patterns > 0)
    printNotice(`${inputName(path)}: ${patterns} patterns are not searched, because a log has no types`);
  return names;
}

function collect(value: string, all: readonly string[] = []): readonly string[] {
  if (value === "" || /[\r\n]/.test(value))
    throw usageError("--key: the name of a key cannot be empty or have line ends");
  return [...all, value];
}

/** Scrubs inputs one after the other. An input that cannot be read does not stop the others. */
async function scrubAll(
  inputs: readonly string[],
  options: ScrubCommandOptions,
  output: Output,
): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.FINE;
  for (const input of inputs) {
    try {
      const isClean = await scrubOne(input, options, output);
      if (!isClean && options.check && exitCode === ExitCode.FINE) exitCode = ExitCode.FINDINGS;
    } catch (error) {
      if (!(error instanceof CommandError) || error.exitCode !== ExitCode.UNREADABLE) throw error;
      reportError(error);
      exitCode = error.exitCode;
    }
  }
  return exitCode;
}

/** Scrubs one input and prints the summary. Returns whether nothing was found. */
async function scrubOne(input: string, options: ScrubCommandOptions, output: Output): Promise<boolean> {
  const { scrubLog } = await import("../logfiles/scrub-log.js");
  const { LogReadError } = await import("../logfiles/log-read-error.js");
  const progress = new Progress(inputName(input), await sizeOf(input));
  const job = { keys: options.key ?? [], onBytes: (count: number): void => progress.add(count) };
  const write = options.check ? {} : { write: (piece: Buffer) => output.write(piece) };
  let findings: Findings;
  let notes: readonly string[] = [];
  try {
    if (options.inPlace) {
      const report = await scrubFile(input, job);
      findings = report.findings;
      if (report.hasOtherNames)
        notes = ["the file had other names (hard links), which still have the old content"];
    } else {
      const report = await scrubLog(readInput(input), { ...job, ...write });
      // The reader of the output went away: no summary.
      if (!report.isComplete) return true;
      findings = report.findings;
    }
  } catch (cause) {
    if (!(cause instanceof LogReadError)) throw cause;
    throw unreadableError(`${inputName(input)}: ${cause.message}`, { cause });
  } finally {
    progress.end();
  }
  summarize(input, findings, notes, options);
  return findings.size === 0;
}

/** Scrubs a file in place. On a signal that ends the process, it stops and leaves the file as it was. */
async function scrubFile(
  path: string,
  job: { readonly keys: readonly string[]; onBytes(count: number): void },
): Promise<{ readonly findings: Findings; readonly hasOtherNames: boolean }> {
  const { LogFileError, scrubInPlace } = await import("../logfiles/scrub-in-place.js");
  const { LogReadError } = await import("../logfiles/log-read-error.js");
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, onSignal);
  try {
    return await scrubInPlace(path, { ...job, signal: interrupt.signal });
  } catch (cause) {
    if (cause instanceof LogReadError) throw cause;
    if (!(cause instanceof LogFileError)) throw fileError(path, cause);
    if (cause.problem === "interrupted")
      throw new CommandError(ExitCode.INTERRUPTED, cause.message, { cause });
    throw unreadableError(cause.message, { cause });
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** The size of a regular file; undefined for other kinds of files. */
async function sizeOf(path: string): Promise<number | undefined> {
  if (path === STANDARD_INPUT) return undefined;
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    // The attempt to read the file reports the problem.
    return undefined;
  }
}

function summarize(
  input: string,
  findings: Findings,
  notes: readonly string[],
  { json, check }: ScrubCommandOptions,
): void {
  const name = inputName(input);
  if (json) {
    streams().stderr.write(
      `${JSON.stringify({ input: name, findings: Object.fromEntries(findings), notes })}\n`,
    );
    return;
  }
  const counts = [...findings].map(([finding, count]) => `${finding}: ${count}`);
  const verb = check ? "found" : "replaced";
  const text =
    counts.length === 0
      ? colour(streams().stderr, "green", "nothing found")
      : colour(streams().stderr, "yellow", `${verb} ${counts.join(", ")}`);
  streams().stderr.write(`${name}: ${[text, ...notes].join("; ")}\n`);
}
