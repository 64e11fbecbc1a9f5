import { STRIPPED } from "../../marker.js";
import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { FieldMemo } from "../../plan/field-memo.js";
import type { MapKeys } from "../../plan/map-keys.js";
import { readWireMessage } from "../../representations/wire/read-wire-message.js";
import { WireEntries } from "../../representations/wire/wire-entries.js";
import { VALUE } from "../../representations/wire/wire-entry.js";
import { NOT_DECODED, WireMessage } from "../../representations/wire/wire-message.js";
import { WireType } from "../../scalars/scalar.js";
import { isPackable, type ScalarType, scalarOf } from "../../scalars/scalars.js";
import { writtenAny } from "./any-bytes.js";
import { ByteParts } from "./byte-parts.js";
import { NOTHING, taggedMessage, tagOf } from "./copied-field.js";
import { secretField } from "./field-bytes.js";
import { LateFields } from "./late-fields.js";
import { entryBytes, keyBytes, mergedEntry } from "./map-bytes.js";
import { ScalarBytes } from "./scalar-bytes.js";
import { type CopyJson, typedStructBytes } from "./typed-struct-bytes.js";
import { jsonBytes, replacementBytes, secretBytes } from "./value-bytes.js";

/** Writes the value of a field that is set. */
type WriteField = (parts: ByteParts, late: LateFields, value: unknown, depth: number) => void;

/** Writes the fields of a message from their slots. */
type WriteFields = (slots: readonly unknown[], depth: number) => ByteParts;

/** Writes one value with its tag. */
type WriteValue = (value: unknown, depth: number) => ByteParts;

/**
 * Writes messages anew, without their secrets, from the fields that the wire reader has read. It is slower than copying spans
 * of bytes, but right for all bytes: for fields in several parts, in odd places, or with wrong wire types.
 */
export class MessageWriter {
  readonly #writers = new WeakMap<MessagePlan, WriteFields>();
  readonly #fieldWriters = new FieldMemo<WriteField>();
  readonly #copyJson: CopyJson;

  /** @param copyJson copies messages in ProtoJSON. */
  constructor(copyJson: CopyJson) {
    this.#copyJson = copyJson;
  }

  /**
   * The bytes of a message without its secrets.
   *
   * @param depth the number of levels of messages that are kept.
   * @throws {MalformedWireError} if the bytes are malformed.
   */
  copy(plan: MessagePlan, bytes: Uint8Array, depth: number): Uint8Array {
    return this.#message(readWireMessage(plan, bytes, depth), depth).joined();
  }

  #message({ plan, slots }: WireMessage, depth: number): ByteParts {
    let write = this.#writers.get(plan);
    if (write === undefined) {
      write = this.#fields(plan);
      this.#writers.set(plan, write);
    }
    return write(slots, depth);
  }

  #fields(plan: MessagePlan): WriteFields {
    if (plan.any !== undefined) {
      return writtenAny(plan, plan.any, (inside, payload, depth) => this.copy(inside, payload, depth));
    }
    const { typedStruct } = plan;
    const urlSlot = typedStruct?.typeUrl === undefined ? -1 : plan.fields.indexOf(typedStruct.typeUrl);
    const structSlot = plan.fields.findIndex((field) => field === typedStruct?.payload && !field.isHidden);
    const fields = plan.fields.map((field, slot) =>
      this.#fieldWriters.of(field, () => this.#field(field, slot)),
    );
    const writeStruct =
      typedStruct?.payload === undefined
        ? undefined
        : typedStructBytes(typedStruct, typedStruct.payload, this.#copyJson);
    return (slots, depth) => {
      const parts = new ByteParts();
      const late = new LateFields();
      for (const [slot, write] of fields.entries()) {
        const value = slots[slot];
        if (value === undefined) continue;
        if (slot === structSlot && writeStruct !== undefined)
          parts.addAll(writeStruct(slots[urlSlot], value, depth));
        else write(parts, late, value, depth);
      }
      late.addTo(parts);
      return parts;
    };
  }

  #field(plan: FieldPlan, slot: number): WriteField {
    const { field, isHidden, keys } = plan;
    if (isHidden) {
      const write = secretField(plan);
      return (_parts, late, value) => late.set(slot, write(value));
    }
    const write = this.#value(plan, field.number);
    if (keys !== undefined) return this.#map(plan, keys, slot);
    if (field.cardinality.kind === "singular") {
      return (parts, _late, value, depth) => parts.addAll(write(value, depth));
    }
    const isPacked = field.cardinality.kind === "list" && field.cardinality.packed;
    if (isPacked && isPackable(field.type)) return packedList(field.type, field.number);
    return (parts, _late, items, depth) => {
      if (Array.isArray(items)) for (const item of items) parts.addAll(write(item, depth));
    };
  }

  #map(plan: FieldPlan, keys: MapKeys, slot: number): WriteField {
    const { number } = plan.field;
    const write = this.#value(plan, VALUE);
    const merged = keys.mayMerge ? mergedEntry(plan) : NOTHING;
    return (parts, late, entries, depth) => {
      if (!(entries instanceof WireEntries)) return;
      for (const [place, key] of entries.keys.entries()) {
        if (keys.judge(key) === "credential") late.set(slot, merged);
        else {
          const value = write(entries.values[place], depth);
          parts.addAll(entryBytes(number, keyBytes(plan, neutralKey(plan, key)), value));
        }
      }
    };
  }

  #value(plan: FieldPlan, number: number): WriteValue {
    const { field, holdsCredential, json } = plan;
    const secret = secretBytes(plan, number, false);
    if (field.type.kind !== "message") {
      return (value) => {
        if (value === NOT_DECODED) return secret;
        if (json !== undefined) return jsonBytes(plan, number, json.shown(value));
        const isCredential = typeof value === "string" && holdsCredential?.(value) === true;
        return replacementBytes(plan, number, isCredential ? STRIPPED : value);
      };
    }
    return (value, depth) => {
      if (!(value instanceof WireMessage)) return secret;
      if (depth <= 1) return secret;
      return taggedMessage(plan, number, this.#message(value, depth - 1));
    };
  }
}

function packedList(type: ScalarType, number: number): WriteField {
  const scalar = scalarOf(type);
  return (parts, _late, items) => {
    if (!Array.isArray(items) || items.length === 0) return;
    const content = new ByteParts();
    const sink = new ScalarBytes(content);
    for (const item of items) scalar.write(sink, item);
    parts.addVarints(tagOf(number, WireType.LengthDelimited), content.length);
    parts.addAll(content);
  };
}

/** The neutral value of a map key, which readers hold as a text. */
function neutralKey({ field: { cardinality } }: FieldPlan, key: string): unknown {
  if (cardinality.kind !== "map" || cardinality.key === "string") return key;
  if (cardinality.key === "bool") return key === "true";
  return cardinality.key.endsWith("64") ? BigInt(key) : Number(key);
}
