import { INSPECT } from "./own-methods.js";
import { printedKeys } from "./printed-keys.js";

/** Largest bytes that are looked at for properties beside them: they are listed one by one. */
const MAX_LISTED = 4096;

// Not that of the bytes: anybody may have given them one of their own.
const { subarray } = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;

/** Bytes without the properties that somebody may have added to them, sharing their memory. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  const isPlain = bytes.length <= MAX_LISTED && Reflect.ownKeys(bytes).length === bytes.length;
  return isPlain ? bytes : subarray.call(bytes);
}

/** Whether an object prints itself, unless somebody has added properties to it. */
export function isOpaque(object: object): boolean {
  const isKnown =
    object instanceof Date ||
    object instanceof RegExp ||
    object instanceof ArrayBuffer ||
    object instanceof DataView;
  return isKnown && printedKeys(object).length === 0 && !hasOwnPrinting(object);
}

function hasOwnPrinting(object: object): boolean {
  const toJSON: unknown = Reflect.get(object, "toJSON");
  return (
    Reflect.get(object, INSPECT) !== undefined || (toJSON !== undefined && toJSON !== Date.prototype.toJSON)
  );
}

/** The kind of an object, also of one that comes from another realm: `Map`, `Error`. */
export function kindOf(object: object): string {
  return Object.prototype.toString.call(object).slice("[object ".length, -1);
}

const PREVIEWED: readonly string[] = [
  "Promise",
  "Map Iterator",
  "Set Iterator",
  "WeakMap",
  "WeakSet",
  "WeakRef",
];

/**
 * A note in place of an object of which `util.inspect` shows what nothing else can read: the value of a promise, what
 * an iterator has still to give. Undefined for all other objects.
 */
export function previewNote(object: object): string | undefined {
  if (object instanceof Promise) return "[Promise]";
  const kind = kindOf(object);
  return PREVIEWED.includes(kind) ? `[${kind}]` : undefined;
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

/** Whether what has the name of a collection is one. */
function hasEntries(object: object): boolean {
  return "entries" in object && typeof object.entries === "function" && Symbol.iterator in object;
}
