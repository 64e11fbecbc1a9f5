import { STRIPPED } from "../../marker.js";
import type { FieldPlan } from "../../plan/compiled.js";
import { type MapKeys, MERGED_KEY } from "../../plan/map-keys.js";
import { tableOf } from "../../representations/wire/read-wire-message.js";
import {
  type EntryLayout,
  entryLayout,
  entryScanner,
  KEY,
  type SkipValue,
  VALUE,
} from "../../representations/wire/wire-entry.js";
import { readFields } from "../../representations/wire/wire-fields.js";
import { keyReader } from "../../representations/wire/wire-keys.js";
import { scalarSkipper } from "../../representations/wire/wire-scalar.js";
import { WireType } from "../../scalars/scalar.js";
import { scalarOf } from "../../scalars/scalars.js";
import { ByteParts } from "./byte-parts.js";
import { type BytesContext, type CopyField, NOTHING, tagOf } from "./copied-field.js";
import { OddBytesError } from "./odd-bytes-error.js";
import { ScalarBytes } from "./scalar-bytes.js";
import { replacementBytes, secretBytes, valueBytes } from "./value-bytes.js";

/**
 * Copies the entries of an open map. `plan/map-keys.ts` judges each entry by its key. Entries whose keys hold a credential
 * become one entry, which is written behind all fields.
 */
export function mapBytes(plan: FieldPlan, keys: MapKeys, slot: number, context: BytesContext): CopyField {
  const { type, validatesUtf8, number } = plan.field;
  const layout = layoutOf(plan);
  const { keyType, keyTag, valueTag } = layout;
  const readKey = keyReader(keyType, validatesUtf8, (key) => fateOf(keys, key));
  const missingKey = { text: layout.missingKey, fate: fateOf(keys, layout.missingKey) };
  const copyValue = valueBytes(plan, VALUE, context);
  const skipValue = valueSkipper(plan);
  const scan = entryScanner(plan, layout, skipValue);
  const secret = secretBytes(plan, VALUE, false);
  const merged = keys.mayMerge ? mergedEntry(plan) : NOTHING;
  const describedValue = (key: string, text: string): ByteParts => {
    const described = keys.describe(key, text);
    if (described === undefined) return secret;
    return replacementBytes(plan, VALUE, plan.holdsCredential?.(described) ? STRIPPED : described);
  };

  /** Copies an entry that no encoder writes like this. A secret entry is written anew. */
  const copyOdd: CopyField = (cursor, _wireType, depth, late) => {
    const { key, keyStart, keyEnd, valueStart } = scan(cursor, depth);
    const fate = fateOf(keys, key);
    if (fate === "open") throw new OddBytesError();
    if (fate === "credential") {
      late.set(slot, merged);
      return NOTHING;
    }
    const keyBytes = new ByteParts();
    if (keyStart !== undefined) {
      keyBytes.addVarints(keyTag);
      keyBytes.addSpan(cursor.bytes, keyStart, keyEnd);
    }
    if (fate === "stripped") return entryBytes(number, keyBytes, secret);
    const end = cursor.position;
    let text = "";
    if (valueStart !== undefined) {
      cursor.position = valueStart;
      text = cursor.text(validatesUtf8);
      cursor.position = end;
    }
    return entryBytes(number, keyBytes, describedValue(key, text));
  };

  return (cursor, wireType, depth, late) => {
    // Fast path: encoders write a key and a value, or leave out a part with its default.
    const { bytes } = cursor;
    const beforeLength = cursor.position;
    const length = cursor.uint32();
    const start = cursor.position;
    const end = start + length;
    let key = missingKey;
    if (start < end && bytes[start] === keyTag) {
      cursor.position++;
      key = readKey(cursor);
    }
    const { text, fate } = key;
    const behindKey = cursor.position;
    const hasValue = behindKey < end;
    // Never read a message twice: nested messages would be read exponentially often.
    const isUsual =
      !hasValue ||
      (bytes[behindKey] === valueTag && (type.kind !== "message" || endsAt(cursor, behindKey + 1, end)));
    if (isUsual) {
      let value: ByteParts | undefined;
      if (hasValue) {
        cursor.position = behindKey + 1;
        if (fate === "open") value = copyValue(cursor, valueTag & 7, depth);
        else if (fate === "described") value = describedValue(text, cursor.text(validatesUtf8));
        else skipValue(cursor, valueTag & 7, depth);
      } else if (fate === "described") value = describedValue(text, "");
      if (cursor.position === end) {
        if (fate === "credential") {
          late.set(slot, merged);
          return NOTHING;
        }
        if (fate === "stripped") value = secret;
        if (value === undefined) return undefined;
        const entry = new ByteParts();
        entry.addVarints(tagOf(number, WireType.LengthDelimited), behindKey - start + value.length);
        entry.addSpan(bytes, start, behindKey);
        entry.addAll(value);
        return entry;
      }
    }
    cursor.position = beforeLength;
    return copyOdd(cursor, wireType, depth, late);
  };
}

function layoutOf(plan: FieldPlan): EntryLayout {
  const layout = entryLayout(plan);
  if (layout === undefined) throw new TypeError(`${plan.field.fullName} is not a map`);
  return layout;
}

/** Whether the length-delimited bytes at one offset end at another offset. */
function endsAt(
  cursor: { position: number; endsAt(end: number): boolean },
  start: number,
  end: number,
): boolean {
  cursor.position = start;
  return cursor.endsAt(end);
}

/** What becomes of an entry in bytes: it is kept, its value is replaced or described, or it becomes part of the merged entry. */
type Fate = "open" | "stripped" | "described" | "credential";

function fateOf(keys: MapKeys, key: string): Fate {
  if (!keys.mayHide) return "open";
  const fate = keys.judge(key);
  if (fate === "credential") return "credential";
  if (fate !== "secret") return "open";
  return keys.isDescribed(key) ? "described" : "stripped";
}

function valueSkipper({ field, message }: FieldPlan): SkipValue {
  const { type } = field;
  if (type.kind !== "message") {
    const skip = scalarSkipper(type, field.validatesUtf8);
    return (cursor) => {
      skip(cursor);
    };
  }
  return (cursor, wireType, depth) => {
    if (message?.kind !== "message" || depth <= 1) cursor.skip(wireType, VALUE);
    else {
      const length = cursor.uint32();
      readFields(tableOf(message), undefined, cursor, cursor.position + length, depth - 1);
    }
  };
}

/** The only entry in the copy of a secret map. */
export function secretEntry(plan: FieldPlan): ByteParts {
  const key = scalarOf(layoutOf(plan).keyType).replacement(false);
  return entryBytes(plan.field.number, keyBytes(plan, key), secretBytes(plan, VALUE, false));
}

/** The one entry that replaces all entries whose keys hold a credential. */
export function mergedEntry(plan: FieldPlan): ByteParts {
  return entryBytes(plan.field.number, keyBytes(plan, MERGED_KEY), secretBytes(plan, VALUE, false));
}

/** A key with its tag. @param key a neutral value. */
export function keyBytes(plan: FieldPlan, key: unknown): ByteParts {
  const scalar = scalarOf(layoutOf(plan).keyType);
  const parts = new ByteParts();
  parts.addVarints(tagOf(KEY, scalar.wireType));
  scalar.write(new ScalarBytes(parts), key);
  return parts;
}

/** An entry with its tag. */
export function entryBytes(number: number, key: ByteParts, value: ByteParts): ByteParts {
  const parts = new ByteParts();
  parts.addVarints(tagOf(number, WireType.LengthDelimited), key.length + value.length);
  parts.addAll(key);
  parts.addAll(value);
  return parts;
}
