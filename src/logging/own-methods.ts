import { define, type MemberWalk } from "./members.js";

/** The name of the function with which an object says how `util.inspect` shows it. */
export const INSPECT: symbol = Symbol.for("nodejs.util.inspect.custom");

/** What an object prints by functions of its own. They may not work on a copy, which lacks private fields. */
export interface OwnMethods {
  /** Whether what they print may be printed as it is. */
  readonly isSame: boolean;
  /** Puts functions that print the same, made safe, into a copy of the object. */
  addTo(copy: object): void;
}

const NONE: OwnMethods = { isSame: true, addTo() {} };

/** How an object's functions are used. */
export interface MethodRules {
  /** Walks a value that one of them returned. */
  readonly walk: MemberWalk;
  /** Walks a value that one of them returns later, when it is printed. */
  walkLater(value: unknown): unknown;
  /** Whether `util.inspect` prints the object. */
  readonly isInspected: boolean;
}

/** Finds the functions `toJSON`, `[nodejs.util.inspect.custom]` and `toString` of an object, and looks at what they return. */
export function ownMethods(object: object, { walk, walkLater, isInspected }: MethodRules): OwnMethods {
  const { toJSON, toString: text, [INSPECT]: inspect } = object as Record<string | symbol, unknown>; // any object may be asked
  const hasText = typeof text === "function" && !isBuiltInText(text);
  if (typeof toJSON !== "function" && typeof inspect !== "function" && !hasText) return NONE;
  const json: unknown = typeof toJSON === "function" ? toJSON.call(object, "") : object;
  const walked = json === object ? object : walk.value(json);
  return {
    isSame: walked === json && !(isInspected && typeof inspect === "function"),
    addTo(copy) {
      if (json !== object) define(copy, "toJSON", () => walked, false);
      if (typeof inspect === "function") {
        define(copy, INSPECT, (...args: unknown[]) => walkLater(Reflect.apply(inspect, object, args)), false);
      }
      if (hasText) define(copy, "toString", () => walkLater(Reflect.apply(text, object, [])), false);
    },
  };
}

function isBuiltInText(text: unknown): boolean {
  return (
    text === Object.prototype.toString ||
    text === Array.prototype.toString ||
    text === Error.prototype.toString
  );
}
