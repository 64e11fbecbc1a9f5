import { INSPECT } from "./kinds.js";
import { define, type Members, type MemberWalk } from "./members.js";

type Method = (...args: readonly unknown[]) => unknown;

const NONE: Members = { isSame: true, addTo() {} };

/**
 * Finds the functions `toJSON`, `[nodejs.util.inspect.custom]` and `toString` of an object, and walks what `toJSON` returns. A
 * copy gets functions that show the same without secrets. The functions of the class may not work on a copy, because a copy
 * has no private fields.
 */
export function ownMethods(object: object, walk: MemberWalk, depth: number): Members {
  const { toJSON, toString: text, [INSPECT]: inspect } = object as Record<string | symbol, unknown>; // any object may have them
  const hasText = typeof text === "function" && !isBuiltInText(text);
  const isInspecting = typeof inspect === "function";
  if (typeof toJSON !== "function" && !isInspecting && !hasText) return NONE;
  const json: unknown = typeof toJSON === "function" ? jsonOf(object, toJSON as Method) : object;
  const walked =
    json === UNREAD ? walk.rules.notes.unreadable : json === object ? json : walk.member(json, depth);
  // What a custom inspection shows is known only when it is called.
  const isSame = walked === json && !(walk.rules.inspected !== undefined && isInspecting);
  if (!isSame) walk.changed(undefined);
  // JSON does not call toJSON of what another toJSON returned.
  const plain = walk.rules.substitutes === undefined ? walked : walk.rules.substitutes.json(walked);
  return {
    isSame,
    addTo(copy) {
      if (json !== object) define(copy, "toJSON", () => plain, false);
      if (isInspecting) define(copy, INSPECT, safeInspect(object, inspect as Method, walk), false);
      if (hasText) define(copy, "toString", () => walk.later(Reflect.apply(text, object, [])), false);
    },
  };
}

const UNREAD: unique symbol = Symbol("unread");

function jsonOf(object: object, toJSON: Method): unknown {
  try {
    return Reflect.apply(toJSON, object, [""]);
  } catch {
    return UNREAD;
  }
}

/** A function for the copy that shows what the given one shows of the object. */
function safeInspect(object: object, inspect: Method, walk: MemberWalk): Method {
  return function (this: unknown, depth: unknown, options: unknown, inspectValue: unknown): unknown {
    const inspectSafely = (value: unknown, ...more: unknown[]): unknown =>
      typeof inspectValue === "function"
        ? inspectValue(walk.later(value), ...more)
        : walk.rules.notes.unreadable;
    const shown: unknown = Reflect.apply(inspect, object, [depth, options, inspectSafely]);
    // An object that returns itself wants to be shown like any other.
    return shown === object ? this : walk.later(shown);
  };
}

function isBuiltInText(text: unknown): boolean {
  return (
    text === Object.prototype.toString ||
    text === Array.prototype.toString ||
    text === Error.prototype.toString
  );
}
