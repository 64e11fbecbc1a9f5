import { type Finding, partsOf, repairOf, type Wording } from "./findings.js";
import type { ReachedField } from "./lock-fields.js";

/**
 * The fields that are visible now, and were not visible in an older version: new ones, and those that lost what hid them. A field is
 * its message and its number, so a field with another name is the same field. The same policy judges both versions.
 */
export function newlyVisible(
  before: readonly ReachedField[],
  now: readonly ReachedField[],
  wording: Wording,
): readonly Finding[] {
  const former = new Map(before.map((field) => [placeOf(field), field]));
  return now.flatMap((field): Finding | readonly Finding[] => {
    const reason = changeOf(former.get(placeOf(field)), field);
    if (reason === undefined) return [];
    return {
      ...partsOf(field.audited),
      rule: "NEWLY_VISIBLE_FIELD",
      reason,
      repair: repairOf(field.audited, "NEWLY_VISIBLE_FIELD", wording),
    };
  });
}

function placeOf({ locked: { field, number } }: ReachedField): string {
  return `${field.slice(0, field.lastIndexOf("."))} ${number}`;
}

function changeOf(before: ReachedField | undefined, { locked, isMessage }: ReachedField): string | undefined {
  const visible = visibility(locked.class);
  if (visible === "none") return undefined;
  const settled = locked.who === "nobody" ? "" : ` (${locked.who})`;
  // What a message holds is judged by its own fields, which are new too, or were visible elsewhere.
  if (before === undefined) return isMessage ? undefined : `it is new, and ${SHOWN[visible]}${settled}`;
  const was = visibility(before.locked.class);
  if (was === visible || was === "all") return undefined;
  const name = before.locked.field === locked.field ? "" : `, as ${before.locked.field},`;
  return `it was ${before.locked.class}${name} (${before.locked.who}), and ${SHOWN[visible]} now${settled}`;
}

function visibility(className: string): "none" | "some" | "all" {
  if (className === "open" || className.endsWith(" shown")) return "all";
  return className === "keyed" ? "some" : "none";
}

const SHOWN = { some: "shows the entries whose keys no rule names", all: "is printed as it is" } as const;
