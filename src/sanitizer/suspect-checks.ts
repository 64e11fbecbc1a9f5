import { isOpenUnnamed, type Plan } from "../plan/compiled.js";
import type { Judge } from "../policy/judge.js";
import { PolicyError } from "../policy/policy.js";
import {
  listSuspects,
  type OnSuspect,
  SUSPECTS_REMEDY,
  type Suspect,
  suspectOf,
} from "../policy/suspects.js";
import { emitWarning } from "../scrub/emit-warning.js";

/**
 * The option `onSuspect`.
 *
 * @throws {RangeError} if there is no such reaction.
 */
export function onSuspectOf(given: OnSuspect = "warn"): OnSuspect {
  if (given === "ignore" || given === "warn" || given === "throw" || given === "strip") return given;
  throw new RangeError(`onSuspect: expected "ignore", "warn", "throw" or "strip"`);
}

/** @throws {PolicyError} if there are suspects. */
export function checkSuspects(suspects: readonly Suspect[]): void {
  if (suspects.length === 0) return;
  const problem = `no rule names these fields, which may hold secrets: ${listSuspects(suspects)}. ${SUSPECTS_REMEDY}`;
  throw new PolicyError('onSuspect: "throw"', problem);
}

/**
 * Makes a function that warns about the suspects of the first type that has some. It looks at the fields that can be reached
 * from a type outside of secret fields, and at each type only once. It never throws.
 */
export function suspectWarner(judge: Judge): (plan: Plan) => void {
  const seen = new Set<Plan>();
  let hasWarned = false;
  return (root) => {
    if (hasWarned) return;
    const suspects = suspectsBelow(root, judge, seen);
    if (suspects.length === 0) return;
    hasWarned = true;
    seen.clear();
    try {
      emitWarning(
        `protosanitizer: open fields may hold secrets: ${listSuspects(suspects)}. ${SUSPECTS_REMEDY}`,
      );
    } catch {
      // Printing never throws, whatever the program has made of its console.
    }
  };
}

function suspectsBelow(root: Plan, judge: Judge, seen: Set<Plan>): readonly Suspect[] {
  const suspects: Suspect[] = [];
  const pending = [root];
  // Iterating over the list while it grows visits every type.
  for (const plan of pending) {
    if (plan.kind === "failed" || seen.has(plan)) continue;
    seen.add(plan);
    for (const field of plan.fields) {
      if (isOpenUnnamed(field)) suspects.push(...suspectOf(field.field, judge));
      if (!field.isHidden && field.message !== undefined) pending.push(field.message);
    }
  }
  return suspects;
}
