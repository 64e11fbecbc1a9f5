import { STRIPPED } from "../../marker.js";
import type { ObjectForm } from "../../representations/layout.js";
import type { MessageObject } from "../../representations/object/message-object.js";
import { KnownLayouts, redactProperty, UNKNOWN_LAYOUT } from "./known-layouts.js";
import { isExotic, objectLike } from "./object-like.js";
import type { PropertyRedaction } from "./property-redaction.js";
import { type PropertyParts, propertyRedactions } from "./property-table.js";
import { DROPPED, type RedactValue, type ValueRedaction } from "./redact-value.js";

/**
 * Redacts messages that are objects with properties for their fields: property by property, each read once. One that
 * the type does not have is dropped, and so is one that cannot be read.
 */
export function objectRedaction(form: ObjectForm, parts: PropertyParts): ValueRedaction {
  const table = propertyRedactions(form, parts);
  const { ownTypeName } = form;
  const { limits, holdsCredential } = parts.redactor.options;
  const layouts = new KnownLayouts({
    holdsCredential,
    maxDepth: limits.maxDepth,
    typeName:
      ownTypeName === undefined ? undefined : { property: ownTypeName, typeName: parts.plan.typeName },
  });
  return {
    glance: ownTypeName === undefined ? undefined : { kind: "nested", layouts, levels: 1 },
    redact: redactProperties(form, table, layouts),
    // Only asked of messages that were accepted: objects.
    replace: (secret) => emptyMessage(secret as MessageObject, form, table),
  };
}

/** Stands for a value that could not be read. */
const UNREADABLE = Symbol("unreadable");

function redactProperties(
  form: ObjectForm,
  table: ReadonlyMap<string, PropertyRedaction>,
  known: KnownLayouts,
): RedactValue {
  return (message, depth, nesting) => {
    const redactedAlike = known.redact(message, depth, nesting);
    if (redactedAlike !== UNKNOWN_LAYOUT) return redactedAlike;
    const object = message as MessageObject; // it was accepted
    const names = Object.getOwnPropertyNames(object);
    const values = valuesOf(object, names);
    const properties: PropertyRedaction[] = [];
    let isChanged = false;
    for (let index = 0; index < names.length; index++) {
      const value = values[index];
      const property = table.get(names[index] ?? "");
      let redacted: unknown = DROPPED;
      if (property !== undefined) {
        properties.push(property);
        redacted =
          value === UNREADABLE
            ? property.empty(value)
            : redactProperty(property, value, object, depth, nesting);
      }
      if (Object.is(redacted, value)) continue;
      values[index] = redacted;
      isChanged = true;
    }
    if (properties.length === names.length) known.add(object, names, properties);
    return isChanged || isExotic(object)
      ? copyOf(object, names, values, form)
      : sameOrCopy(object, names, values, form);
  };
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
