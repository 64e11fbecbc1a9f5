import { setOwn } from "../../representations/own-property.js";
import { DROPPED } from "./value-copy.js";

/**
 * An object with these properties, without those whose values were dropped.
 *
 * @param prototype that of the original; plain if the prototype itself may hold something of the message.
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
  // Last, because a prototype may have setters.
  return prototype === Object.prototype ? copy : Object.setPrototypeOf(copy, prototype);
}

/** The prototype of an object, if it is one that holds nothing of a message; that of plain objects otherwise. */
export function plainPrototype(object: object): object | null {
  return Object.getPrototypeOf(object) === null ? null : Object.prototype;
}

/** The properties of a message whose type is not known, or could not be compiled: nothing but the type that it says it has. */
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
