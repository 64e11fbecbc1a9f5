import { Stripped } from "../sanitizer/stripped.js";
import { define, type MemberWalk } from "./members.js";
import { UNREADABLE } from "./notes.js";

/** The name of the function with which an object says how `util.inspect` shows it. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

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

type Method = (...args: readonly unknown[]) => unknown;

/** Finds the functions `toJSON`, `[nodejs.util.inspect.custom]` and `toString` of an object, and looks at what they return. */
export function ownMethods(object: object, { walk, walkLater, isInspected }: MethodRules): OwnMethods {
  const { toJSON, toString: text, [INSPECT]: inspect } = object as Record<string | symbol, unknown>; // any object may be asked
  const hasText = typeof text === "function" && !isBuiltInText(text);
  if (typeof toJSON !== "function" && typeof inspect !== "function" && !hasText) return NONE;
  const json: unknown = typeof toJSON === "function" ? toJSON.call(object, "") : object;
  const walked = json === object ? object : walk.value(json);
  // JSON does not ask what toJSON has returned for its own toJSON.
  const plain = walked instanceof Stripped ? walked.toJSON() : walked;
  return {
    isSame: walked === json && !(isInspected && typeof inspect === "function"),
    addTo(copy) {
      if (json !== object) define(copy, "toJSON", () => plain, false);
      if (typeof inspect === "function") {
        define(copy, INSPECT, safeInspect(object, inspect as Method, walkLater), false);
      }
      if (hasText) define(copy, "toString", () => walkLater(Reflect.apply(text, object, [])), false);
    },
  };
}

/** A function that shows what the given one does. It is called on the copy, by what inspects it. */
function safeInspect(
  object: object,
  inspect: (...args: never) => unknown,
  walkLater: MethodRules["walkLater"],
) {
  return function (this: unknown, depth: unknown, options: unknown, inspectValue: unknown): unknown {
    const inspectSafely = (value: unknown, ...more: unknown[]): unknown =>
      typeof inspectValue === "function" ? inspectValue(walkLater(value), ...more) : UNREADABLE;
    const shown: unknown = Reflect.apply(inspect, object, [depth, options, inspectSafely]);
    // An object that returns itself wants to be shown like any other.
    return shown === object ? this : walkLater(shown);
  };
}

function isBuiltInText(text: unknown): boolean {
  return (
    text === Object.prototype.toString ||
    text === Array.prototype.toString ||
    text === Error.prototype.toString
  );
}
