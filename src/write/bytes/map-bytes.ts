import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { STRIPPED } from "../../marker.js";
import type { FieldPlan } from "../../plan/compiled.js";
import { type MapKeys, MERGED_KEY } from "../../plan/map-keys.js";
import { tableOf } from "../../representations/wire/read-wire-message.js";
import type { WireCursor } from "../../representations/wire/wire-cursor.js";
import { readFields, readGroup } from "../../representations/wire/wire-fields.js";
import { keyReader } from "../../representations/wire/wire-keys.js";
import { scalarReader, scalarSkipper } from "../../representations/wire/wire-scalar.js";
import { WireType } from "../../scalars/scalar.js";
import { type ScalarType, scalarOf, wireTypeOf } from "../../scalars/scalars.js";
import { ByteParts } from "./byte-parts.js";
import { type BytesContext, type CopyField, NOTHING, tagOf } from "./copied-field.js";
import { replacementBytes, secretBytes, spanOf, valueBytes } from "./value-bytes.js";

const KEY = 1;
const VALUE = 2;

/** One entry in the bytes. */
interface Entry {
  readonly key: string;
  /** The key with its tag; empty if the entry has no key. */
  readonly keyBytes: ByteParts;
  /** All values with their tags, without their secrets. If there are several, the last one counts; messages merge. */
  readonly values: ByteParts;
  /** The last value, if it needs a description. */
  readonly text: string | undefined;
  /** Whether a value was skipped because the key before it is secret. */
  readonly isSkipped: boolean;
  /** Whether all bytes of the entry may stay as they are. */
  readonly isKept: boolean;
}

/** Copies the entries of an open map. `plan/map-keys.ts` judges each entry by its key. */
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
  const copyUsual = usualEntry(plan, keys, secret, context);
  return (cursor, _wireType, depth, late) => {
    const start = cursor.position;
    const usual = copyUsual(cursor);
    if (usual !== NOT_USUAL) return usual;
    cursor.position = start;
    let entry = readEntry(cursor, depth, false);
    const verdict = keys.judge(entry.key);
    if (verdict === "credential") {
      late.set(slot, merged);
      return NOTHING;
    }
    const isSecret = verdict === "secret";
    if (entry.isSkipped && !isSecret) {
      // A value was skipped because of an earlier key. The last key is not secret, so read the entry again.
      cursor.position = start;
      entry = readEntry(cursor, depth, true);
    }
    const isKept = entry.isKept && !isSecret;
    if (isKept && !(keys.mayMerge && entry.key === MERGED_KEY)) return undefined;
    const bytes = entryBytes(number, entry.keyBytes, isSecret ? secretValue(entry) : entry.values);
    if (!keys.mayMerge || entry.key !== MERGED_KEY) return bytes;
    // It becomes part of the entry for keys that hold a credential, if the map has such keys.
    late.offer(slot, bytes);
    return NOTHING;
  };
}

/** Returned for an entry that needs a closer look. */
const NOT_USUAL: unique symbol = Symbol("not usual");

/**
 * Fast path for entries with a scalar value, as encoders write them: a key, a value, and nothing else. There is no fast path
 * for messages: an unusual entry would be read twice at each level, exponentially often in total.
 */
function usualEntry(
  plan: FieldPlan,
  keys: MapKeys,
  secret: ByteParts,
  context: BytesContext,
): (cursor: WireCursor) => ByteParts | undefined | typeof NOT_USUAL {
  const { cardinality, type, validatesUtf8, number } = plan.field;
  if (cardinality.kind !== "map" || type.kind === "message") return () => NOT_USUAL;
  const keyType: ScalarType = { kind: "scalar", scalar: cardinality.key };
  const keyTag = tagOf(KEY, wireTypeOf(keyType));
  const valueTag = tagOf(VALUE, wireTypeOf(type));
  const readKey = keyReader(keyType, validatesUtf8, (key) => fateOf(keys, key));
  const copyValue = valueBytes(plan, VALUE, context);
  const skipValue = scalarSkipper(type, validatesUtf8);
  return (cursor) => {
    const { bytes } = cursor;
    const length = cursor.uint32();
    const start = cursor.position;
    const end = start + length;
    if (start >= end || bytes[start] !== keyTag) return NOT_USUAL;
    cursor.position++;
    const { fate } = readKey(cursor);
    const behindKey = cursor.position;
    if (fate === "other" || behindKey >= end || bytes[behindKey] !== valueTag) return NOT_USUAL;
    cursor.position++;
    if (fate === "open") {
      return copyValue(cursor, 0, 0) === undefined && cursor.position === end ? undefined : NOT_USUAL;
    }
    skipValue(cursor);
    if (cursor.position !== end) return NOT_USUAL;
    return entryBytes(number, new ByteParts(bytes.subarray(start, behindKey)), secret);
  };
}

/** The fate of a value in the fast path: it is kept, it is replaced, or the entry needs a closer look. */
type Fate = "open" | "stripped" | "other";

function fateOf(keys: MapKeys, key: string): Fate {
  if (!keys.mayHide) return "open";
  const verdict = keys.judge(key);
  if (keys.mayMerge && key === MERGED_KEY) return "other";
  if (verdict === "open") return "open";
  return verdict === "secret" && !keys.isDescribed(key) ? "stripped" : "other";
}

type ReadEntry = (cursor: WireCursor, depth: number, isOpen: boolean) => Entry;

/** Makes a function that reads entries. The last key in an entry counts. */
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

/** Reads a text again. */
function textAt(cursor: WireCursor, start: number, validatesUtf8: boolean): string {
  cursor.position = start;
  return cursor.text(validatesUtf8);
}

/** The bytes up to the cursor, with a tag. @param start the offset of the tag in the bytes; undefined if the tag must be written. */
function withTag(cursor: WireCursor, tag: number, start: number | undefined, behindTag: number): ByteParts {
  if (start !== undefined) return spanOf(cursor, start);
  const parts = new ByteParts();
  parts.addVarints(tag);
  parts.addAll(spanOf(cursor, behindTag));
  return parts;
}

/** Makes a function that skips a value. It moves the cursor as far as reading would, in linear time for maps in maps, too. */
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

/** The only entry in the copy of a secret map. */
export function secretEntry(plan: FieldPlan): ByteParts {
  const { cardinality, number } = plan.field;
  if (cardinality.kind !== "map") throw new TypeError(`${plan.field.fullName} is not a map`);
  const key = scalarOf({ kind: "scalar", scalar: cardinality.key }).replacement(false);
  return entryBytes(number, replacementKey(plan, key), secretBytes(plan, VALUE, false));
}

function replacementKey({ field }: FieldPlan, key: unknown): ByteParts {
  const { cardinality } = field;
  if (cardinality.kind !== "map") return NOTHING;
  const scalar = scalarOf({ kind: "scalar", scalar: cardinality.key });
  const writer = new BinaryWriter();
  scalar.write(writer.tag(KEY, scalar.wireType), key);
  return new ByteParts(writer.finish());
}

function entryBytes(number: number, key: ByteParts, values: ByteParts): ByteParts {
  const parts = new ByteParts();
  parts.addVarints(tagOf(number, WireType.LengthDelimited), key.length + values.length);
  parts.addAll(key);
  parts.addAll(values);
  return parts;
}
