import { fork } from "node:child_process";
import { allocatedBytes } from "./allocation.js";
import { OTHER_WORK, ROUNDS_BEFORE } from "./busy.js";
import { CASES } from "./cases.js";
import { prepareCase } from "./prepared-case.js";
import { FULL, sample, type Windows } from "./sampler.js";

const TIMEOUT_MS = 300_000;

/**
 * The outcome of one case: the time and the allocated bytes of one pass over its messages, or the reason why it failed. Bytes
 * are missing in a quick run, and where one pass allocates too much to count.
 */
export type Outcome =
  | { readonly name: string; readonly nanoseconds: number; readonly bytes?: number }
  | { readonly name: string; readonly error: string };

/**
 * Measures cases in a process of their own.
 *
 * @param script the file to start, which must call {@link measureHere} with the names that follow `--case`.
 * @param options more arguments for it.
 */
export function measureApart(
  script: string,
  options: readonly string[],
  names: readonly string[],
): Promise<readonly Outcome[]> {
  const child = fork(script, [...options, ...names.flatMap((name) => ["--case", name])], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    timeout: TIMEOUT_MS,
  });
  const outcomes = new Map<string, Outcome>();
  let errors = "";
  child.on("message", (message) => {
    // Only measureHere sends messages.
    const outcome = message as Outcome;
    outcomes.set(outcome.name, outcome);
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const error = errors.trim() || `no result: the process ended with ${signal ?? `exit code ${code}`}`;
      resolve(names.map((name) => outcomes.get(name) ?? { name, error }));
    });
  });
}

/**
 * The time of one case, in nanoseconds, measured in a process of its own.
 *
 * @param script the benchmark's main script, of this or another revision.
 * @throws {Error} if the case fails.
 */
export async function timeOf(script: string, name: string): Promise<number> {
  const [outcome] = await measureApart(script, [], [name]);
  if (outcome === undefined) throw new Error("no result");
  if ("error" in outcome) throw new Error(outcome.error);
  return outcome.nanoseconds;
}

/** Measures cases in this process and sends the outcomes to the one that started it. */
export function measureHere(names: readonly string[], windows: Windows): void {
  for (const name of names) process.send?.(outcomeOf(name, windows));
}

function outcomeOf(name: string, windows: Windows): Outcome {
  const found = CASES.find((candidate) => candidate.name === name);
  if (found === undefined) return { name, error: "there is no such case" };
  try {
    const { run } = prepareCase(found);
    const nanoseconds = sample(run, windows, found.isBusy ? otherWork(windows) : undefined);
    const bytes = windows === FULL && !found.isBusy ? allocatedBytes(run) : undefined;
    return { name, nanoseconds, ...(bytes !== undefined && { bytes }) };
  } catch (error) {
    return { name, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Teaches the compiler what else there is, and returns one round of that. */
function otherWork(windows: Windows): () => void {
  const others = CASES.filter(({ name }) => OTHER_WORK.includes(name)).map(prepareCase);
  const round = (): void => {
    for (const { run } of others) run();
  };
  for (let rounds = windows === FULL ? ROUNDS_BEFORE : 1; rounds > 0; rounds--) round();
  return round;
}
