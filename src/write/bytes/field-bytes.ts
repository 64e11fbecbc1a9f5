import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { isImplicit } from "../../plan/presence.js";
import { tableOf } from "../../representations/wire/read-wire-message.js";
import type { WireCursor } from "../../representations/wire/wire-cursor.js";
import type { FieldRead } from "../../representations/wire/wire-fields.js";
import { NOT_DECODED } from "../../representations/wire/wire-message.js";
import { scalarReader } from "../../representations/wire/wire-scalar.js";
import { WireType } from "../../scalars/scalar.js";
import { isPackable, type ScalarType, scalarOf } from "../../scalars/scalars.js";
import { ByteParts } from "./byte-parts.js";
import { type BytesContext, type CopyField, NOTHING, ownTag, tagOf } from "./copied-field.js";
import { mapBytes, secretEntry } from "./map-bytes.js";
import { secretBytes, spanOf, valueBytes } from "./value-bytes.js";

/** Makes the copy for a field of a message, by its verdict. @param slot the index of the field in the plan. */
export function fieldBytes(
  plan: FieldPlan,
  slot: number,
  parent: MessagePlan,
  context: BytesContext,
): CopyField {
  const { field, isHidden, keys } = plan;
  const { cardinality, type, number } = field;
  if (isHidden) return hiddenField(plan, slot, parent);
  if (keys !== undefined) return mapBytes(plan, keys, slot, context);
  const copy = valueBytes(plan, number, context);
  if (cardinality.kind === "list") return isPackable(type) ? packableList(plan, type, copy) : copy;
  return type.kind === "enum" && type.enum.closed ? closedEnum(plan, type) : copy;
}

/**
 * Copies a hidden field: the copy shows only that it is set. The wire reader decides whether it is set, so the field is read
 * here as it is read to be printed.
 */
function hiddenField(plan: FieldPlan, slot: number, parent: MessagePlan): CopyField {
  const { field } = plan;
  const { cardinality } = field;
  let read: FieldRead | undefined;
  const isSet = (cursor: WireCursor, wireType: number, depth: number): boolean => {
    const slots: unknown[] = [];
    // Get the table when the first message is read: for a recursive type, it does not exist before.
    read ??= tableOf(parent).byNumber.get(field.number);
    read?.(slots, cursor, wireType, depth);
    return slots[slot] === NOT_DECODED;
  };
  const secret =
    cardinality.kind === "map" ? secretEntry(plan) : secretBytes(plan, field.number, isImplicit(field));
  if (cardinality.kind === "singular" && cardinality.oneof !== undefined) {
    // Write it at its place, because the last member of a oneof counts.
    return (cursor, wireType, depth) => (isSet(cursor, wireType, depth) ? secret : NOTHING);
  }
  const isList = cardinality.kind === "list";
  return (cursor, wireType, depth, late) => {
    if (isSet(cursor, wireType, depth)) late.set(slot, secret);
    else if (!isList) late.clear(slot);
    return NOTHING;
  };
}

/** A list of numbers, which may be packed. */
function packableList(plan: FieldPlan, type: ScalarType, copyOne: CopyField | CopyOne): CopyField {
  const { field } = plan;
  const read = scalarReader(type, field.validatesUtf8);
  return (cursor, wireType, depth, late) => {
    if (wireType !== WireType.LengthDelimited) return copyOne(cursor, wireType, depth, late);
    const length = cursor.uint32();
    const start = cursor.position;
    while (cursor.position < start + length) read(cursor);
    if (cursor.position === start + length) return undefined;
    // A number that runs over the end of its list belongs to the list.
    cursor.isOdd = true;
    const items = spanOf(cursor, start);
    const parts = new ByteParts();
    parts.addVarints(tagOf(field.number, WireType.LengthDelimited), items.length);
    parts.addAll(items);
    return parts;
  };
}

type CopyOne = (cursor: WireCursor, wireType: number, depth: number) => ByteParts | undefined;

/** Copies a field of a closed enum. An undeclared value counts as an unknown field and is left out. */
function closedEnum(plan: FieldPlan, type: ScalarType & { readonly kind: "enum" }): CopyField {
  const declared: ReadonlySet<unknown> = new Set(type.enum.values.map(({ number }) => number));
  const read = scalarReader(type, plan.field.validatesUtf8);
  return (cursor) => (declared.has(read(cursor)) ? undefined : NOTHING);
}

/**
 * Copies occurrences of a field with a wrong wire type. Readers ignore the wire type, so the copy gets the right one.
 */
export function oddField(plan: FieldPlan, copy: CopyField): CopyField {
  return (cursor, wireType, depth, late) => {
    const start = cursor.position;
    const copied = copy(cursor, wireType, depth, late);
    if (copied !== undefined) return copied;
    const parts = new ByteParts();
    parts.addVarints(ownTag(plan, plan.field.number));
    parts.addAll(spanOf(cursor, start));
    return parts;
  };
}

/** The tags with which encoders write a field. */
export function usualTags({ field }: FieldPlan): readonly number[] {
  const { cardinality, type, number } = field;
  const packed = number * 8 + WireType.LengthDelimited;
  if (cardinality.kind === "map") return [packed];
  const own =
    number * 8 +
    (type.kind === "message"
      ? type.delimited
        ? WireType.StartGroup
        : WireType.LengthDelimited
      : scalarOf(type).wireType);
  return cardinality.kind === "list" && isPackable(type) ? [own, packed] : [own];
}
