import { type DescMessage, type Message, type Registry, toJson } from "@bufbuild/protobuf";
import fc from "fast-check";
import { createSanitizer, type SanitizerFormat } from "protosanitizer";
import { twinsArbitrary } from "protosanitizer/testing";
import { pinoText } from "./leaks/pino-paths.js";
import { type PolicyState, policyOf } from "./policy/policy-state.js";

/** What prints the messages. */
export type Printer = "protosanitizer" | "toJsonString" | "pino paths";

/** What is compared. */
export interface TwoRuns {
  readonly type: DescMessage;
  readonly registry: Registry;
  readonly policy: PolicyState;
  readonly format: SanitizerFormat;
  readonly printer: Printer;
  readonly paths: string;
  readonly seed: number;
}

/** Two texts that differ, though the messages differ only in secrets. */
export interface Counterexample {
  readonly left: string;
  readonly right: string;
  /** How many pairs were printed before. */
  readonly pairs: number;
}

export const PAIRS = 1_000;
const PAIRS_AT_A_TIME = 50;

/**
 * Prints pairs of messages that differ only in what the policy makes secret.
 *
 * @param onProgress is told how many pairs have been printed. The page stays usable between them.
 * @param isStopped ends the comparison.
 * @returns the first pair whose texts differ, made as small as possible. Undefined if there is none.
 * @throws {PolicyError} if the policy does not fit the types.
 */
export async function compareTwoRuns(
  runs: TwoRuns,
  onProgress: (pairs: number) => void,
  isStopped: () => boolean,
): Promise<Counterexample | undefined> {
  const { type, policy, seed } = runs;
  const print = printerOf(runs);
  const twins = twinsArbitrary(type, [...policyOf(policy)]);
  const property = fc.property(twins, ([left, right]) => print(left) === print(right));
  for (let pairs = 0; pairs < PAIRS; pairs += PAIRS_AT_A_TIME) {
    if (isStopped()) return undefined;
    const result = fc.check(property, { numRuns: PAIRS_AT_A_TIME, seed: seed + pairs });
    const found = result.counterexample?.[0];
    if (result.failed && found !== undefined)
      return { left: print(found[0]), right: print(found[1]), pairs: pairs + result.numRuns };
    onProgress(pairs + PAIRS_AT_A_TIME);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return undefined;
}

function printerOf({
  type,
  registry,
  policy,
  format,
  printer,
  paths,
}: TwoRuns): (message: Message) => string {
  if (printer === "protosanitizer") {
    const sanitizer = createSanitizer({
      schemas: [registry],
      policy: policyOf(policy),
      // A class that shows a part of its values differs on purpose, so it is stripped here.
      format,
      onSuspect: "ignore",
    });
    return (message) => sanitizer.stringify(type, message);
  }
  return (message) => {
    try {
      const json = toJson(type, message, { registry });
      return printer === "pino paths" ? pinoText(json, paths) : JSON.stringify(json);
    } catch {
      // A generated message may have no JSON, such as a time out of range.
      return "";
    }
  };
}
