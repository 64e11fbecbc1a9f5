import { UNREADABLE } from "../marker.js";
import { ownValue } from "../options/own-value.js";
import type { SafeValues, SerializedKeys } from "./safe-values.js";

type Serializer = (value: unknown) => unknown;
/** Serializers by the key whose values they print. */
export type Serializers = Record<string | symbol, Serializer>;

/** The keys for which there are serializers. */
export function keysOf(serializers: Serializers | undefined): SerializedKeys {
  return new Set(serializers === undefined ? [] : Reflect.ownKeys(serializers));
}

/** Serializers that get messages without their secrets, and whose results are made safe. */
export function safeSerializers(values: SafeValues, serializers: Serializers): Serializers {
  const safe: Serializers = {};
  for (const key of Reflect.ownKeys(serializers)) {
    const serializer = serializers[key];
    if (serializer === undefined) continue;
    safe[key] = (value) => {
      try {
        return values.value(serializer(values.serializable(value)));
      } catch {
        // The serializer may not handle the note in place of a broken message. Its error may hold a value.
        return UNREADABLE;
      }
    };
  }
  return safe;
}

type Format<T extends object> = (object: T) => object;

/** The formatters of a logger or a child whose results hold values. */
interface Formatters<T extends object> {
  bindings?: Format<T>;
  log?: Format<T>;
}

/** Formatters whose results are made safe. */
export function safeFormatters<T extends object, F extends Formatters<T>>(
  values: SafeValues,
  formatters: F & Formatters<T>,
  serialized: SerializedKeys,
): F {
  const [bindings, log] = [ownValue(formatters, "bindings"), ownValue(formatters, "log")];
  const safe =
    (format: Format<T>): Format<T> =>
    (object) =>
      values.properties(format(object), serialized);
  return { ...formatters, ...(bindings && { bindings: safe(bindings) }), ...(log && { log: safe(log) }) };
}

/** A logger keeps the keys that its serializers print under this symbol. Its children inherit them. */
const SERIALIZED: unique symbol = Symbol("protosanitizer.serializedKeys");

/** The keys that the serializers of a logger print. Undefined if they were not set. */
export function serializedKeysOf(logger: object): SerializedKeys | undefined {
  return (logger as { readonly [SERIALIZED]?: SerializedKeys })[SERIALIZED]; // any object may have it
}

/** Whether the keys were set on the logger itself, not on one that it is a child of. */
export function hasOwnSerializedKeys(logger: object): boolean {
  return Object.hasOwn(logger, SERIALIZED);
}

/** Sets the keys of a logger. */
export function setSerializedKeys(logger: object, keys: SerializedKeys): void {
  Object.defineProperty(logger, SERIALIZED, { value: keys, configurable: true });
}
