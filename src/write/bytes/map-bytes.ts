import { STRIPPED } from "../../marker.js";
import type { FieldPlan } from "../../plan/compiled.js";
import { type MapKeys, MERGED_KEY } from "../../plan/map-keys.js";
import { tableOf } from "../../representations/wire/read-wire-message.js";
import type { WireCursor } from "../../representations/wire/wire-cursor.js";
import { readFields, readGroup } from "../../representations/wire/wire-fields.js";
import { scalarReader, scalarSkipper } from "../../representations/wire/wire-scalar.js";
import { WireType } from "../../scalars/scalar.js";
import { type ScalarType, scalarOf, wireTypeOf } from "../../scalars/scalars.js";
import { ByteParts } from "./byte-parts.js";
import { type BytesContext, type CopyField, NOTHING } from "./copied-field.js";
import { replacementBytes, secretBytes, spanOf, valueBytes } from "./value-bytes.js";

const KEY = 1;
const VALUE = 2;

/** One entry as it stands in the bytes. */
interface Entry {
  readonly key: string;
  /** The key with its tag; nothing if the entry has none. */
  readonly keyBytes: ByteParts;
  /** All values with their tags, without their secrets; of several the last one counts, or they merge. */
  readonly values: ByteParts;
  /** The last value, if it is to be described. */
  readonly text: string | undefined;
  /** Whether a value was skipped, because the key before it is secret. */
  readonly isSkipped: boolean;
  /** Whether all bytes of the entry may stay as they are. */
  readonly isKept: boolean;
}

/** Copies the entries of an open map. What happens to an entry is decided by its key, in `plan/map-keys.ts`. */
export function mapBytes(plan: FieldPlan, keys: MapKeys, slot: number, context: BytesContext): CopyField {
  const { number } = plan.field;
  const readEntry = entryReader(plan, keys, context);
  const secret = secretBytes(plan, VALUE, false);
  const merged = keys.mayMerge ? entryBytes(number, replacementKey(plan, MERGED_KEY), secret) : NOTHING;
  const secretValue = ({ key, text = "" }: Entry): ByteParts => {
    const described = keys.describe(key, text);
    if (described === undefined) return secret;
    return replacementBytes(plan, VALUE, plan.holdsCredential?.(described) ? STRIPPED : described);
  };
  return (cursor, _wireType, depth, late) => {
    const start = cursor.position;
    let entry = readEntry(cursor, depth, false);
    const verdict = keys.judge(entry.key);
    if (verdict === "credential") {
      late.set(slot, merged);
      return NOTHING;
    }
    const isSecret = verdict === "secret";
    if (entry.isSkipped && !isSecret) {
      // Because of a key that stood before the one that counts: now that it is known, the value is read.
      cursor.position = start;
      entry = readEntry(cursor, depth, true);
    }
    const isKept = entry.isKept && !isSecret;
    if (isKept && !(keys.mayMerge && entry.key === MERGED_KEY)) return undefined;
    const bytes = entryBytes(number, entry.keyBytes, isSecret ? secretValue(entry) : entry.values);
    if (!keys.mayMerge || entry.key !== MERGED_KEY) return bytes;
    // It becomes part of the entry for keys that hold a credential, if there are any.
    late.offer(slot, bytes);
    return NOTHING;
  };
}

type ReadEntry = (cursor: WireCursor, depth: number, isOpen: boolean) => Entry;

