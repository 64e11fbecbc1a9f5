import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Case } from "./cases.js";
import { median } from "./median.js";
import { costText, table } from "./report.js";

const run = promisify(execFile);

// bench/.build is two levels below the repository.
const REPOSITORY: string = fileURLToPath(new URL("../..", import.meta.url));

// A smaller difference does not count, even on a steady machine.
const LEAST_DIFFERENCE = 0.03;

/** The options of a comparison. */
export interface Measure {
  readonly unit: string;
  /** What one pass of a case takes, by the main script of this or another revision. Rejects if the case fails. */
  of(script: string, caseName: string): Promise<number>;
}

/**
 * Measures this working copy and another revision, process by process in turn, with the benchmark of this one, and says
 * what became slower or faster by more than the noise: by more than either's processes differ among themselves.
 *
 * @param revision anything that git knows.
 * @param progress called with the name of each case.
 * @returns the table, and whether anything became slower.
 */
export async function compareWith(
  revision: string,
  cases: readonly Case[],
  measure: Measure,
  runs: number,
  progress: (text: string) => void,
): Promise<{ readonly text: string; readonly isSlower: boolean }> {
  const directory = await mkdtemp(join(tmpdir(), "protosanitizer-bench-"));
  const other = join(directory, "repository");
  try {
    progress(`building ${revision}`);
    await run("git", ["worktree", "add", "--detach", other, revision], { cwd: REPOSITORY });
    const script = await buildIn(other);
    const rows: Row[] = [];
    for (const { name } of cases) {
      progress(name);
      rows.push(await compareCase(name, script, measure, runs));
    }
    return {
      text: reportOf(revision, measure.unit, rows),
      isSlower: rows.some(({ verdict }) => verdict === "slower"),
    };
  } finally {
    await run("git", ["worktree", "remove", "--force", other], { cwd: REPOSITORY }).catch(() => undefined);
    await rm(directory, { recursive: true, force: true });
  }
}

/** Builds a revision, and this benchmark for it; returns the script that measures. */
async function buildIn(repository: string): Promise<string> {
  await installIn(repository);
  await rm(join(repository, "bench"), { recursive: true, force: true });
  await cp(join(REPOSITORY, "bench"), join(repository, "bench"), {
    recursive: true,
    filter: (path) => !path.endsWith(".build"),
  });
  await runIn(repository, "npm", ["run", "--silent", "build"]);
  // The other revision may have other names than those that the benchmark is checked against here.
  await runIn(repository, "npx", ["tsc", "-p", "bench/tsconfig.json", "--noCheck"]);
  return join(repository, "bench/.build/main.js");
}

/** Gives a revision the packages that it was made for. They are those of this one if both have the same lock file. */
async function installIn(repository: string): Promise<void> {
  const [here, there] = await Promise.all(
    [REPOSITORY, repository].map((top) => readFile(join(top, "package-lock.json"), "utf8")),
  );
  if (here === there) await symlink(join(REPOSITORY, "node_modules"), join(repository, "node_modules"));
  else await runIn(repository, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** @throws {Error} if the program fails; the message holds what it wrote. */
async function runIn(directory: string, program: string, args: readonly string[]): Promise<void> {
  try {
    await run(program, args, { cwd: directory, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const written =
      error instanceof Error && "stdout" in error && "stderr" in error
        ? `${String(error.stdout)}${String(error.stderr)}`.trim()
        : "";
    throw new Error(`${program} ${args.join(" ")} failed in the other revision\n${written}`, {
      cause: error,
    });
  }
}

interface Row {
  readonly name: string;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly verdict: "slower" | "faster" | "" | "failed";
  /** Why it failed. */
  readonly error?: string;
}

async function compareCase(name: string, other: string, measure: Measure, runs: number): Promise<Row> {
  const here = join(REPOSITORY, "bench/.build/main.js");
  const before: number[] = [];
  const after: number[] = [];
  try {
    for (let count = 0; count < runs; count++) {
      before.push(await measure.of(other, name));
      after.push(await measure.of(here, name));
    }
  } catch (error) {
    return {
      name,
      before,
      after,
      verdict: "failed",
      error: error instanceof Error ? error.message : String(error),
    };
  }
  return { name, before, after, verdict: verdictOf(before, after) };
}

function verdictOf(before: readonly number[], after: readonly number[]): Row["verdict"] {
  const change = Math.min(...after) / Math.min(...before) - 1;
  const noise = Math.max(LEAST_DIFFERENCE, spread(before), spread(after));
  if (Math.abs(change) <= noise) return "";
  return change > 0 ? "slower" : "faster";
}

/** By how much the middle process is slower than the fastest one. */
function spread(times: readonly number[]): number {
  return median(times) / Math.min(...times) - 1;
}

function reportOf(revision: string, unit: string, rows: readonly Row[]): string {
  const headings = ["case", `${unit} at ${revision}`, `${unit} here`, "change", "noise", "verdict"];
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  return table([
    headings,
    ...rows.map(({ name, before, after, verdict, error }) => {
      if (verdict === "failed") return [name, "", "", "", "", `failed: ${error?.split("\n")[0]}`];
      const [old, now] = [Math.min(...before), Math.min(...after)];
      const noise = percent(Math.max(spread(before), spread(after)));
      return [name, costText(old), costText(now), percent(now / old - 1), noise, verdict];
    }),
  ]);
}
