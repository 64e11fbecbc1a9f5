/**
 * Whether an object is plain and holds nothing but texts, numbers and the like: then there is nothing in it to walk.
 * Most of what is logged is so.
 */
export function isInert(object: object): boolean {
  if ((object as { readonly toJSON?: unknown }).toJSON !== undefined) return false; // any object may be asked
  if (Array.isArray(object)) return object.every(isInertValue);
  if (Object.getPrototypeOf(object) !== Object.prototype) return false;
  for (const key of Object.keys(object)) {
    if (!isInertValue((object as Readonly<Record<string, unknown>>)[key])) return false;
  }
  return true;
}

function isInertValue(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}
