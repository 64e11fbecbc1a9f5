import type { FieldPlan } from "../../plan/compiled.js";
import type { MapKeys } from "../../plan/map-keys.js";
import { isString, type ScalarType, scalarOf, wireTypeOf } from "../../scalars/scalars.js";
import type { WireCursor } from "./wire-cursor.js";
import type { WireEntries } from "./wire-entries.js";
import { keyReader, type WireKey } from "./wire-keys.js";
import { NOT_DECODED, WireMessage } from "./wire-message.js";
import { scalarReader, scalarSkipper } from "./wire-scalar.js";

/**
 * Reads a message value.
 *
 * @returns the message, merged into the existing one: parts of a singular message merge.
 */
export type MessageValueRead = (
  cursor: WireCursor,
  wireType: number,
  depth: number,
  existing: unknown,
  isSkipped: boolean,
) => unknown;

const KEY = 1;
const VALUE = 2;

/** Stands for a key that was skipped, because its value will be skipped, too. */
const SKIPPED_KEY: WireKey<ValueFate> = { text: "", fate: "skipped" };

/** Reads one entry of a map into `entries`. Without them it only skips: the field is secret, or is in a secret message. */
export type EntryRead = (cursor: WireCursor, depth: number, entries: WireEntries | undefined) => void;

/**
 * Makes a function that reads entries of a map field. A missing key or value has its default. If a part comes twice, the last
 * one counts; messages merge. A secret value is skipped. If its key comes after it, the value was read already, and is
 * dropped. A secret value with a description is read and replaced by the description.
 */
export function entryRead(plan: FieldPlan, readMessage: MessageValueRead): EntryRead {
  const { field, keys, message } = plan;
  const { cardinality, type } = field;
  if (cardinality.kind !== "map" || keys === undefined) return () => undefined;
  const keyType: ScalarType = { kind: "scalar", scalar: cardinality.key };
  const fateOf = valueFate(keys);
  const isSkippedKey = (key: string): boolean => fateOf(key) === "skipped";
  const strict = field.validatesUtf8;
  const areStrings = isString(type);
  const readKey = keyReader(keyType, strict, fateOf);
  const skipKey = scalarSkipper(keyType, strict);
  const readValue = valueReader(plan, readMessage);
  const missingKey = String(scalarOf(keyType).zero);
  const keyTag = KEY * 8 + wireTypeOf(keyType);
  const valueTag = VALUE * 8 + wireTypeOf(type);
  const skippedKey = (cursor: WireCursor): WireKey<ValueFate> => {
    skipKey(cursor);
    return SKIPPED_KEY;
  };
  const missing = (): unknown => {
    if (type.kind !== "message") return scalarOf(type).zero;
    return message?.kind === "message" ? new WireMessage(message) : NOT_DECODED;
  };

  /** Reads all parts. @param hides whether to skip a value, given the last key before it. */
  const readParts = (
    cursor: WireCursor,
    depth: number,
    isHidden: boolean,
    hides: (key: string) => boolean,
  ): { readonly key: string; readonly value: unknown; readonly skipped: boolean } => {
    const length = cursor.uint32();
    const end = cursor.position + length;
    let key = missingKey;
    let value: unknown;
    let hide = isHidden || hides(key);
    let skipped = false;
    while (cursor.position < end) {
      const tag = cursor.tag();
      const number = tag >>> 3;
      if (tag !== keyTag && tag !== valueTag) cursor.isOdd = true;
      if (number === KEY) {
        if (isHidden) skipKey(cursor);
        else key = readKey(cursor).text;
        hide = isHidden || hides(key);
      } else if (number === VALUE) {
        value = readValue(cursor, tag & 7, depth, value, hide);
        skipped ||= hide;
      } else cursor.skip(tag & 7, number);
    }
    if (cursor.position > end) cursor.isOdd = true;
    return { key, value: value ?? missing(), skipped };
  };

  /** The value to keep, given a value that was read: the value itself, or its description. */
  const shown = (cursor: WireCursor, key: string, value: unknown): unknown => {
    if (fateOf(key) !== "described") return value;
    cursor.texts?.addDescription();
    return keys.describe(key, value) ?? NOT_DECODED;
  };

  const readAnyEntry: EntryRead = (cursor, depth, entries) => {
    const start = cursor.position;
    const { key, value, skipped } = readParts(cursor, depth, entries === undefined, isSkippedKey);
    if (entries === undefined) return;
    if (isSkippedKey(key)) entries.set(key, NOT_DECODED);
    else if (!skipped) entries.set(key, shown(cursor, key, value));
    else {
      // A value was skipped because of an earlier key. The last key is not secret, so read the entry again.
      cursor.position = start;
      entries.set(key, shown(cursor, key, readParts(cursor, depth, false, () => false).value));
    }
  };

  // No fast path for messages: an entry with more parts would be read twice at each level, exponentially often in total.
  if (type.kind === "message") return readAnyEntry;
  return (cursor, depth, entries) => {
    // Fast path: encoders write a key, a value and nothing else.
    const start = cursor.position;
    const length = cursor.uint32();
    const end = cursor.position + length;
    if (cursor.position < end && cursor.bytes[cursor.position] === keyTag) {
      cursor.position++;
      const { text, fate } = entries === undefined ? skippedKey(cursor) : readKey(cursor);
      if (cursor.position < end && cursor.bytes[cursor.position] === valueTag) {
        cursor.position++;
        if (areStrings && fate === "open" && entries !== undefined && cursor.endsAt(end)) {
          cursor.textInto(entries.values, entries.place(text), strict);
          return;
        }
        const value = readValue(cursor, valueTag & 7, depth, undefined, fate === "skipped");
        if (cursor.position === end) {
          entries?.set(
            text,
            fate === "skipped" ? NOT_DECODED : fate === "open" ? value : shown(cursor, text, value),
          );
          return;
        }
      }
    }
    cursor.position = start;
    readAnyEntry(cursor, depth, entries);
  };
}

/** The fate of the value under a key. A secret value is skipped, or it is read and described. */
type ValueFate = "open" | "skipped" | "described";

/** Decides the fate of the value under a key. The value under a key that holds a credential is skipped, but the key is kept. */
function valueFate(keys: MapKeys): (key: string) => ValueFate {
  if (!keys.mayHide) return () => "open";
  return (key) => {
    const verdict = keys.judge(key);
    if (verdict === "open" || verdict === "invalid") return "open";
    return verdict === "secret" && keys.isDescribed(key) ? "described" : "skipped";
  };
}

type ReadValue = (
  cursor: WireCursor,
  wireType: number,
  depth: number,
  before: unknown,
  hide: boolean,
) => unknown;

function valueReader({ field }: FieldPlan, readMessage: MessageValueRead): ReadValue {
  if (field.type.kind === "message") return readMessage;
  const read = scalarReader(field.type, field.validatesUtf8);
  const skip = scalarSkipper(field.type, field.validatesUtf8);
  return (cursor, _wireType, _depth, _before, hide) => {
    if (!hide) return read(cursor);
    skip(cursor);
    return NOT_DECODED;
  };
}
