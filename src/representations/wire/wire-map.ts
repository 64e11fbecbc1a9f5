import type { FieldPlan } from "../../plan/compiled.js";
import type { MapKeys } from "../../plan/map-keys.js";
import { isString, scalarOf } from "../../scalars/scalars.js";
import type { WireCursor } from "./wire-cursor.js";
import type { WireEntries } from "./wire-entries.js";
import { entryLayout, entryScanner, KEY, VALUE } from "./wire-entry.js";
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

/** Stands for a key that was skipped, because its value will be skipped, too. */
const SKIPPED_KEY: WireKey<ValueFate> = { text: "", fate: "skipped" };

/** Reads one entry of a map into `entries`. Without them it only skips: the field is secret, or is in a secret message. */
export type EntryRead = (cursor: WireCursor, depth: number, entries: WireEntries | undefined) => void;

/**
 * Reads entries of a map field. A part that is missing has its default. If a part comes twice, the last one counts; values
 * that are messages merge. A secret value is skipped. A secret value that is described is read, and its description stands
 * in its place.
 */
export function entryRead(plan: FieldPlan, readMessage: MessageValueRead): EntryRead {
  const { field, keys, message } = plan;
  const { type } = field;
  const layout = entryLayout(plan);
  if (layout === undefined || keys === undefined) return () => undefined;
  const { keyType, keyTag, valueTag } = layout;
  const fateOf = valueFate(keys);
  const strict = field.validatesUtf8;
  const areStrings = isString(type);
  const areMessages = type.kind === "message";
  const readKey = keyReader(keyType, strict, fateOf);
  const skipKey = scalarSkipper(keyType, strict);
  const readValue = valueReader(plan, readMessage);
  const scan = entryScanner(plan, layout, (cursor, wireType, depth) => {
    readValue(cursor, wireType, depth, undefined, true);
  });
  const skippedKey = (cursor: WireCursor): WireKey<ValueFate> => {
    skipKey(cursor);
    return SKIPPED_KEY;
  };
  const missing = (): unknown => {
    if (type.kind !== "message") return scalarOf(type).zero;
    return message?.kind === "message" ? new WireMessage(message) : NOT_DECODED;
  };

  /** Reads the value of an entry whose key is known; skips all of a hidden entry. */
  const readParts = (cursor: WireCursor, depth: number, hides: boolean): unknown => {
    const length = cursor.uint32();
    const end = cursor.position + length;
    let value: unknown;
    while (cursor.position < end) {
      const tag = cursor.tag();
      const number = tag >>> 3;
      if (tag !== keyTag && tag !== valueTag) cursor.isOdd = true;
      if (number === KEY) skipKey(cursor);
      else if (number === VALUE) value = readValue(cursor, tag & 7, depth, value, hides);
      else cursor.skip(tag & 7, number);
    }
    if (cursor.position > end) cursor.isOdd = true;
    return value ?? missing();
  };

  /** A value that was read: it is open, or secret and to be described. */
  const shown = (cursor: WireCursor, key: string, value: unknown, fate: ValueFate): unknown => {
    if (fate === "skipped") return NOT_DECODED;
    if (fate === "open") return value;
    cursor.texts?.addDescription();
    return keys.describe(key, value) ?? NOT_DECODED;
  };

  /** Reads an entry that no encoder writes. */
  const readOddEntry: EntryRead = (cursor, depth, entries) => {
    if (entries === undefined) {
      readParts(cursor, depth, true);
      return;
    }
    const start = cursor.position;
    const { key } = scan(cursor, depth);
    const fate = fateOf(key);
    if (fate === "skipped") {
      entries.set(key, NOT_DECODED);
      return;
    }
    cursor.position = start;
    entries.set(key, shown(cursor, key, readParts(cursor, depth, false), fate));
  };

  return (cursor, depth, entries) => {
    // Fast path: encoders write a key, a value and nothing else, which needs no look back.
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
        // A message must not be read in vain: messages in each other would be read exponentially often.
        if (!areMessages || cursor.endsAt(end)) {
          const value = readValue(cursor, valueTag & 7, depth, undefined, fate === "skipped");
          if (cursor.position >= end) {
            if (cursor.position > end) cursor.isOdd = true;
            entries?.set(text, shown(cursor, text, value, fate));
            return;
          }
        }
      }
    }
    cursor.position = start;
    readOddEntry(cursor, depth, entries);
  };
}

/** The fate of the value under a key. A secret value is skipped, or it is read and described. */
type ValueFate = "open" | "skipped" | "described";

/** Decides the fate of the value under a key. The value under a key that holds a credential is skipped, but the key is kept. */
function valueFate(keys: MapKeys): (key: string) => ValueFate {
  if (!keys.mayHide) return () => "open";
  return (key) => {
    const fate = keys.judge(key);
    if (fate === "open" || fate === "invalid") return "open";
    return fate === "secret" && keys.isDescribed(key) ? "described" : "skipped";
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
