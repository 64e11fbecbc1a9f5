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

/** Keeps the results of this version of Node beside those of others, and draws the pictures anew. */
export async function keepResults(results: readonly Result[]): Promise<void> {
  const all = {
    ...(await keptResults()),
    [`node${process.versions.node.split(".")[0]}`]: {
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
    },
  };
  await writeFile(RESULTS_FILE, `${JSON.stringify(all, undefined, 2)}\n`);
  for (const theme of ["light", "dark"] as const) {
    await writeFile(PICTURES[theme], await drawPicture(results, theme));
  }
}

async function keptResults(): Promise<object> {
  try {
    const kept: unknown = JSON.parse(await readFile(RESULTS_FILE, "utf8"));
    return typeof kept === "object" && kept !== null ? kept : {};
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
