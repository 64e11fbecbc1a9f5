import type { FieldPlan } from "../plan/message-plan.js";
import type { WireCursor } from "./wire-cursor.js";
import { type MessageValueRead, NOT_DECODED } from "./wire-field.js";
import { WireMessage } from "./wire-message.js";
import { scalarReader, scalarSkipper, wireTypeOfValue, zeroOf } from "./wire-scalar.js";

const KEY = 1;
const VALUE = 2;

/**
 * Reads one entry of a map. A part that is missing has its default; of one that comes twice the last counts, or both
 * merge, if it is a message. Where the field is secret, or the key's value is, the value is skipped; where the key comes
 * behind its value, that is too late, and the value is dropped.
 *
 * @returns the key as a ProtoJSON text, and the value.
 */
export function readMapEntry(
  plan: FieldPlan,
  readMessage: MessageValueRead,
): (cursor: WireCursor, depth: number, isHidden: boolean) => readonly [key: string, value: unknown] {
  const { field, verdict, message } = plan;
  const { cardinality, type } = field;
  if (cardinality.kind !== "map") return () => ["", NOT_DECODED];
  const keyType = { kind: "scalar", scalar: cardinality.key } as const;
  const readKey = scalarReader(keyType, field.validatesUtf8);
  const skipKey = scalarSkipper(keyType, field.validatesUtf8);
  const readValue = valueReader(plan, readMessage);
  const isSecretKey = verdict.kind === "keyed" ? verdict.keys : () => false;
  const missingKey = zeroOf(keyType);
  const keyTag = KEY * 8 + wireTypeOfValue(keyType);
  const valueTag = VALUE * 8 + wireTypeOfValue(type);
  const missing = (): unknown => {
    if (type.kind !== "message") return zeroOf(type);
    return message?.kind === "message" ? new WireMessage(message) : NOT_DECODED;
  };
  /** Reads all parts. @param hides whether values are skipped, given the key that stands before them. */
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
    let hide = isHidden || hides(String(key));
    let skipped = false;
    while (cursor.position < end) {
      const tag = cursor.tag();
      const number = tag >>> 3;
      if (tag !== keyTag && tag !== valueTag) cursor.isOdd = true;
      if (number === KEY) {
        key = isHidden ? skipKey(cursor) : readKey(cursor);
        hide = isHidden || hides(String(key));
      } else if (number === VALUE) {
        value = readValue(cursor, tag & 7, depth, value, hide);
        skipped ||= hide;
      } else cursor.skip(tag & 7, number);
    }
    if (cursor.position > end) cursor.isOdd = true;
    return { key: String(key), value: value ?? missing(), skipped };
  };

  return (cursor, depth, isHidden) => {
    const start = cursor.position;
    const { key, value, skipped } = readParts(cursor, depth, isHidden, isSecretKey);
    if (isHidden || isSecretKey(key)) return [key, NOT_DECODED];
    if (!skipped) return [key, value];
    // Because of a key that stood before the one that counts: now that it is known, the value is read.
    cursor.position = start;
    return [key, readParts(cursor, depth, false, () => false).value];
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
