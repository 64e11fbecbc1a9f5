import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
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
  const all = { ...(await keptResults()), [VERSION]: kept };
  await writeFile(RESULTS_FILE, `${JSON.stringify(all, undefined, 2)}\n`);
  await drawPictures(Object.values(all));
}

/**
 * Draws the pictures for the results of all versions of Node.
 *
 * @throws {Error} if nothing was measured yet.
 */
export async function drawKeptResults(): Promise<void> {
  const kept = Object.values(await keptResults());
  if (kept.length === 0) throw new Error("nothing was measured yet: npm run bench");
  await drawPictures(kept);
}

async function drawPictures(kept: readonly Kept[]): Promise<void> {
  const measured = kept.map(({ machine, cases }) => {
    // The fastest process: what else the machine does only ever adds to a time.
    const best = new Map(cases.map(({ name, bestNanoseconds }) => [name, bestNanoseconds ?? Number.NaN]));
    return { machine, timeOf: (name: string) => best.get(name) };
  });
  for (const theme of ["light", "dark"] as const) {
    await writeFile(PICTURES[theme], await drawPicture(measured, theme));
  }
}

async function keptResults(): Promise<Readonly<Record<string, Kept>>> {
  try {
    // Only keepResults writes the file.
    return JSON.parse(await readFile(RESULTS_FILE, "utf8")) as Record<string, Kept>;
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
