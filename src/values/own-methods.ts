import { prototypesOf } from "../representations/own-property.js";
import { INSPECT } from "./kinds.js";
import { define, type Members, type MemberWalk } from "./members.js";

type Method = (...args: readonly unknown[]) => unknown;

const NONE: Members = { isSame: true, addTo() {} };

/** The functions by which JavaScript makes a text of an object. */
const TEXTS = ["toString", Symbol.toPrimitive];

/**
 * Finds the functions by which an object prints itself: `toJSON`, `[nodejs.util.inspect.custom]`, `toString` and
 * `[Symbol.toPrimitive]`. Walks what `toJSON` returns. A copy gets functions that show the same without secrets. The functions
 * of the class may not work on a copy, because a copy has no private fields.
 */
export function ownMethods(object: object, walk: MemberWalk, depth: number): Members {
  const members = object as Readonly<Record<PropertyKey, unknown>>; // any object may have them
  const { toJSON, [INSPECT]: inspect } = members;
  const texts = TEXTS.filter((name) => isMethod(members[name]) && !BUILT_IN.includes(members[name]));
  if (!isMethod(toJSON) && !isMethod(inspect) && texts.length === 0) return NONE;
  const { unreadable } = walk.rules.notes;
  const json: unknown = isMethod(toJSON)
    ? attempt(() => Reflect.apply(toJSON, object, [""]), UNREAD)
    : object;
  const walked = json === UNREAD ? unreadable : json === object ? json : walk.member(json, depth);
  const call = (name: PropertyKey, ...args: readonly unknown[]): unknown =>
    Reflect.apply(members[name] as Method, object, args); // only for names of functions
  const showsMore = (values: () => readonly unknown[]): boolean =>
    attempt(() => values().some((value) => value !== object && walk.member(value, depth) !== value), true);
  const { copies, inspected, scrubsTexts } = walk.rules;
  // A logger always gets a copy of an object that inspects itself: to look what it shows would take longer.
  const inspects =
    isMethod(inspect) &&
    (copies === "used" ? showsMore(() => inspectedValues(object, inspect)) : inspected !== undefined);
  const isSame =
    walked === json &&
    !inspects &&
    !(scrubsTexts && texts.some((name) => showsMore(() => [call(name, "string")])));
  if (!isSame) walk.changed(undefined);
  // JSON does not call toJSON of what another toJSON returned.
  const plain = walk.rules.substitutes === undefined ? walked : walk.rules.substitutes.json(walked);
  return {
    isSame,
    addTo(copy) {
      if (json !== object) define(copy, "toJSON", () => plain, false);
      if (isMethod(inspect)) define(copy, INSPECT, safeInspect(object, inspect, walk), false);
      for (const name of texts) {
        const text: Method = (hint) => attempt(() => walk.later(call(name, hint)), unreadable);
        define(copy, name, text, false);
      }
    },
  };
}

const UNREAD: unique symbol = Symbol("unread");

function attempt<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}

/** All that a custom inspection shows: what it returns, and what it passes to `util.inspect`. */
function inspectedValues(object: object, inspect: Method): readonly unknown[] {
  const shown: unknown[] = [];
  const show: Method = (value) => {
    shown.push(value);
    return "";
  };
  // More levels than any logger shows.
  const depth = 100;
  shown.push(Reflect.apply(inspect, object, [depth, { depth, stylize: String }, show]));
  return shown;
}

/**
 * Gives a copy the accessors of the object's class, because they may read private fields, which the copy does not have. Such
 * an accessor reads the copy, or else the object, without what the walk replaces.
 */
export function addAccessors(copy: object, object: object, walk: MemberWalk): void {
  for (const prototype of prototypesOf(object)) {
    for (const key of Reflect.ownKeys(prototype)) {
      const { get, set } = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
      if (get === undefined || Object.hasOwn(copy, key)) continue;
      const read = (): unknown => {
        const value: unknown = attempt(() => Reflect.apply(get, copy, []), UNREAD);
        if (value !== UNREAD) return value;
        return attempt(() => walk.later(Reflect.apply(get, object, [])), walk.rules.notes.unreadable);
      };
      Object.defineProperty(copy, key, { get: read, ...(set && { set }), configurable: true });
    }
  }
}

/** A function for the copy that shows what the given one shows of the object. */
function safeInspect(object: object, inspect: Method, walk: MemberWalk): Method {
  const { unreadable } = walk.rules.notes;
  return function (this: unknown, depth: unknown, options: unknown, inspectValue: unknown): unknown {
    const inspectSafely: Method = (value, ...more) =>
      isMethod(inspectValue) ? inspectValue(walk.later(value), ...more) : unreadable;
    const shown = attempt(() => Reflect.apply(inspect, object, [depth, options, inspectSafely]), unreadable);
    // An object that returns itself wants to be shown like any other.
    return shown === object ? this : walk.later(shown);
  };
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

const BUILT_IN: readonly unknown[] = [
  Object.prototype.toString,
  Array.prototype.toString,
  Error.prototype.toString,
  Date.prototype[Symbol.toPrimitive],
];
