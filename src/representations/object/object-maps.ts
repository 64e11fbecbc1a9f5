import type { FieldShape } from "../../schema/message-shape.js";
import type { MapReader } from "../reader.js";
import { zeroOf } from "../wire/wire-scalar.js";
import { isMessageObject, type MessageObject, ownValue } from "./message-object.js";
import { isLong, signed64, unsigned64 } from "./neutral-value.js";
import { isMessageForMap } from "./stated-type.js";

/** Maps that are objects, or the `Map` that {@link mapOf} makes of other forms. */
export const objectMaps: MapReader = {
  keys(map) {
    if (map instanceof Map) return [...map.keys()];
    return isMessageObject(map) && !isMessageForMap(map) ? Object.keys(map) : undefined;
  },
  // Only asked for keys that `keys` returned: own properties.
  get: (map, key) => (map instanceof Map ? map.get(key) : (map as MessageObject)[key]),
};

/**
 * Reads a map field: an object; a `Map`; a list of pairs or of entry messages; an object whose 64-bit keys are written
 * as the eight bytes that protobufjs makes of them. All but the first become a `Map` with ProtoJSON texts for keys.
 */
export function mapOf({ cardinality, type }: FieldShape): (value: unknown) => unknown {
  if (cardinality.kind !== "map") return (value) => value;
  const is64 = /64$/.test(cardinality.key);
  const isUnsigned = /^u|^f/.test(cardinality.key);
  const toInteger = isUnsigned ? unsigned64 : signed64;
  // What is missing in an entry has its default, as on the wire.
  const missingKey = zeroOf({ kind: "scalar", scalar: cardinality.key });
  const missingValue = type.kind === "message" ? {} : zeroOf(type);
  return (value) => {
    if (value instanceof Map) return mapOfPairs([...value], toInteger);
    if (Array.isArray(value)) {
      return mapOfPairs(
        value.map((entry: unknown) => pairOf(entry, missingKey, missingValue)),
        toInteger,
      );
    }
    if (!is64 || !isMessageObject(value)) return value;
    const keys = Object.keys(value);
    if (!keys.some(isHashed)) return value;
    // Where one key is written as bytes all are, even if the bytes of another are digits.
    return new Map(keys.map((key) => [key.length === 8 ? unhash(key, isUnsigned) : key, value[key]]));
  };
}

/** A `Map` with texts for keys, unless one of the keys is none that a map can have. */
function mapOfPairs(
  pairs: readonly (readonly [key: unknown, value: unknown] | undefined)[],
  toInteger: (long: unknown) => unknown,
): unknown {
  const map = new Map<string, unknown>();
  for (const pair of pairs) {
    if (pair === undefined) return NOT_A_MAP;
    const key = isLong(pair[0]) ? toInteger(pair[0]) : pair[0];
    if (!isKey(key)) return NOT_A_MAP;
    map.set(String(key), pair[1]);
  }
  return map;
}

// Stands for a map that is none: printers note a value that is no map.
const NOT_A_MAP = false;

function isKey(key: unknown): key is string | number | bigint | boolean {
  return (
    typeof key === "string" || typeof key === "number" || typeof key === "bigint" || typeof key === "boolean"
  );
}

/** Key and value of an entry: a pair, or an entry message. */
function pairOf(
  entry: unknown,
  missingKey: unknown,
  missingValue: unknown,
): readonly [unknown, unknown] | undefined {
  if (Array.isArray(entry)) return [entry[0], entry[1]];
  if (!isMessageObject(entry)) return undefined;
  return [ownValue(entry, "key") ?? missingKey, ownValue(entry, "value") ?? missingValue];
}

/**
 * Whether the key of a map with 64-bit keys is written as eight bytes. Eight that can all be printed are a text, which is
 * no key: as bytes they would be an integer above 2^57.
 */
export function isHashed(key: string): boolean {
  return key.length === 8 && /[^ -~]/.test(key);
}

/** A 64-bit key as the eight bytes that protobufjs makes of it: its `util.longToHash`. */
export function hash(key: string): string {
  let bits = BigInt.asUintN(64, BigInt(key));
  let text = "";
  for (let index = 0; index < 8; index++, bits >>= 8n) text += String.fromCharCode(Number(bits & 0xffn));
  return text;
}

/** The inverse of {@link hash}: the eight bytes, little end first. */
function unhash(key: string, isUnsigned: boolean): string {
  let bits = 0n;
  for (let index = 7; index >= 0; index--) bits = (bits << 8n) | BigInt(key.charCodeAt(index) & 0xff);
  return String(isUnsigned ? bits : BigInt.asIntN(64, bits));
}
