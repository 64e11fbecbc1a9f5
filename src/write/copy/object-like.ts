import { setOwn } from "../../representations/own-property.js";
import { DROPPED } from "./value-copy.js";

/**
 * An object with these properties, without those whose values were dropped.
 *
 * @param prototype the prototype of the original, or that of plain objects if the original's may hold parts of the message.
 */
export function objectOf(
  prototype: object | null,
  names: readonly string[],
  values: readonly unknown[],
): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) {
    const value = values[index];
    if (value !== DROPPED) setOwn(copy, names[index] ?? "", value);
  }
  // Set it last, because a prototype may have setters.
  return prototype === Object.prototype ? copy : Object.setPrototypeOf(copy, prototype);
}

/** The prototype of an object, if it holds no part of a message. Otherwise the prototype of plain objects. */
export function plainPrototype(object: object): object | null {
  return Object.getPrototypeOf(object) === null ? null : Object.prototype;
}

/** The copy of a message whose type is not known or failed to compile. It has only the type that the message states. */
export function withoutFields(message: unknown, typeName: string | undefined): unknown {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return DROPPED;
  const names = ["$typeName", "$type"].filter(
    (name) =>
      typeName !== undefined && Object.hasOwn(message, name) && Reflect.get(message, name) === typeName,
  );
  return objectOf(
    plainPrototype(message),
    names,
    names.map(() => typeName),
  );
}
