import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { defaultTest, isFilledIn, isUnclearIfFilledIn, unsetTest } from "../../plan/presence.js";
import { scalarOf } from "../../scalars/scalars.js";
import type { FieldShape, ValueType } from "../../schema/message-shape.js";
import { isMessageObject, isPlainObject } from "../kinds.js";
import { inheritedData, isInheritedValue } from "../own-property.js";
import type { FieldSlot, MessageObject, OneofSlot, Slot, TypeSlot } from "../representation.js";
import { isNullable, nullReader } from "./null-values.js";
import { objectMapSlot } from "./object-maps.js";
import { type ObjectNames, oneofOf } from "./property-names.js";
import { isOfProtobufjsClass, PROTOBUF_TS_TYPE, statedTypeName } from "./stated-type.js";

/** The properties in which ts-proto, @protobuf-ts and protobuf-es name the member of a oneof that is set. */
export const CASE_PROPERTIES: readonly string[] = ["$case", "oneofKind", "case"];

/** The meaning of each property of objects of a type, for all libraries. */
export interface ObjectSlots {
  readonly byField: ReadonlyMap<FieldShape, FieldSlot>;
  readonly byName: ReadonlyMap<string | symbol, Slot>;
}

/** Finds the slots of a type. */
export function objectSlots(plan: MessagePlan, names: ObjectNames): ObjectSlots {
  const isFilled = filledTest(plan, names);
  const byField = new Map<FieldShape, FieldSlot>();
  const byName = new Map<string | symbol, Slot>();
  const oneofs = new Map<string, Map<string, FieldSlot>>();
  for (const field of plan.fields) {
    const slot = fieldSlot(plan, field, names, isFilled);
    byField.set(field.field, slot);
    const oneof = oneofOf(field.field);
    if (oneof === undefined) continue;
    const members = oneofs.get(oneof) ?? new Map<string, FieldSlot>();
    oneofs.set(oneof, members);
    for (const name of slot.names) members.set(name, slot);
  }
  for (const [oneof, members] of oneofs) {
    const slot: OneofSlot = {
      kind: "oneof",
      members,
      caseProperties: CASE_PROPERTIES,
      mayBeName: true,
      isRequired: false,
    };
    for (const name of names.ofOneof(oneof)) byName.set(name, slot);
  }
  for (const slot of byField.values()) for (const name of slot.names) byName.set(name, slot);
  for (const [name, slot] of typeSlots(plan)) byName.set(name, slot);
  return { byField, byName };
}

function typeSlots({ typeName }: MessagePlan): readonly (readonly [string | symbol, TypeSlot])[] {
  const isName = (value: unknown): boolean => value === typeName;
  const isType = (value: unknown): boolean =>
    typeof value === "object" && statedTypeName({ [PROTOBUF_TS_TYPE]: value }) === typeName;
  return [
    ["$typeName", { kind: "type", isType: isName }],
    ["$type", { kind: "type", isType: isName }],
    [PROTOBUF_TS_TYPE, { kind: "type", isType }],
  ];
}

function fieldSlot(
  message: MessagePlan,
  plan: FieldPlan,
  names: ObjectNames,
  isFilled: (message: MessageObject) => boolean,
): FieldSlot {
  const { field } = plan;
  const { cardinality, type } = field;
  const neutral = neutralOf(type);
  const isUnset = unsetTest(field);
  const isDefault = isUnclearIfFilledIn(field) ? defaultTest(field) : undefined;
  const isInheritedDefault = defaultTest(field);
  const readNull = isNullable(type) ? nullReader(message, field, names, isFilled) : () => undefined;
  const isSingular = cardinality.kind === "singular";
  return {
    kind: "field",
    plan,
    names: names.of(field),
    read(object, name) {
      const raw = object[name];
      if (raw === undefined) return undefined;
      if (raw === null) return readNull(object, name);
      if (Object.hasOwn(object, name)) return raw;
      if (!isSingular && isEmptyDefault(raw)) return undefined;
      // Classes of protobufjs and ts-proto have defaults on their prototypes. An inherited default does not mean that the
      // field is set. For bytes, protobufjs may have an inexact default, so no inherited value of its classes counts.
      const isDefaultOfClass =
        isSingular &&
        type.kind !== "message" &&
        (isInheritedDefault(neutral(raw)) ||
          (isOfProtobufjsClass(object) && inheritedData(object, name) !== undefined));
      return !isDefaultOfClass && isInheritedValue(object, name, raw) ? raw : undefined;
    },
    isSet(raw, object) {
      if (!isSingular || cardinality.oneof !== undefined) return true;
      const value = neutral(raw);
      return !isUnset(value) && !(isDefault?.(value) && isFilled(object));
    },
    isNullable: isNullable(type),
    isRequired: false,
    map: objectMapSlot(plan),
  };
}

/** Whether an inherited list or map is empty, as those on the prototypes of classes: it says nothing, whoever owns it. */
function isEmptyDefault(raw: unknown): boolean {
  if (Array.isArray(raw)) return raw.length === 0;
  if (!isMessageObject(raw) || !isPlainObject(raw)) return false;
  for (const _ in raw) return false;
  return true;
}

/** Makes values of a type neutral. A value that its type cannot have stays as it is: writers print a note for it. */
export function neutralOf(type: ValueType): (raw: unknown) => unknown {
  const neutral = type.kind === "message" ? undefined : scalarOf(type).neutral;
  return neutral === undefined ? (raw) => raw : (raw) => neutral(raw) ?? raw;
}

/**
 * Makes a test: has the library filled in defaults for all fields of an object, so that explicit presence is lost (proto2
 * and editions, with proto-loader's `defaults`)? Such an object is plain. It has a property for every field outside of a
 * oneof, which may be null or empty.
 */
function filledTest(plan: MessagePlan, names: ObjectNames): (message: MessageObject) => boolean {
  const properties = plan.fields.flatMap(({ field }) => (isFilledIn(field) ? [names.of(field)] : []));
  return (message) =>
    isPlainObject(message) &&
    properties.every((alternatives) => alternatives.some((name) => Object.hasOwn(message, name)));
}
