import type { MessagePlan } from "../../plan/compiled.js";
import { defaultTest } from "../../plan/presence.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { isStructType, isWrapperType } from "../../schema/well-known.js";
import type { MessageReader, Reader } from "../reader.js";
import { filledDefaults, hasUnclearPresence } from "./filled-defaults.js";
import { firstOwnValue, isMessageObject, type MessageObject } from "./message-object.js";
import { neutralValue } from "./neutral-value.js";
import { objectLayout } from "./object-layout.js";
import { mapOf, objectMaps } from "./object-maps.js";
import { oneofMember } from "./oneof-member.js";
import { openedAny } from "./opened-any.js";
import { type PropertyTable, propertyTable } from "./property-table.js";
import { statedTypeTest } from "./stated-type.js";
import { structReader } from "./struct-reader.js";
import { fieldMaskReader, timeReader, wrapperReader } from "./unwrapped-readers.js";

/**
 * Reader of messages that are objects with a property per field, whichever library made them: messages of protobufjs,
 * plain objects of proto-loader, ts-proto and @protobuf-ts, ProtoJSON values. A field is found under any of the names
 * that these libraries give it, and its value is taken in any of the forms that they use.
 *
 * Only own properties count: protobufjs keeps defaults on prototypes, and `Object.prototype` is nobody's message.
 */
export const objectReader: Reader = { bind: bindObject };

/** The reader for messages of a type that are objects: well-known types have forms of their own there, too. */
export function objectReaderOf(typeName: string): Reader {
  if (isStructType(typeName)) return structReader;
  if (isWrapperType(typeName)) return wrapperReader;
  if (typeName === "google.protobuf.FieldMask") return fieldMaskReader;
  const isTime = typeName === "google.protobuf.Timestamp" || typeName === "google.protobuf.Duration";
  return isTime ? timeReader : objectReader;
}

/** Binds the reader of plain message objects; the readers of well-known types fall back on it. */
export function bindObject(plan: MessagePlan): MessageReader {
  const isAny = plan.typeName === "google.protobuf.Any";
  const names = propertyTable(plan, isAny ? new Map([["type_url", ["@type"]]]) : undefined);
  const isFilled = filledDefaults(plan, names);
  const isOfType = statedTypeTest(plan.typeName);
  return {
    accepts: (value) => isMessageObject(value) && isOfType(value),
    // Accepted above: a message object.
    value: (field) => {
      const get = valueGetter(field, names, isFilled) as (message: unknown) => unknown;
      if (!isAny || field.name !== "type_url") return get;
      // The type that the content is read as, whatever else stands there.
      return (any) => openedAny(any)?.typeUrl ?? get(any);
    },
    maps: objectMaps,
    neutral: neutralValue,
    messagesIn: ({ type }) => (type.kind === "message" ? objectReaderOf(type.typeName) : objectReader),
    layout: () => objectLayout(plan, names, isFilled),
    ...(isAny && { openedAny }),
  };
}

function valueGetter(
  field: FieldShape,
  names: PropertyTable,
  isFilled: ((message: MessageObject) => boolean) | undefined,
): (message: MessageObject) => unknown {
  const { cardinality, type } = field;
  const properties = names.get(field) ?? [];
  const get = (message: MessageObject): unknown => firstOwnValue(message, properties);
  if (cardinality.kind === "list") return get;
  if (cardinality.kind === "map") {
    const toMap = mapOf(field);
    return (message) => toMap(get(message));
  }
  const neutral = neutralValue(type) ?? ((value) => value);
  if (cardinality.oneof !== undefined) {
    const member = oneofMember(cardinality.oneof, field, names);
    return (message) => set(member(message), neutral);
  }
  if (cardinality.presence === "implicit") {
    const isDefault = defaultTest(type);
    return (message) => {
      const value = set(get(message), neutral);
      return isDefault(value) ? undefined : value;
    };
  }
  if (isFilled === undefined || !hasUnclearPresence(field)) return (message) => set(get(message), neutral);
  const isDefault = defaultOf(field);
  return (message) => {
    const value = set(get(message), neutral);
    return value !== undefined && isFilled(message) && isDefault(value) ? undefined : value;
  };
}

/** Whether a value is the default that the .proto file gives to a field, or zero if it gives none. */
export function defaultOf({ cardinality, type }: FieldShape): (value: unknown) => boolean {
  const given = cardinality.kind === "singular" ? cardinality.defaultValue : undefined;
  if (given === undefined || given === null) return defaultTest(type);
  const expected = neutralValue(type)?.(given) ?? given;
  return (value) => value === expected || String(value) === String(expected);
}

/** A value that is set: neutral, or null where it is none that its type can have, which prints a note. */
function set(value: unknown, neutral: (value: unknown) => unknown): unknown {
  return value === undefined ? undefined : (neutral(value) ?? null);
}
