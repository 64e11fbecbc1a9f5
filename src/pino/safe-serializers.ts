import { UNREADABLE } from "../values/notes.js";
import type { SafeValues } from "./safe-values.js";
import type { SerializedKeys } from "./serialized-keys.js";

type Serializer = (value: unknown) => unknown;
/** Serializers by the key whose values they print. */
export type Serializers = Record<string | symbol, Serializer>;

/** The keys for which there are serializers. */
export function keysOf(serializers: Serializers | undefined): SerializedKeys {
  return new Set(serializers === undefined ? [] : Reflect.ownKeys(serializers));
}

/** Serializers that are given messages without secrets, and whose results are made safe. */
export function safeSerializers(values: SafeValues, serializers: Serializers): Serializers {
  const safe: Serializers = {};
  for (const key of Reflect.ownKeys(serializers)) {
    const serializer = serializers[key];
    if (serializer === undefined) continue;
    safe[key] = (value) => {
      try {
        return values.value(serializer(values.serializable(value)));
      } catch {
        // It may not be made for what stands in place of a broken message. What it throws may hold a value.
        return UNREADABLE;
      }
    };
  }
  return safe;
}
