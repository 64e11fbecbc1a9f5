import { randomBytes } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { KnownValues } from "../../radar/known-values.js";
import { readRecords } from "../../radar/radar-record.js";
import { outputIdentity, type RunSettings, watchedEnvironment } from "../../radar/run-settings.js";
import { ValueReader } from "../../radar/shared-values.js";
import { ExitCode, fileError, printNotice, reportError, usageError } from "../command-error.js";
import { packageVersion } from "../package-version.js";
import { streams } from "../streams.js";
import { Allowances, readAllowances } from "./allowances.js";
import { mergedFindings } from "./merged-findings.js";
import { radarHtml } from "./radar-html.js";
import { radarJson } from "./radar-json.js";
import type { RadarReport } from "./radar-report.js";
import { radarSarif } from "./radar-sarif.js";
import { radarTable } from "./radar-table.js";
import { runWatched } from "./watched-command.js";

/** The options of `radar`. */
export interface RadarCommandOptions {
  readonly json?: string;
  readonly sarif?: string;
  readonly html?: string;
  readonly allow?: string;
  readonly scrub?: true;
}

/**
 * Runs a command with the radar in all its Node processes, and reports what leaked.
 *
 * @returns the exit code: that of the command, unless there is something to report.
 * @throws {CommandError} if the command cannot be started, or the allow-list is wrong.
 */
export async function runRadar(
  [command, ...args]: readonly string[],
  options: RadarCommandOptions,
): Promise<number> {
  if (command === undefined) throw usageError("radar: expected a command after --");
  const allowances =
    options.allow === undefined ? new Allowances("", []) : await readAllowances(options.allow);
  // Only this user can read it.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "protosanitizer-radar-"));
  try {
    const settings = settingsOf(folder, options);
    const environment = { ...process.env, ...watchedEnvironment(settings, process.env["NODE_OPTIONS"]) };
    const code = await runWatched(command, args, environment);
    const report = reportOf(settings, allowances);
    streams().stderr.write(radarTable(report, streams().stderr));
    await writeReports(report, options);
    return exitCodeOf(report, code, allowances);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function settingsOf(folder: string, { scrub }: RadarCommandOptions): RunSettings {
  // By name: the build decides in which folder this code is.
  const preload = createRequire(import.meta.url).resolve("protosanitizer/radar");
  return {
    folder,
    key: randomBytes(32).toString("base64"),
    scrubs: scrub === true,
    preload: pathToFileURL(preload).href,
    root: process.cwd(),
    outputs: [1, 2].map(outputIdentity).filter((identity) => identity !== undefined),
  };
}

function reportOf(
  { folder, key, root, scrubs }: RunSettings,
  allowances: Allowances,
): RadarReport & { readonly all: ReturnType<typeof mergedFindings> } {
  const records = readRecords(folder);
  const reader = new ValueReader(folder, undefined, Buffer.from(key, "base64"));
  // Threads have scrubbed their findings, each by the secrets that it knew then.
  const known = new KnownValues(reader);
  const all = mergedFindings(records, root, (text) => known.scrub(text));
  reader.close();
  const has = (kind: string): boolean => records.some(({ record }) => record.kind === kind);
  return {
    tool: "protosanitizer",
    version: packageVersion(),
    scrubs,
    hasSecrets: has("held"),
    isComplete: !has("incomplete"),
    ...allowances.sort(all),
    all,
  };
}

async function writeReports(report: RadarReport, { json, sarif, html }: RadarCommandOptions): Promise<void> {
  const files = [
    [json, radarJson],
    [sarif, radarSarif],
    [html, radarHtml],
  ] as const;
  for (const [path, textOf] of files) {
    if (path === undefined) continue;
    try {
      await writeFile(path, textOf(report));
    } catch (error) {
      throw fileError(path, error);
    }
  }
}

/** Leaks come first, then what is wrong with the run, then the command's own code. */
function exitCodeOf(
  { leaks, hasSecrets, all }: ReturnType<typeof reportOf>,
  code: number,
  allowances: Allowances,
): number {
  if (leaks.length > 0) {
    if (code !== 0) printNotice(`radar: the command itself ended with ${code}`);
    return ExitCode.FINDINGS;
  }
  if (code !== 0) return code;
  const problem = allowances.unusedIn(all);
  if (problem !== undefined) {
    reportError(usageError(problem));
    return ExitCode.USAGE;
  }
  // A run that could find nothing must not pass.
  return hasSecrets ? ExitCode.FINE : ExitCode.UNREADABLE;
}
