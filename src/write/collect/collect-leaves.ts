import { isBytes } from "../../options/is-bytes.js";
import { isMap, isSet, unboxed } from "../../representations/kinds.js";
import { propertyKeys } from "../../representations/own-property.js";
import { attempt, type Collect } from "./collect-context.js";
import type { SecretWalk } from "./secret-walk.js";

/** The deepest nesting that is searched in a value without a type. */
const MAX_DEPTH = 100;

/**
 * Collects every text, number and byte array in a secret value of the wrong type: any part of it may be the secret.
 */
export const collectLeaves: Collect = (value, depth, walk) => {
  if (collectScalar(value, walk)) return;
  if ((typeof value === "object" && value !== null) || typeof value === "function")
    inside(value, depth, walk);
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

/** The bytes of a buffer, or of a view of one: a typed array of any kind. Undefined for any other object. */
function bytesIn(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isBuffer(value) ? new Uint8Array(value) : undefined;
}

function isBuffer(value: object): value is ArrayBuffer {
  try {
    return BUFFER_SIZE?.call(value) !== undefined;
  } catch {
    return false;
  }
}

const BUFFER_SIZE = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength")?.get;

function inside(object: object, depth: number, walk: SecretWalk): void {
  if (depth > MAX_DEPTH || !walk.enter(object, undefined)) return;
  try {
    const bytes = bytesIn(object);
    if (bytes !== undefined) walk.bytes(bytes);
    attempt(collectValues, object, depth, walk);
    // Any object may have properties beside its values.
    for (const name of propertyKeys(object)) {
      attempt(() => collectLeaves(Reflect.get(object, name), depth + 1, walk), undefined, depth, walk);
    }
  } finally {
    walk.leave();
  }
}

/** Picks up the values of a Map or Set. The iteration of a proxy of one throws. */
const collectValues: Collect = (object, depth, walk) => {
  if (!isMap(object) && !isSet(object)) return;
  for (const value of object.values()) attempt(collectLeaves, value, depth + 1, walk);
};
