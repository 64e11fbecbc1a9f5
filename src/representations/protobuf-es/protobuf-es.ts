import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { FieldMemo } from "../../plan/field-memo.js";
import { defaultTest, isImplicit, plainUnset, unsetTest } from "../../plan/presence.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { camelCase } from "../../schema/names.js";
import { isWrapperType } from "../../schema/well-known.js";
import { jsonStruct } from "../json-struct.js";
import { isPlainObject } from "../kinds.js";
import { inheritedData } from "../own-property.js";
import { plainMapSlot, plainMaps } from "../plain-maps.js";
import { protobufEsName } from "../property-name.js";
import type {
  FieldSlot,
  MessageAccess,
  MessageObject,
  ObjectForm,
  PropertyRead,
  Representation,
  Slot,
} from "../representation.js";
import { unwrapped } from "./unwrapped.js";

/** Messages of @bufbuild/protobuf version 2. */
export const protobufEs: Representation = { bind: bindProtobufEs };

const sharedSlots = new FieldMemo<FieldSlot>();

function bindProtobufEs(plan: MessagePlan): MessageAccess {
  const { typeName } = plan;
  const isOfDefaults = defaultsTest(plan);
  const slots = new Map(
    plan.fields.map((field) => [field.field, sharedSlots.of(field, () => fieldSlot(field, isOfDefaults))]),
  );
  const oneofs = oneofProperties(plan);
  return {
    accepts: (value) => typeNameOf(value) === typeName,
    value: (field) => fieldGetter(slots.get(field), oneofs),
    property: (field) => propertyRead(slots.get(field)),
    maps: plainMaps,
    neutral: () => undefined,
    messagesIn: (field) => messagesIn(field, typeName),
    forms: [objectForm(plan, slots, oneofs)],
  };
}

/** The properties of the oneofs of a type, by their names. A property that belongs to a field is never one of a oneof. */
function oneofProperties({ fields }: MessagePlan): ReadonlyMap<string, string> {
  const ofFields = new Set<string>();
  const oneofs = new Map<string, string>();
  for (const { field } of fields) {
    const oneof = oneofOf(field);
    if (oneof === undefined) ofFields.add(protobufEsName(field.name));
    else oneofs.set(oneof, protobufEsName(oneof));
  }
  return new Map([...oneofs].filter(([, property]) => !ofFields.has(property)));
}

function oneofOf({ cardinality }: FieldShape): string | undefined {
  return cardinality.kind === "singular" ? cardinality.oneof : undefined;
}

/** The type name that a message of @bufbuild/protobuf carries; undefined for anything else. */
export function typeNameOf(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (value as MessageObject)["$typeName"] : undefined; // any object may be asked
}

/**
 * Makes a test: is the prototype of a message the one with which the library makes messages? That has the default of every
 * scalar and enum field with explicit presence, and nothing else.
 */
function defaultsTest({ fields }: MessagePlan): (message: MessageObject) => boolean {
  const names = fields.flatMap(({ field }) => {
    const { cardinality, type } = field;
    const hasDefault =
      cardinality.kind === "singular" && cardinality.oneof === undefined && !isImplicit(field);
    return hasDefault && type.kind !== "message" ? [protobufEsName(field.name)] : [];
  });
  const known = new WeakSet<object>();
  return (message) => {
    const prototype: object = Object.getPrototypeOf(message) ?? Object.prototype;
    if (prototype === Object.prototype || known.has(prototype)) return true;
    const found = Reflect.ownKeys(prototype);
    const isExact = found.length === names.length && names.every((name) => found.includes(name));
    if (!isExact || !isPlainObject(prototype)) return false;
    known.add(prototype);
    return true;
  };
}

function fieldSlot(plan: FieldPlan, isOfDefaults: (message: MessageObject) => boolean): FieldSlot {
  const { cardinality, type, name } = plan.field;
  const isUnset = unsetTest(plan.field);
  const isDefault = defaultTest(plan.field);
  const isExplicit = cardinality.kind === "singular" && !isImplicit(plan.field);
  const isMember = oneofOf(plan.field) !== undefined;
  return {
    kind: "field",
    plan,
    names: [isMember ? camelCase(name) : protobufEsName(name)],
    // Defaults of fields with explicit presence stand on the prototype, and Object.prototype has names that a field may have.
    read(message, property) {
      if (!isExplicit || Object.hasOwn(message, property)) return message[property] ?? undefined;
      const value = isOfDefaults(message) ? undefined : inheritedData(message, property);
      return isDefault(value) ? undefined : (value ?? undefined);
    },
    isSet: (raw) => raw !== null && !isUnset(raw),
    isNullable: false,
    isRequired: cardinality.kind !== "singular" || (isImplicit(plan.field) && type.kind !== "message"),
    map: cardinality.kind === "map" ? () => plainMapSlot : undefined,
  };
}

