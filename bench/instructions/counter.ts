import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const TIMEOUT_MS = 600_000;

/** A program that runs another one and counts the instructions that it takes outside the kernel, in all its threads. */
export interface Counter {
  readonly name: string;
  /**
   * Counts the instructions of one process.
   *
   * @param command a program and its arguments.
   * @throws {Error} if the program fails, or nothing is counted.
   */
  count(command: readonly string[]): Promise<number>;
}

/** The counters to try, the fastest first. */
const COUNTERS: readonly Counter[] = [
  // Columns as in perf-stat(1), section "CSV format": the count is the first, or `<not supported>`. A processor with two
  // kinds of cores has a line for each.
  counter(
    "perf stat -e instructions:u",
    (file) => ["perf", "stat", "-x", ",", "-e", "instructions:u", "-o", file, "--"],
    {
      figure: /^(\d+),/gm,
      absent: "has no hardware counters, as most virtual machines, or kernel.perf_event_paranoid is above 2",
    },
  ),
  // The line `summary:` of the file that the manual of Cachegrind describes. Compiled code takes the place of other code,
  // which valgrind has to be told to look for.
  counter(
    "valgrind --tool=cachegrind",
    (file) => [
      "valgrind",
      "--quiet",
      "--tool=cachegrind",
      "--cache-sim=no",
      `--cachegrind-out-file=${file}`,
      "--smc-check=all-non-file",
    ],
    { figure: /^summary: (\d+)/gm, absent: "wrote no summary" },
  ),
];

/**
 * The counter to use on this machine: hardware counters, or else valgrind.
 *
 * @throws {Error} if there is none; says why, and what to do.
 */
export async function findCounter(): Promise<Counter> {
  const reasons: string[] = [];
  for (const candidate of COUNTERS) {
    try {
      await candidate.count(["true"]);
      return candidate;
    } catch (error) {
      reasons.push(`  ${candidate.name}: ${messageOf(error)}`);
    }
  }
  const advice = "Install valgrind, which counts on every Linux machine, or use one with hardware counters.";
  throw new Error(["this machine counts no instructions:", ...reasons, advice].join("\n"));
}

function counter(
  name: string,
  prefix: (file: string) => readonly string[],
  { figure, absent }: { readonly figure: RegExp; readonly absent: string },
): Counter {
  return {
    name,
    async count(command) {
      const directory = await mkdtemp(join(tmpdir(), "protosanitizer-bench-"));
      try {
        const file = join(directory, "count");
        const [program = "", ...args] = [...prefix(file), ...command];
        await run(program, args, { timeout: TIMEOUT_MS });
        const figures = [...(await readFile(file, "utf8")).matchAll(figure)].map(([, digits]) =>
          Number(digits),
        );
        if (figures.length === 0) throw new Error(absent);
        return figures.reduce((sum, one) => sum + one, 0);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

/** The reason why a program failed: its output, if it wrote any. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "ENOENT") return "is not installed";
  const written = "stderr" in error ? String(error.stderr).trim() : "";
  return (written || error.message).replaceAll("\n", "\n    ");
}
