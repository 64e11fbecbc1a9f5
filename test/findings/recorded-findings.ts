import { type Finding, liveSecrets } from "../../src/index.js";

/** Runs a function, and returns the last state of each finding that was reported meanwhile. */
export async function findingsOf(run: () => unknown): Promise<readonly Finding[]> {
  const found = new Map<string, Finding>();
  const stop = liveSecrets.onFinding((finding) => found.set(finding.id, finding));
  try {
    await run();
  } finally {
    stop();
  }
  return [...found.values()];
}

/** The same, when only one finding is expected. Fails if there are more or none. */
export async function findingOf(run: () => unknown): Promise<Finding> {
  const [finding, ...others] = await findingsOf(run);
  if (finding === undefined || others.length > 0)
    throw new Error(`not one finding, but ${1 + others.length}`);
  return finding;
}
