import type { AllowanceOf } from "../../audit/audited-fields.js";
import type { LockedField } from "../../lock/lock-file.js";
import type { AllowList } from "./allow-list.js";

const ALLOW = "allow: ";

/** What readers said of fields: in the allow-list, or in the lock, if the field is as it was then. */
export function allowancesOf(
  allowList: AllowList | undefined,
  lock: ReadonlyMap<string, LockedField> | undefined,
): AllowanceOf {
  return ({ fullName, number }) => {
    const reason = allowList?.reasonFor(fullName);
    if (reason !== undefined) return { reason, by: "allow-list" };
    const locked = lock?.get(fullName);
    if (locked === undefined || locked.class !== "open" || locked.number !== number) return undefined;
    return locked.who.startsWith(ALLOW) ? { reason: locked.who.slice(ALLOW.length), by: "lock" } : undefined;
  };
}
