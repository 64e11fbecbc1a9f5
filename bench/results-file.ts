import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { countLeaks, type Leaks } from "./leaks.js";
import { median } from "./median.js";
import { drawPicture, type Theme } from "./picture.js";
import { machine, type Result, verdicts } from "./report.js";

// bench/.build is one level below bench.
const BENCH = new URL("../", import.meta.url);

/** The file that the results are kept in, by the major version of Node. */
const RESULTS_FILE: string = fileURLToPath(new URL("results.json", BENCH));

const PICTURES: Readonly<Record<Theme, string>> = {
  light: fileURLToPath(new URL("results-light.svg", BENCH)),
  dark: fileURLToPath(new URL("results-dark.svg", BENCH)),
};

const VERSION = `node${process.versions.node.split(".")[0]}`;

/** The results of one version of Node, as far as pictures need them. */
interface Kept {
  readonly machine: string;
  readonly cases: readonly { readonly name: string; readonly bestNanoseconds: number | null }[];
}

/** All that is kept: what operations leave visible, and the results by version of Node. */
interface Results {
  readonly leaks: Leaks;
  readonly versions: Readonly<Record<string, Kept>>;
}

/** Keeps the results of this version of Node beside those of others, and draws the pictures anew. */
export async function keepResults(results: readonly Result[]): Promise<void> {
  const kept = {
    machine: machine(),
    targets: verdicts(results).map(({ target: { what, bound, unit }, measured, best }) => ({
      what,
      bound,
      unit,
      measured: rounded(measured),
      best: rounded(best),
      met: measured <= bound,
    })),
    cases: results.map(({ measured, nanoseconds, bytes }) => ({
      name: measured.name,
      medianNanoseconds: rounded(median(nanoseconds)),
      bestNanoseconds: rounded(Math.min(...nanoseconds)),
      processes: nanoseconds.length,
      allocatedBytes: rounded(median(bytes)),
    })),
  };
  await keepAndDraw({ ...(await keptVersions()), [VERSION]: kept });
}

/**
 * Draws the pictures for the results of all versions of Node. What stays visible is counted anew, which takes no time.
 *
 * @throws {Error} if nothing was measured yet.
 */
export async function drawKeptResults(): Promise<void> {
  const kept = await keptVersions();
  if (Object.keys(kept).length === 0) throw new Error("nothing was measured yet: npm run bench");
  await keepAndDraw(kept);
}

async function keepAndDraw(versions: Results["versions"]): Promise<void> {
  const leaks = countLeaks();
  const results: Results = { leaks, versions };
  await writeFile(RESULTS_FILE, `${JSON.stringify(results, undefined, 2)}\n`);
  const measured = Object.values(versions).map(({ machine, cases }) => {
    // The fastest process: what else the machine does only ever adds to a time.
    const best = new Map(cases.map(({ name, bestNanoseconds }) => [name, bestNanoseconds ?? Number.NaN]));
    return { machine, timeOf: (name: string) => best.get(name) };
  });
  for (const theme of ["light", "dark"] as const) {
    await writeFile(PICTURES[theme], await drawPicture(measured, leaks, theme));
  }
}

async function keptVersions(): Promise<Results["versions"]> {
  try {
    // Only keepAndDraw writes the file.
    return (JSON.parse(await readFile(RESULTS_FILE, "utf8")) as Results).versions;
  } catch (error) {
    // The first run.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}

/** Four significant digits: more would tell of the machine. Null where there is no figure. */
function rounded(figure: number): number | null {
  return Number.isFinite(figure) ? Number(figure.toPrecision(4)) : null;
}
