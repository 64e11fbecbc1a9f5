import { type FieldPlan, keepsPart, type MessagePlan } from "../../plan/compiled.js";
import { isImplicit } from "../../plan/presence.js";
import { tableOf } from "../../representations/wire/read-wire-message.js";
import type { WireCursor } from "../../representations/wire/wire-cursor.js";
import { siblingSlots } from "../../representations/wire/wire-field.js";
import type { FieldRead } from "../../representations/wire/wire-fields.js";
import { NOT_DECODED } from "../../representations/wire/wire-message.js";
import { scalarReader } from "../../representations/wire/wire-scalar.js";
import { WireType } from "../../scalars/scalar.js";
import { isPackable, isString, type ScalarType, wireTypeOf } from "../../scalars/scalars.js";
import { ByteParts } from "./byte-parts.js";
import { type BytesContext, type CopyField, NOTHING, tagOf } from "./copied-field.js";
import type { LateFields } from "./late-fields.js";
import { mapBytes, secretEntry } from "./map-bytes.js";
import { OddBytesError } from "./odd-bytes-error.js";
import { type CopyValueBytes, replacementBytes, secretBytes, valueBytes } from "./value-bytes.js";

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
  if (cardinality.kind !== "singular") return isPackable(type) ? packableList(plan, type, copy) : copy;
  const siblings = hiddenSiblings(cardinality.oneof, slot, parent);
  const copyOne =
    type.kind === "message"
      ? openMessage(slot, copy)
      : type.kind === "enum" && type.enum.closed
        ? closedEnum(plan, type)
        : copy;
  return siblings.length === 0 ? copyOne : openMember(siblings, copyOne);
}

/**
 * Copies a hidden field: the copy shows only that it is set. The wire reader decides whether it is set, so the field is read
 * here as it is read to be printed.
 */
function hiddenField(plan: FieldPlan, slot: number, parent: MessagePlan): CopyField {
  const { field } = plan;
  const { cardinality } = field;
  let read: FieldRead | undefined;
  const write = secretField(plan);
  const isList = cardinality.kind === "list" && keepsPart(plan);
  const oneof = cardinality.kind === "singular" ? cardinality.oneof : undefined;
  const siblings = siblingSlots(oneof, slot, parent);
  const hasOpenSiblings = siblings.some((sibling) => parent.fields[sibling]?.isHidden === false);
  return (cursor, wireType, depth, late) => {
    const slots: unknown[] = [];
    // An occurrence that sets nothing leaves the earlier value in place.
    if (late.has(slot) && !isList) slots[slot] = NOT_DECODED;
    // Get the table when the first message is read: for a recursive type, it does not exist before.
    read ??= tableOf(parent).byNumber.get(field.number);
    read?.(slots, cursor, wireType, depth);
    const value = slots[slot];
    if (value !== undefined) {
      // An open member that came before must not come back.
      if (plan.isOmitted && hasOpenSiblings) throw new OddBytesError();
      if (isList) late.append(slot, write(value));
      else late.set(slot, write(value));
      late.clear(siblings);
    } else late.clear([slot]);
    return NOTHING;
  };
}

/**
 * Makes a function that writes a hidden field that is set: nothing if it is left out.
 *
 * @returns a function of the value, which was read if the field shows a part of it.
 */
export function secretField(plan: FieldPlan): (value: unknown) => ByteParts {
  const { field, isOmitted } = plan;
  if (isOmitted) return () => NOTHING;
  const secret =
    field.cardinality.kind === "map" ? secretEntry(plan) : secretBytes(plan, field.number, isImplicit(field));
  const partial = keepsPart(plan) ? plan.partial : undefined;
  if (partial === undefined) return () => secret;
  const isText = isString(field.type);
  const writeOne = (value: unknown): ByteParts => {
    const part = partial(value);
    if (part === undefined) return secret;
    return replacementBytes(plan, field.number, isText ? part : new TextEncoder().encode(part));
  };
  return (value) => {
    if (!Array.isArray(value)) return writeOne(value);
    const items = new ByteParts();
    for (const item of value) items.addAll(writeOne(item));
    return items;
  };
}

function hiddenSiblings(oneof: string | undefined, slot: number, parent: MessagePlan): readonly number[] {
  return siblingSlots(oneof, slot, parent).filter((sibling) => parent.fields[sibling]?.isHidden);
}

/** Copies an open member of a oneof. It clears a hidden member that came before. */
function openMember(siblings: readonly number[], copy: CopyField): CopyField {
  return (cursor, wireType, depth, late) => {
    const copied = copy(cursor, wireType, depth, late);
    if (copied !== NOTHING) late.clear(siblings);
    return copied;
  };
}

/** Copies the message of a singular field. If it comes twice, both parts must be read as one message. */
function openMessage(slot: number, copy: CopyValueBytes): CopyField {
  return (cursor: WireCursor, wireType: number, depth: number, late: LateFields) => {
    late.meetMessage(slot);
    return copy(cursor, wireType, depth);
  };
}

/** Copies a list of numbers, which may be packed. */
function packableList({ field }: FieldPlan, type: ScalarType, copyOne: CopyValueBytes): CopyField {
  const read = scalarReader(type, field.validatesUtf8);
  return (cursor, wireType, depth) => {
    if (wireType !== WireType.LengthDelimited) return copyOne(cursor, wireType, depth);
    const length = cursor.uint32();
    const end = cursor.position + length;
    while (cursor.position < end) read(cursor);
    // A number that runs over the end of its list belongs to the list.
    if (cursor.position > end) throw new OddBytesError();
    return undefined;
  };
}

/** Copies a field of a closed enum. An undeclared value counts as an unknown field and is left out. */
function closedEnum(plan: FieldPlan, type: ScalarType & { readonly kind: "enum" }): CopyField {
  const declared: ReadonlySet<unknown> = new Set(type.enum.values.map(({ number }) => number));
  const read = scalarReader(type, plan.field.validatesUtf8);
  return (cursor) => (declared.has(read(cursor)) ? undefined : NOTHING);
}

/**
 * Copies occurrences of a field with a wrong wire type, which readers read as if it was right. Nothing of a hidden field is
 * kept, so it may have any wire type. An open field cannot be kept as it is.
 */
export function oddField({ isHidden }: FieldPlan, copy: CopyField): CopyField {
  if (isHidden) return copy;
  return () => {
    throw new OddBytesError();
  };
}

/** The tags with which encoders write a field. */
export function usualTags({ field }: FieldPlan): readonly number[] {
  const { cardinality, type, number } = field;
  const packed = tagOf(number, WireType.LengthDelimited);
  if (cardinality.kind === "map") return [packed];
  const own = tagOf(number, wireTypeOf(type));
  return cardinality.kind === "list" && isPackable(type) ? [own, packed] : [own];
}
