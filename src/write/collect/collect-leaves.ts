import { isMap, unboxed } from "../../representations/kinds.js";
import { isBytes } from "../../scalars/string-and-bytes.js";
import type { Collect } from "./collect-context.js";
import type { SecretWalk } from "./secret-walk.js";

/** Deepest nesting that is looked into where no type says what is there. */
const MAX_DEPTH = 100;

/**
 * Picks up every text, number and run of bytes in a secret value that is not what its type says: any part of it may be the
 * secret.
 */
export const collectLeaves: Collect = (value, depth, walk) => {
  if (!collectScalar(value, walk) && typeof value === "object" && value !== null) inside(value, depth, walk);
};

/** Picks up a scalar; false if the value is none. */
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
      // What cannot be read is no reason to give up what can.
      try {
        collectLeaves(areValues ? item : Reflect.get(object, String(item)), depth + 1, walk);
      } catch {
        // A getter or proxy, or the stack.
      }
    }
  } finally {
    walk.leave();
  }
}
