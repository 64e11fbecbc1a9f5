import type { Detector } from "../policy/policy.js";
import type { ObjectForm } from "../read/layout.js";
import { hasHiddenProperties, setOwn } from "../read/map-form.js";
import type { MessageObject } from "../read/object/message-object.js";
import { STRIPPED } from "../render/json-text.js";
import type { Nesting } from "./nesting.js";
import { isExotic, objectLike } from "./object-like.js";
import { type PropertyParts, type PropertyRedaction, propertyRedactions } from "./property-redaction.js";
import { DROPPED, type RedactValue, type ValueRedaction } from "./redact-value.js";

/**
 * Redacts messages that are objects with properties for their fields: property by property, each read once. One that
 * the type does not have is dropped, and so is one that cannot be read.
 */
export function objectRedaction(form: ObjectForm, parts: PropertyParts): ValueRedaction {
  const table = propertyRedactions(form, parts);
  return {
    redact: redactProperties(form, table, parts.redactor.options.holdsCredential),
    // Only asked of messages that were accepted: objects.
    replace: (secret) => emptyMessage(secret as MessageObject, form, table),
  };
}

/** Stands for a value that could not be read. */
const UNREADABLE = Symbol("unreadable");

function redactProperties(
  form: ObjectForm,
  table: ReadonlyMap<string, PropertyRedaction>,
  holdsCredential: Detector | undefined,
): RedactValue {
  // Most messages have the same properties in the same order as the last one: comparing names is faster than a look-up.
  const lastNames: string[] = [];
  const lastProperties: PropertyRedaction[] = [];
  const find = (name: string, index: number): PropertyRedaction | undefined => {
    const property = table.get(name);
    if (property !== undefined && index < table.size) {
      lastNames[index] = name;
      lastProperties[index] = property;
    }
    return property;
  };

  const isOpen = (property: PropertyRedaction, value: unknown): boolean =>
    value === property.constant ||
    (property.isOpenText && typeof value === "string" && !holdsCredential?.(value));

  const redactAny: RedactValue = (message, depth, nesting) => {
    const object = message as MessageObject; // it was accepted
    const names = Object.getOwnPropertyNames(object);
    const values = valuesOf(object, names);
    let isChanged = false;
    for (let index = 0; index < names.length; index++) {
      const name = names[index] ?? "";
      const value = values[index];
      const property = lastNames[index] === name ? lastProperties[index] : find(name, index);
      let redacted: unknown = DROPPED;
      if (property !== undefined) {
        if (isOpen(property, value)) continue;
        if (value !== UNREADABLE) redacted = redactOne(property, value, object, depth, nesting);
        if (redacted === DROPPED) redacted = property.empty(value);
      }
      if (Object.is(redacted, value)) continue;
      values[index] = redacted;
      isChanged = true;
    }
    return isChanged || isExotic(object)
      ? copyOf(object, names, values, form)
      : sameOrCopy(object, names, values, form);
  };

  // Where the last message changed, this one will: the copy is made on the way.
  let willChange = false;

  /** Most messages are plain objects: one pass over their properties, and a look for hidden ones only if nothing changed. */
  const redactPlain = (object: MessageObject, depth: number, nesting: Nesting): unknown => {
    let copy: Record<string, unknown> | undefined = willChange ? {} : undefined;
    // What was read before the first change. Not read again: a getter may say something else then.
    const names: string[] = [];
    const values: unknown[] = [];
    let isChanged = false;
    let index = 0;
    for (const name in object) {
      // Anybody may add properties to all objects.
      if (!Object.hasOwn(object, name)) continue;
      const value = object[name];
      const property = lastNames[index] === name ? lastProperties[index] : find(name, index);
      let redacted: unknown = DROPPED;
      if (property !== undefined) {
        if (isOpen(property, value)) redacted = value;
        else {
          redacted = redactOne(property, value, object, depth, nesting);
          if (redacted === DROPPED) redacted = property.empty(value);
        }
      }
      if (!Object.is(redacted, value)) {
        isChanged = true;
        copy ??= plainObject(names, values);
      }
      if (copy === undefined) {
        names.push(name);
        values.push(value);
      } else if (redacted !== DROPPED) setOwn(copy, name, redacted);
      index++;
    }
    willChange = isChanged;
    if (isChanged) return copy;
    return hasHiddenProperties(object, index) ? NOT_PLAIN : object;
  };

  return (message, depth, nesting) => {
    const object = message as MessageObject; // it was accepted
    if (Object.getPrototypeOf(object) !== Object.prototype) return redactAny(message, depth, nesting);
    let redacted: unknown;
    try {
      redacted = redactPlain(object, depth, nesting);
    } catch {
      // A property cannot be read.
      redacted = NOT_PLAIN;
    }
    return redacted === NOT_PLAIN ? redactAny(message, depth, nesting) : redacted;
  };
}

/** Stands for a copy that could not be made in one pass. */
const NOT_PLAIN = Symbol("not plain");

function plainObject(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) setOwn(object, names[index] ?? "", values[index]);
  return object;
}

function redactOne(
  property: PropertyRedaction,
  value: unknown,
  message: unknown,
  depth: number,
  nesting: Nesting,
): unknown {
  try {
    return property.redact(value, message, depth, nesting);
  } catch {
    // A getter, a proxy or the stack: whatever was thrown may hold a value, so it goes no further.
    return DROPPED;
  }
}

/** The values of all own properties with names. */
function valuesOf(object: MessageObject, names: readonly string[]): unknown[] {
  try {
    const values = Object.values(object);
    if (values.length === names.length) return values;
  } catch {
    // One of them cannot be read.
  }
  return names.map((name) => {
    try {
      return object[name];
    } catch {
      return UNREADABLE;
    }
  });
}

function copyOf(
  object: MessageObject,
  names: readonly string[],
  values: readonly unknown[],
  form: ObjectForm,
): object {
  const copy = objectLike(object, names, values);
  for (const symbol of Object.getOwnPropertySymbols(object)) {
    const property = form.properties.get(symbol);
    const value = object[symbol];
    // Libraries keep the type under a symbol, and nothing else that is part of it.
    if (property?.kind === "type" && property.isType(value)) {
      Object.defineProperty(copy, symbol, { value, configurable: true, writable: true });
    }
  }
  return copy;
}

/** The object itself, unless there is something under a symbol that its type does not have. */
function sameOrCopy(
  object: MessageObject,
  names: readonly string[],
  values: readonly unknown[],
  form: ObjectForm,
): object {
  const symbols = Object.getOwnPropertySymbols(object);
  if (symbols.length === 0) return object;
  const copy = copyOf(object, names, values, form);
  return Object.getOwnPropertySymbols(copy).length === symbols.length ? object : copy;
}

/** A message of the same type and kind as another one, in which nothing is set. */
function emptyMessage(
  like: MessageObject,
  form: ObjectForm,
  table: ReadonlyMap<string, PropertyRedaction>,
): object {
  const names: string[] = [];
  const values: unknown[] = [];
  for (const [name, property] of table) {
    names.push(name);
    values.push(property.empty(Object.hasOwn(like, name) ? like[name] : undefined));
  }
  // A Value without a kind is none.
  for (const [name, value] of Object.entries(form.textProperties?.(like, STRIPPED) ?? {})) {
    names.push(name);
    values.push(value);
  }
  return copyOf(like, names, values, form);
}
