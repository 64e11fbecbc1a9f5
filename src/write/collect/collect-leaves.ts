import { isMap, unboxed } from "../../representations/kinds.js";
import { isBytes } from "../../scalars/string-and-bytes.js";
import type { Collect } from "./collect-context.js";
import type { SecretWalk } from "./secret-walk.js";

/** The deepest nesting that is searched in a value without a type. */
const MAX_DEPTH = 100;

/**
 * Collects every text, number and byte array in a secret value of the wrong type: any part of it may be the secret.
 */
export const collectLeaves: Collect = (value, depth, walk) => {
  if (!collectScalar(value, walk) && typeof value === "object" && value !== null) inside(value, depth, walk);
};

/** Collects a scalar; returns false for any other value. */
export function collectScalar(given: unknown, walk: SecretWalk): boolean {
  const value = unboxed(given);
  if (typeof value === "string") walk.text(value);
  else if (typeof value === "number" || typeof value === "bigint") walk.number(value);
  else if (isBytes(value)) walk.bytes(value);
  else return false;
  return true;
}

function inside(object: object, depth: number, walk: SecretWalk): void {
  if (depth > MAX_DEPTH || !walk.enter(object, undefined)) return;
  try {
    const areValues = isMap(object) || object instanceof Set;
    const items: Iterable<unknown> = areValues ? object.values() : Object.keys(object);
    for (const item of items) {
      // If one property cannot be read, continue with the others.
      try {
        collectLeaves(areValues ? item : Reflect.get(object, String(item)), depth + 1, walk);
      } catch {
        // A getter or proxy threw, or the stack overflowed.
      }
    }
  } finally {
    walk.leave();
  }
}
