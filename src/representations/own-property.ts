import { isObjectPrototype, isPlainObject } from "./kinds.js";

/** Sets an own property of a plain object, whatever its name is. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Whether an object has more properties than its enumerable ones with string keys. */
export function hasHiddenProperties(object: object, enumerable: number): boolean {
  return (
    Object.getOwnPropertyNames(object).length !== enumerable ||
    Object.getOwnPropertySymbols(object).length > 0
  );
}

/**
 * The value of a property that an object has itself, or inherits from a class or from an object with defaults. Undefined if
 * it has no such property, or its value is null. See {@link isInheritedValue}.
 */
export function propertyValue(object: Readonly<Record<string | symbol, unknown>>, name: string): unknown {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  return Object.hasOwn(object, name) || isInheritedValue(object, name, value) ? value : undefined;
}

/**
 * Whether an inherited property is part of a message. A property of `Object.prototype`, in any realm, is not: a program may
 * have added it. Inherited functions are methods, not values.
 */
export function isInheritedValue(object: object, name: string, value: unknown): boolean {
  return typeof value !== "function" && ownerOf(object, name) !== undefined;
}

/** Whether an object surely inherits no part of a message: a fast test, which is false for `Object.prototype` of other realms. */
export function inheritsNothing(object: object): boolean {
  return Object.getPrototypeOf(object) === Object.prototype;
}

/**
 * The value of an inherited property that no getter makes; undefined if there is none.
 *
 * @param mark another property that its owner must have.
 */
export function inheritedData(object: object, name: string, mark: string = name): unknown {
  const owner = ownerOf(object, name);
  return owner && Object.hasOwn(owner, mark)
    ? Object.getOwnPropertyDescriptor(owner, name)?.value
    : undefined;
}

/** The prototype from which an object inherits a property. It makes no list: messages of classes ask for it at each field. */
function ownerOf(object: object, name: string): object | undefined {
  let prototype: object | null = Object.getPrototypeOf(object);
  while (prototype !== null && !isObjectPrototype(prototype)) {
    if (Object.hasOwn(prototype, name)) return prototype;
    prototype = Object.getPrototypeOf(prototype);
  }
  return undefined;
}

/** The prototypes of an object from which it may inherit values, the nearest first: all but `Object.prototype`. */
export function prototypesOf(object: object): readonly object[] {
  const prototypes: object[] = [];
  let prototype: object | null = Object.getPrototypeOf(object);
  while (prototype !== null && !isObjectPrototype(prototype)) {
    prototypes.push(prototype);
    prototype = Object.getPrototypeOf(prototype);
  }
  return prototypes;
}

/** The same object as a plain one: what it inherits is its own, and so is what is not enumerable. */
export function asPlainObject(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const plain: Record<string, unknown> = {};
  for (const name of [...Object.getOwnPropertyNames(object), ...propertyKeys(object)]) {
    if (!Object.hasOwn(plain, name)) setOwn(plain, name, object[name]);
  }
  return plain;
}

/** The names of the properties that an object has itself, and of those that it inherits. See {@link isInheritedValue}. */
export function propertyKeys(object: object): readonly string[] {
  const own = Object.keys(object);
  if (isPlainObject(object)) return own;
  const names = new Set(own);
  for (const prototype of prototypesOf(object)) {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const isMethod = typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === "function";
      if (!isMethod && !Object.hasOwn(object, name)) names.add(name);
    }
  }
  return [...names];
}
