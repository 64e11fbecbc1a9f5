/** The name of the function by which an object tells `util.inspect` how to show it. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** The kind that an object claims to be, `Map` or `Error` for instance. It works for objects of another realm, too. */
export function kindOf(object: object): string {
  return Object.prototype.toString.call(object).slice("[object ".length, -1);
}

/** Whether an object is an error. */
export function isError(object: object): object is Error {
  return object instanceof Error || kindOf(object) === "Error";
}

/** Whether an object is a Map. */
export function isMap(object: object): object is Map<unknown, unknown> {
  return object instanceof Map || (kindOf(object) === "Map" && hasEntries(object));
}

/** Whether an object is a Set. */
export function isSet(object: object): object is Set<unknown> {
  return object instanceof Set || (kindOf(object) === "Set" && hasEntries(object));
}

/** Whether an object that calls itself a collection is one. */
function hasEntries(object: object): boolean {
  return "entries" in object && typeof object.entries === "function" && Symbol.iterator in object;
}

/** Whether an object is plain and does not claim another kind. This is the fast check for most logged objects. */
export function isPlain(object: object): boolean {
  return (
    Object.getPrototypeOf(object) === Object.prototype &&
    (object as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === undefined // any object may have it
  );
}

/** Whether an object has a fixed printed form that none of its properties changes. */
export function isSelfContained(object: object): boolean {
  return (
    object instanceof Date ||
    object instanceof RegExp ||
    object instanceof ArrayBuffer ||
    object instanceof DataView
  );
}

/** Whether an object prints itself by other functions than its platform's class does. */
export function hasOwnPrinting(object: object): boolean {
  const toJSON: unknown = Reflect.get(object, "toJSON");
  return (
    Reflect.get(object, INSPECT) !== undefined || (toJSON !== undefined && toJSON !== Date.prototype.toJSON)
  );
}

/**
 * An object of the same kind and class without own properties. Errors, lists, maps, sets, dates and patterns get the internal slots
 * of their kind, so that functions of the platform work on the copy.
 */
export function emptyLike(object: object): object {
  const prototype: object | null = Object.getPrototypeOf(object);
  if (prototype === Object.prototype) return {};
  const empty = emptyOfKind(object);
  return empty === undefined ? Object.create(prototype) : Object.setPrototypeOf(empty, prototype);
}

function emptyOfKind(object: object): object | undefined {
  if (Array.isArray(object)) return [];
  if (isMap(object)) return new Map();
  if (isSet(object)) return new Set();
  if (isError(object)) return emptyError();
  try {
    // The functions of the platform work for dates of all realms, and throw for a proxy of one.
    if (object instanceof Date) return new Date(Date.prototype.getTime.call(object));
    if (object instanceof RegExp) return new RegExp(object.source, object.flags);
  } catch {
    return undefined;
  }
  return undefined;
}

function emptyError(): Error {
  const error = new Error();
  for (const key of Reflect.ownKeys(error)) Reflect.deleteProperty(error, key);
  return error;
}