/** Reads entries. The last key that stands in an entry counts. */
function entryReader(plan: FieldPlan, keys: MapKeys, context: BytesContext): ReadEntry {
  const { cardinality, type, validatesUtf8 } = plan.field;
  if (cardinality.kind !== "map") throw new TypeError(`${plan.field.fullName} is not a map`);
  const keyType: ScalarType = { kind: "scalar", scalar: cardinality.key };
  const keyTag = KEY * 8 + wireTypeOf(keyType);
  const valueTag = VALUE * 8 + wireTypeOf(type);
  const readKey = scalarReader(keyType, validatesUtf8);
  const missingKey = String(scalarOf(keyType).zero);
  const copyValue = valueBytes(plan, VALUE, context);
  const skipValue = valueSkipper(plan);
  return (cursor, depth, isOpen) => {
    const length = cursor.uint32();
    const end = cursor.position + length;
    let key = missingKey;
    let keyBytes = NOTHING;
    const values = new ByteParts();
    let text: string | undefined;
    let isSkipped = false;
    // Encoders write a key and a value, and nothing else.
    let isKept = true;
    let lastPart = 0;
    while (cursor.position < end) {
      const start = cursor.position;
      const tag = cursor.tag();
      const part = tag >>> 3;
      if (part <= lastPart || (tag !== keyTag && tag !== valueTag)) isKept = false;
      lastPart = part;
      const hides = !isOpen && keys.mayHide && keys.judge(key) !== "open";
      if (part === KEY) {
        const behindTag = cursor.position;
        key = String(readKey(cursor));
        keyBytes = withTag(cursor, keyTag, tag === keyTag ? start : undefined, behindTag);
      } else if (part === VALUE && hides && keys.isDescribed(key)) {
        text = cursor.text(validatesUtf8);
        isSkipped = true;
      } else if (part === VALUE && hides) {
        skipValue(cursor, tag & 7, depth);
        isSkipped = true;
      } else if (part === VALUE) {
        const behindTag = cursor.position;
        const copied = copyValue(cursor, tag & 7, depth);
        if (keys.describes) text = textAt(cursor, behindTag, validatesUtf8);
        if (copied !== undefined) isKept = false;
        values.addAll(copied ?? withTag(cursor, valueTag, tag === valueTag ? start : undefined, behindTag));
      } else {
        cursor.skip(tag & 7, part);
      }
      if (tag !== keyTag && tag !== valueTag) cursor.isOdd = true;
    }
    if (cursor.position > end) {
      cursor.isOdd = true;
      isKept = false;
    }
    return { key, keyBytes, values, text, isSkipped, isKept };
  };
}

/** A text that was read already. */
function textAt(cursor: WireCursor, start: number, validatesUtf8: boolean): string {
  cursor.position = start;
  return cursor.text(validatesUtf8);
}

/** The bytes up to the cursor, with a tag. @param start where the tag stands already; undefined if it has to be written. */
function withTag(cursor: WireCursor, tag: number, start: number | undefined, behindTag: number): ByteParts {
  if (start !== undefined) return spanOf(cursor, start);
  const parts = new ByteParts();
  parts.write((writer) => writer.uint32(tag));
  parts.addAll(spanOf(cursor, behindTag));
  return parts;
}

/** Skips a value as far as reading it would go. It takes no longer for maps in maps. */
function valueSkipper({
  field,
  message,
}: FieldPlan): (cursor: WireCursor, wireType: number, depth: number) => void {
  const { type } = field;
  if (type.kind !== "message") {
    const skip = scalarSkipper(type, field.validatesUtf8);
    return (cursor) => {
      skip(cursor);
    };
  }
  return (cursor, wireType, depth) => {
    if (message?.kind !== "message" || depth <= 1) cursor.skip(wireType, VALUE);
    else if (type.delimited) readGroup(tableOf(message), undefined, cursor, VALUE, depth - 1);
    else {
      const length = cursor.uint32();
      readFields(tableOf(message), undefined, cursor, cursor.position + length, depth - 1);
    }
  };
}

/** The one entry of a secret map. */
export function secretEntry(plan: FieldPlan): ByteParts {
  const { cardinality, number } = plan.field;
  if (cardinality.kind !== "map") throw new TypeError(`${plan.field.fullName} is not a map`);
  const key = scalarOf({ kind: "scalar", scalar: cardinality.key }).replacement(false);
  return entryBytes(number, replacementKey(plan, key), secretBytes(plan, VALUE, false));
}

function replacementKey({ field }: FieldPlan, key: unknown): ByteParts {
  const { cardinality } = field;
  const parts = new ByteParts();
  if (cardinality.kind !== "map") return parts;
  const scalar = scalarOf({ kind: "scalar", scalar: cardinality.key });
  parts.write((writer) => scalar.write(writer.tag(KEY, scalar.wireType), key));
  return parts;
}

function entryBytes(number: number, key: ByteParts, values: ByteParts): ByteParts {
  const parts = new ByteParts();
  parts.write((writer) => writer.tag(number, WireType.LengthDelimited).uint32(key.length + values.length));
  parts.addAll(key);
  parts.addAll(values);
  return parts;
}
