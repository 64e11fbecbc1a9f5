/**
 * The value of an object's own property; undefined if the object has no such property. A property of its class, or one
 * that somebody added to Object.prototype, does not count.
 */
export function ownValue<T extends object, K extends keyof T>(object: T, name: K): T[K] | undefined;
export function ownValue(object: object, name: string): unknown;
export function ownValue(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Readonly<Record<string, unknown>>)[name] : undefined; // it has it
}

/**
 * The value of a property that an object has itself or inherits from its class. A property of Object.prototype does not
 * count: if a program adds one there, every object seems to have it.
 */
export function memberOf(object: object, name: string): unknown {
  for (let owner: object = object; ; ) {
    if (Object.hasOwn(owner, name)) return (object as Readonly<Record<string, unknown>>)[name]; // it has it
    const next: object | null = Object.getPrototypeOf(owner);
    // The last prototype of a chain is an Object.prototype, of this realm or another one.
    if (next === null || Object.getPrototypeOf(next) === null) return undefined;
    owner = next;
  }
}