/** The property of a field, if it has only one form of "not set". Undefined for members of oneofs. */
function propertyRead(slot: FieldSlot | undefined): PropertyRead | undefined {
  const [name] = slot?.names ?? [];
  if (slot === undefined || name === undefined) return undefined;
  const { field } = slot.plan;
  const { cardinality } = field;
  if (cardinality.kind !== "singular") return { name, unset: undefined, isOwn: false };
  if (cardinality.oneof !== undefined) return undefined;
  if (!isImplicit(field)) return { name, unset: undefined, isOwn: true };
  const unset = plainUnset(field);
  return unset === undefined ? undefined : { name, unset, isOwn: false };
}

function fieldGetter(
  slot: FieldSlot | undefined,
  oneofs: ReadonlyMap<string, string>,
): (message: unknown) => unknown {
  if (slot === undefined) return () => undefined;
  const { read, isSet, plan } = slot;
  const [name = ""] = slot.names;
  const oneof = oneofOf(plan.field);
  if (oneof !== undefined) return oneofMember(oneofs.get(oneof), name);
  return (message) => {
    // Called only with messages that were accepted, which are objects.
    const value = read(message as MessageObject, name);
    return value === undefined || !isSet(value, message as MessageObject) ? undefined : value;
  };
}

function oneofMember(oneof: string | undefined, member: string): (message: unknown) => unknown {
  if (oneof === undefined) return () => undefined;
  return (message) => {
    // The shape of a oneof in protobuf-es. Any other value has no `case`.
    const choice = (message as MessageObject)[oneof] as { case?: unknown; value?: unknown } | undefined;
    return choice?.case === member ? (choice.value ?? undefined) : undefined;
  };
}

function messagesIn(field: FieldShape, parent: string): Representation {
  if (field.type.kind !== "message") return protobufEs;
  const { typeName } = field.type;
  // google.protobuf.Struct is a JSON object in every field but those of google.protobuf.Value.
  if (typeName === "google.protobuf.Struct" && parent !== "google.protobuf.Value") return jsonStruct;
  const { cardinality } = field;
  const isUnwrapped = cardinality.kind === "singular" && cardinality.oneof === undefined;
  return isUnwrapped && isWrapperType(typeName) ? unwrapped : protobufEs;
}

function objectForm(
  plan: MessagePlan,
  fields: ReadonlyMap<FieldShape, FieldSlot>,
  properties: ReadonlyMap<string, string>,
): ObjectForm {
  const slots = new Map<string, Slot>();
  const oneofs = new Map<string, Map<string, FieldSlot>>();
  slots.set("$typeName", { kind: "type", isType: (value) => value === plan.typeName });
  for (const slot of fields.values()) {
    const [name = ""] = slot.names;
    const oneof = oneofOf(slot.plan.field);
    if (oneof === undefined) {
      slots.set(name, slot);
      continue;
    }
    const property = properties.get(oneof);
    if (property === undefined) continue;
    const members = oneofs.get(oneof) ?? new Map<string, FieldSlot>();
    oneofs.set(oneof, members.set(name, slot));
    slots.set(property, {
      kind: "oneof",
      members,
      caseProperties: ["case"],
      mayBeName: false,
      isRequired: true,
    });
  }
  const isValue = plan.typeName === "google.protobuf.Value";
  return { kind: "object", fits, slots, ...(isValue && { textProperties }) };
}

/** Every message has its type itself: an object that inherits the type may inherit anything else. */
function fits(message: unknown): boolean {
  const prototype: object | null = Object.getPrototypeOf(message);
  return Object.hasOwn(message as object, "$typeName") && (prototype === null || !("$typeName" in prototype)); // it was accepted
}

function textProperties(_like: unknown, text: string): Readonly<Record<string, unknown>> {
  return { kind: { case: "stringValue", value: text } };
}
