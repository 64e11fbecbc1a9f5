import type { LockedField } from "../lock/lock-file.js";
import { DETECTORS } from "./audited-fields.js";
import { type Finding, inOrder, partsOf, repairOf, type Wording } from "./findings.js";
import type { ReachedField } from "./lock-fields.js";

/** What a comparison with a lock came to. */
export interface CheckedLock {
  /** What a reviewer has to look at. */
  readonly findings: readonly Finding[];
  /** Whether the lock would be written in another way, for reasons that are no findings. */
  readonly isOutdated: boolean;
}

/** Compares fields with a lock: new ones that nobody looked at, those that lost what hid them, and those that moved. */
export function checkLock(
  lock: ReadonlyMap<string, LockedField>,
  reached: readonly ReachedField[],
  wording: Wording,
): CheckedLock {
  const byNumber = new Map([...lock.values()].map((field) => [placeIn(field), field]));
  const findings: Finding[] = [];
  let isOutdated = reached.filter(({ isListed }) => isListed).length !== lock.size;
  for (const one of reached) {
    const { audited, locked } = one;
    const known = lock.get(locked.field);
    const problems =
      known === undefined
        ? problemsOfNew(one, byNumber.get(placeIn(locked)))
        : [movedProblem(known, locked), lossProblem(known, locked)].flatMap((problem) => problem ?? []);
    const isSame =
      known !== undefined &&
      known.number === locked.number &&
      known.type === locked.type &&
      known.class === locked.class &&
      known.who === locked.who;
    if (!isSame && (one.isListed || known !== undefined)) isOutdated = true;
    for (const { rule, reason, repair } of problems)
      findings.push({
        ...partsOf(audited),
        rule,
        reason,
        repair: repair ?? `${repairOf(audited, rule, wording)} ${AGAIN}`,
      });
  }
  return { findings: inOrder(findings), isOutdated };
}

const AGAIN = "Then write the lock again.";

interface Problem {
  readonly rule: Finding["rule"];
  readonly reason: string;
  /** Default: hide the field, or allow it. */
  readonly repair?: string;
}

/** A field is its message and its number, as on the wire. */
function placeIn({ field, number }: LockedField): string {
  return `${field.slice(0, field.lastIndexOf("."))} ${number}`;
}

function problemsOfNew(
  { locked, isListed }: ReachedField,
  former: LockedField | undefined,
): readonly Problem[] {
  if (former !== undefined)
    return [
      moved(`it has the number ${locked.number}, which the lock has for ${former.field}`),
      ...lossOf(former, locked),
    ];
  if (!isListed || locked.who !== "nobody" || locked.class !== "open") return [];
  return [
    { rule: "LOCK_NEW_FIELD", reason: "it is new, it is printed as it is, and nobody has looked at it" },
  ];
}

function lossOf(former: LockedField, now: LockedField): readonly Problem[] {
  const loss = lossProblem(former, now);
  return loss === undefined ? [] : [loss];
}

function movedProblem(known: LockedField, now: LockedField): Problem | undefined {
  const changes = [
    ...(known.number === now.number ? [] : [`its number is ${now.number}, and was ${known.number}`]),
    ...(known.type === now.type ? [] : [`its type is ${now.type}, and was ${known.type}`]),
  ];
  return changes.length === 0 ? undefined : moved(changes.join("; "));
}

function moved(reason: string): Problem {
  return {
    rule: "LOCK_MOVED_FIELD",
    reason,
    repair:
      "Look at what the field holds now, and at what old readers and writers take it for. Then write the lock again.",
  };
}

function lossProblem(known: LockedField, now: LockedField): Problem | undefined {
  const was = `the lock has it as ${known.class} (${known.who})`;
  const isHidden = now.class === "secret" || now.class === "refused";
  if (known.class !== now.class && known.class !== "open" && !isHidden)
    return lost(`it is ${now.class} now; ${was}`);
  if (known.who === now.who || !known.who.startsWith("rule: ")) return undefined;
  if (now.who === "nobody" && now.class !== "refused") return lost(`no rule speaks of it any more; ${was}`);
  const dependsOnRule = now.class === "keyed" || known.who.startsWith(`rule: ${DETECTORS}`);
  return dependsOnRule && !isHidden ? lost(`it is judged by other rules (${now.who}); ${was}`) : undefined;
}

function lost(reason: string): Problem {
  return { rule: "LOCK_LOST_CLASS", reason };
}
