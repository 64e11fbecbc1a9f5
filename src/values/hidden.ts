import { prototypesOf } from "../representations/own-property.js";
import { isListed, isTypedArray } from "./bytes.js";
import { isMap, isSet } from "./kinds.js";
import { ValueWalk } from "./value-walk.js";
import type { WalkRules } from "./walk-rules.js";

/** A value with more parts than this counts as one that must not be shown with all that is hidden. */
const MOST_PARTS = 20_000;

const { keys: keysOfMap, values: valuesOfMap } = Map.prototype;
const { values: valuesOfSet } = Set.prototype;

/**
 * Whether `util.inspect` may show a value with all that is hidden, as `%o` does. It then also shows properties that are not
 * enumerable, inherited properties, properties of functions, and the buffer behind a view. A copy cannot replace those: a
 * function, a class and a prototype belong to the program. So this finds out whether the walk would replace any of them.
 *
 * @param rules for values that `util.inspect` prints.
 */
export function isOpenWithHidden(value: unknown, rules: WalkRules): boolean {
  try {
    const parts = new Set([value]);
    // The loop also comes to what it adds.
    for (const part of parts) {
      if (!isEntered(part, rules)) continue;
      for (const inner of partsOf(part)) {
        parts.add(inner);
        if (parts.size > MOST_PARTS) return false;
      }
    }
    const list = [...parts];
    return new ValueWalk(rules).walk(list) === list;
  } catch {
    // A proxy threw, or a getter of a class that only claims to be a collection.
    return false;
  }
}

/** The walk replaces a proxy or a message as a whole. To look into it could run foreign code. */
function isEntered(part: unknown, { inspected, substitutes }: WalkRules): part is object {
  if ((typeof part !== "object" && typeof part !== "function") || part === null) return false;
  return inspected?.isProxy(part) !== true && substitutes?.of(part) === undefined;
}

function* partsOf(object: object): Iterable<unknown> {
  if (isTypedArray(object)) {
    yield object.buffer;
    // To list the properties of many bytes would take long. The walk drops them.
    if (!isListed(object)) return;
  }
  for (const owner of [object, ...prototypesOf(object)]) {
    for (const key of Reflect.ownKeys(owner)) {
      // Inspection calls no getter.
      const value: unknown = Object.getOwnPropertyDescriptor(owner, key)?.value;
      // Inherited functions are methods, which it does not show.
      if (owner === object || typeof value !== "function") yield value;
    }
  }
  if (isMap(object)) {
    yield* keysOfMap.call(object);
    yield* valuesOfMap.call(object);
  }
  if (isSet(object)) yield* valuesOfSet.call(object);
}
