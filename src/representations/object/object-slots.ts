import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { FieldMemo } from "../../plan/field-memo.js";
import { defaultTest, isFilledIn, isImplicit, isUnclearIfFilledIn, unsetTest } from "../../plan/presence.js";
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

/** A field of objects. Getters of messages call its functions, which do each step once. */
export interface ObjectFieldSlot extends FieldSlot {
  /** The value of the first of the properties that has one; undefined if none has. */
  raw(message: MessageObject): unknown;
  /** The neutral value of a raw one; undefined if it counts as not set. Do not ask it for lists and maps. */
  value(raw: unknown, message: MessageObject): unknown;
}

/** The meaning of each property of objects of a type, for all libraries. */
export interface ObjectSlots {
  readonly byField: ReadonlyMap<FieldShape, ObjectFieldSlot>;
  readonly byName: ReadonlyMap<string | symbol, Slot>;
}

const sharedSlots = new FieldMemo<ObjectFieldSlot>();

/** Finds the slots of a type. */
export function objectSlots(plan: MessagePlan, names: ObjectNames): ObjectSlots {
  const isFilled = filledTest(plan, names);
  const byField = new Map<FieldShape, ObjectFieldSlot>();
  const byName = new Map<string | symbol, Slot>();
  const oneofs = new Map<string, Map<string, FieldSlot>>();
  for (const field of plan.fields) {
    const slot = sharedSlots.of(field, () => fieldSlot(plan, field, names, isFilled));
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
): ObjectFieldSlot {
  const { field } = plan;
  const { type } = field;
  const own = names.of(field);
  const readNull = isNullable(type) ? nullReader(message, field, names, isFilled) : undefined;
  const isInherited = inheritedTest(field);
  const value = setValue(field, isFilled);
  const read = (object: MessageObject, name: string): unknown => {
    const raw = object[name];
    if (raw === undefined) return undefined;
    if (raw === null) return readNull?.(object, name);
    return Object.hasOwn(object, name) || isInherited(object, name, raw) ? raw : undefined;
  };
  return {
    kind: "field",
    plan,
    names: own,
    read,
    raw(object) {
      for (const name of own) {
        const raw = read(object, name);
        if (raw !== undefined) return raw;
      }
      return undefined;
    },
    value,
    isSet: (raw, object) =>
      value(raw, object) !== undefined && (raw !== null || own.some((name) => read(object, name) === null)),
    isNullable: isNullable(type),
    isRequired: false,
    map: objectMapSlot(plan),
  };
}

/** Makes a test for a value that an object inherits: is it the value of the field? */
function inheritedTest(field: FieldShape): (object: MessageObject, name: string, raw: unknown) => boolean {
  const { cardinality, type } = field;
  if (cardinality.kind !== "singular") {
    return (object, name, raw) => !isEmptyDefault(raw) && isInheritedValue(object, name, raw);
  }
  if (type.kind === "message") return isInheritedValue;
  const neutral = neutralOf(type);
  const isDefault = defaultTest(field);
  // Classes of protobufjs and ts-proto have defaults on their prototypes. An inherited default does not mean that the
  // field is set. For bytes, protobufjs may have an inexact default, so no value on the prototype of a class of it counts. Another
  // message may stand before that.
  const isDefaultOfClass = (object: MessageObject, name: string, raw: unknown): boolean =>
    isDefault(neutral(raw)) ||
    (isOfProtobufjsClass(object) && inheritedData(object, name, "constructor") !== undefined);
  return (object, name, raw) => !isDefaultOfClass(object, name, raw) && isInheritedValue(object, name, raw);
}

/** Makes a function that returns the neutral value of a field, or undefined if the field counts as not set with it. */
function setValue(
  field: FieldShape,
  isFilled: (message: MessageObject) => boolean,
): (raw: unknown, message: MessageObject) => unknown {
  const { cardinality, type } = field;
  const neutral = neutralOf(type);
  if (cardinality.kind !== "singular" || cardinality.oneof !== undefined) return neutral;
  if (isImplicit(field)) {
    const isUnset = unsetTest(field);
    return (raw) => {
      const value = neutral(raw);
      return isUnset(value) ? undefined : value;
    };
  }
  if (type.kind === "message" || !isUnclearIfFilledIn(field)) return neutral;
  const isDefault = defaultTest(field);
  return (raw, message) => {
    const value = neutral(raw);
    return isDefault(value) && isFilled(message) ? undefined : value;
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
  // Fields that are left out tell nothing: a copy lacks them, and must be read as the message was.
  const properties = plan.fields.flatMap(({ field, isOmitted }) =>
    isFilledIn(field) && !isOmitted ? [names.of(field)] : [],
  );
  return (message) =>
    isPlainObject(message) &&
    properties.every((alternatives) => alternatives.some((name) => Object.hasOwn(message, name)));
}
