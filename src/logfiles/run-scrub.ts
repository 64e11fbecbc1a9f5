import { stat } from "node:fs/promises";
import { CommandError, reportError, usageError } from "../cli/command-error.js";
import { ExitCode } from "../cli/exit-code.js";
import { inputName, readInput, STANDARD_INPUT } from "../cli/input.js";
import type { Output } from "../cli/output.js";
import { Progress } from "../cli/progress.js";
import { streams } from "../cli/streams.js";
import { colour } from "../cli/terminal.js";
import { type Findings, LogScrubber } from "./log-scrubber.js";
import { scrubInPlace } from "./scrub-in-place.js";

/** What `scrub` is to do. */
export interface ScrubCommandOptions {
  readonly inPlace?: true;
  readonly check?: true;
  readonly json?: true;
  readonly key?: readonly string[];
}

/**
 * Scrubs inputs, one after the other, and says on standard error what was found.
 *
 * @throws {CommandError} if the command line is wrong, or after an interrupt.
 */
export async function runScrub(
  files: readonly string[],
  options: ScrubCommandOptions,
  output: Output,
): Promise<ExitCode> {
  if (options.inPlace && (files.length === 0 || files.includes(STANDARD_INPUT))) {
    throw usageError("scrub --in-place needs the names of the files to replace");
  }
  const inputs = files.length === 0 ? [STANDARD_INPUT] : files;
  let exitCode: ExitCode = ExitCode.FINE;
  for (const input of inputs) {
    try {
      const isClean = await scrubInput(input, options, output);
      if (!isClean && options.check && exitCode === ExitCode.FINE) exitCode = ExitCode.FINDINGS;
    } catch (error) {
      // The other files are cleaned all the same.
      if (!(error instanceof CommandError) || error.exitCode !== ExitCode.UNREADABLE) throw error;
      reportError(error);
      exitCode = error.exitCode;
    }
  }
  return exitCode;
}

/** Scrubs one input; gives whether nothing was found. */
async function scrubInput(input: string, options: ScrubCommandOptions, output: Output): Promise<boolean> {
  const scrubber = new LogScrubber({ keys: options.key ?? [] });
  const progress = new Progress(inputName(input), await sizeOf(input));
  let notes: readonly string[] = [];
  try {
    if (options.inPlace) notes = await inPlace(input, scrubber, progress);
    else if (!(await toOutput(input, scrubber, progress, options.check ? undefined : output))) return true;
  } finally {
    progress.end();
  }
  summarize(input, scrubber.findings, notes, options);
  return scrubber.findings.size === 0;
}

async function inPlace(path: string, scrubber: LogScrubber, progress: Progress): Promise<readonly string[]> {
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, onSignal);
  try {
    const { hasOtherNames } = await scrubInPlace(path, scrubber, progress, interrupt.signal);
    return hasOtherNames ? ["the file had other names (hard links), which still have the old content"] : [];
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** Passes a clean copy on; gives whether somebody read it to its end. */
async function toOutput(
  path: string,
  scrubber: LogScrubber,
  progress: Progress,
  output: Output | undefined,
): Promise<boolean> {
  for await (const chunk of readInput(path)) {
    const clean = scrubber.push(chunk);
    if (output !== undefined && !(await output.write(clean))) return false;
    progress.add(chunk.length);
  }
  const rest = scrubber.end();
  return output === undefined || (await output.write(rest));
}

/** Bytes of a file, if it has a size that means something. */
async function sizeOf(path: string): Promise<number | undefined> {
  if (path === STANDARD_INPUT) return undefined;
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    // Reading it says why.
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
