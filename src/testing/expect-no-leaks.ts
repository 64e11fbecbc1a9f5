import { lineFinder } from "../logging/logged-messages.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import type { SecretScope } from "../scrub/collected-secrets.js";
import type { Finding } from "../scrub/findings/finding.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import { liveSecrets } from "../scrub/live.js";
import type { SecretFinder } from "../values/walk-rules.js";
import { LeakError } from "./leak-error.js";
import { watchOutput } from "./watched-output.js";

/** Options of {@link expectNoLeaks}. */
export interface NoLeaksOptions {
  /**
   * Secrets to hold while the function runs: what `secretsOf` has returned, or a list of texts and bytes. Secrets that an
   * interceptor or the program holds are live anyway.
   */
  readonly secrets?: SecretScope | readonly (string | Uint8Array)[];
  /**
   * Finds more than live secrets, if its policy has a detector that says where a credential is, such as `jwt`: what the process
   * writes is searched for that, too. Default: live secrets only.
   */
  readonly sanitizer?: Pick<Sanitizer, "lines" | "live">;
  /** Whether stdout, stderr and the console are searched, too. Default: true. */
  readonly output?: boolean;
  /** Milliseconds to wait for late log lines after the function is done. Default: 0, which is one turn of the event loop. */
  readonly wait?: number;
  /** Whether a finding is known and does not count. Default: all count. */
  readonly allow?: (finding: Finding) => boolean;
  /** Whether the function may run without any live secret. By default that is an error: nothing could be found. */
  readonly mayHoldNone?: boolean;
}

const OPTIONS: OptionNames<NoLeaksOptions> = {
  secrets: true,
  sanitizer: true,
  output: true,
  wait: true,
  allow: true,
  mayHoldNone: true,
};

/**
 * Runs a function, and fails if a live secret is found anywhere meanwhile: in loggers, spans and statuses that this package
 * makes safe, in scrubbed texts and errors, in what the process writes to stdout and stderr, on the console, and in what the
 * function throws. It works in every test framework: it throws an error.
 *
 * It finds the secrets of the whole process. So do not run two of them, or two tests that log secrets, at the same time in one
 * process. Native code, child processes and worker threads write past it, and so does what writes to a file descriptor: run such
 * tests under `protosanitizer radar`.
 *
 * @returns what the function returns.
 * @throws {LeakError} if a secret was found. Its message is a table of the findings, without values.
 * @throws {Error} if no secret was live at the beginning and none is at the end.
 * @throws what the function throws, if no secret was found.
 * @example
 * ```ts
 * it("logs no secrets", async () => {
 *   await expectNoLeaks(() => driver.nodeStageVolume(request), { secrets: sanitizer.secretsOf(request) });
 * });
 * ```
 */
export async function expectNoLeaks<T>(run: () => T | Promise<T>, options: NoLeaksOptions = {}): Promise<T> {
  const { secrets, sanitizer, output, wait, allow, mayHoldNone } = readOptions(
    "expectNoLeaks",
    options,
    OPTIONS,
  );
  const finder = sanitizer === undefined ? liveSecrets : lineFinder(sanitizer);
  const release = secrets === undefined ? undefined : liveSecrets.hold(secrets, { graceTime: 0 });
  try {
    const isVacuous = finder.size === 0;
    const { findings, outcome } = await foundWhile(run, { finder, output, wait });
    const leaks = allow === undefined ? findings : findings.filter((finding) => !allow(finding));
    if (leaks.length > 0) throw new LeakError(leaks);
    if (isVacuous && mayHoldNone !== true && finder.size === 0)
      throw new Error(
        "expectNoLeaks: no secret was live, so none could be found. Pass `secrets`, or hold some",
      );
    if (outcome.kind === "thrown") throw outcome.error;
    return outcome.value;
  } finally {
    release?.();
  }
}

/** How a function ended. */
export type Outcome<T> =
  | { readonly kind: "returned"; readonly value: T }
  | { readonly kind: "thrown"; readonly error: unknown };

/** What is watched while a function runs. */
export interface Watching {
  /** Searches what is written and thrown. Default: for live secrets. */
  readonly finder?: SecretFinder;
  /** Whether stdout, stderr and the console are searched. Default: true. */
  readonly output?: boolean | undefined;
  /** Milliseconds to wait after the function is done. Default: one turn of the event loop. */
  readonly wait?: number | undefined;
}

/** Runs a function, and returns the findings meanwhile, with their counts. What the function throws is searched, too. */
export async function foundWhile<T>(
  run: () => T | Promise<T>,
  { finder = liveSecrets, output = true, wait = 0 }: Watching,
): Promise<{ readonly findings: readonly Finding[]; readonly outcome: Outcome<T> }> {
  const found = new Map<string, Finding>();
  const stop = liveSecrets.onFinding((finding) => found.set(finding.id, finding));
  const unwatch = output ? watchOutput(finder) : undefined;
  try {
    const outcome = await outcomeOf(run);
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (outcome.kind === "thrown") new SinkFinder(finder, "thrown error").scrubError(outcome.error);
    stop();
    return { findings: [...found.values()], outcome };
  } finally {
    stop();
    unwatch?.();
  }
}

async function outcomeOf<T>(run: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: "returned", value: await run() };
  } catch (error) {
    return { kind: "thrown", error };
  }
}
