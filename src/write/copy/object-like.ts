import { setOwn } from "../../representations/map-form.js";
import { DROPPED } from "./redact-value.js";

/** An object with the prototype of another one, and these properties; without those whose values were dropped. */
export function objectLike(like: object, names: readonly string[], values: readonly unknown[]): object {
  const copy: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) {
    const value = values[index];
    if (value !== DROPPED) setOwn(copy, names[index] ?? "", value);
  }
  const prototype: object | null = Object.getPrototypeOf(like);
  // Last, because a prototype may have setters.
  return prototype === Object.prototype ? copy : Object.setPrototypeOf(copy, prototype);
}

/** Whether an object may hold something that is no property: a Set, an Error, a boxed string. */
export function isExotic(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === Object.prototype || prototype === null) return false;
  return Object.prototype.toString.call(object) !== "[object Object]";
}

/** A message of a type that is not known, or could not be compiled: nothing of it is kept but what type it says it is. */
export function withoutFields(message: unknown, typeName: string | undefined): unknown {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return DROPPED;
  const names = ["$typeName", "$type"].filter(
    (name) =>
      typeName !== undefined && Object.hasOwn(message, name) && Reflect.get(message, name) === typeName,
  );
  return objectLike(
    message,
    names,
    names.map(() => typeName),
  );
}
