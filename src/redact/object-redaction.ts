import type { Detector } from "../policy/policy.js";
import type { ObjectForm } from "../read/layout.js";
import { hasHiddenProperties } from "../read/map-form.js";
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

  // Where the last message changed, this one will: it is copied at once, which is faster than property by property.
  let isCopiedFirst = false;

  return (message, depth, nesting) => {
    const object = message as MessageObject; // it was accepted
    const copy = isCopiedFirst ? plainCopy(object) : undefined;
    const names = copy === undefined ? Object.getOwnPropertyNames(object) : Object.keys(copy);
    const values = copy === undefined ? valuesOf(object, names) : Object.values(copy);
    let isChanged = false;
    let isDropped = false;
    for (let index = 0; index < names.length; index++) {
      const name = names[index] ?? "";
      const value = values[index];
      const property = lastNames[index] === name ? lastProperties[index] : find(name, index);
      let redacted: unknown = DROPPED;
      if (property !== undefined) {
        if (value === property.constant) continue;
        if (property.isOpenText && typeof value === "string" && !holdsCredential?.(value)) continue;
        if (value !== UNREADABLE) redacted = redactOne(property, value, object, depth, nesting);
        if (redacted === DROPPED) redacted = property.empty(value);
      }
      if (Object.is(redacted, value)) continue;
      values[index] = redacted;
      isChanged = true;
      if (redacted === DROPPED) isDropped = true;
      else if (copy !== undefined) copy[name] = redacted;
    }
    isCopiedFirst = isChanged;
    if (copy !== undefined && !isDropped) return isChanged ? copy : object;
    return isChanged || isExotic(object)
      ? copyOf(object, names, values, form)
      : sameOrCopy(object, names, values, form);
  };
}

/** A copy of a plain object that holds nothing but enumerable properties with names; undefined of any other. */
function plainCopy(object: MessageObject): Record<string, unknown> | undefined {
  if (Object.getPrototypeOf(object) !== Object.prototype) return undefined;
  try {
    const copy = { ...object };
    return hasHiddenProperties(object, Object.keys(copy).length) ? undefined : copy;
  } catch {
    // One of them cannot be read.
    return undefined;
  }
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
