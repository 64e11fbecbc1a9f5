import type { MessagePlan } from "../../plan/compiled.js";
import { defaultTest, onlyDefault } from "../../plan/presence.js";
import { camelCase } from "../../schema/json-name.js";
import type { FieldShape, ValueType } from "../../schema/message-shape.js";
import { isWrapperType } from "../../schema/well-known.js";
import { jsonStructReader } from "../json-struct.js";
import { plainMaps } from "../plain-maps.js";
import { protobufEsName } from "../property-name.js";
import type { MessageReader, PropertyRead, Reader } from "../reader.js";
import { protobufEsLayout } from "./protobuf-es-layout.js";
import { unwrappedReader } from "./unwrapped.js";

/** A message object of any type: its properties are read by names that come from descriptors. */
type MessageObject = Readonly<Record<string, unknown>>;

/** Reader of messages of @bufbuild/protobuf version 2. */
export const protobufEsReader: Reader = { bind: bindProtobufEs };

function bindProtobufEs(plan: MessagePlan): MessageReader {
  const { typeName } = plan;
  return {
    accepts: (value) => typeNameOf(value) === typeName,
    value: (field) => valueGetter(field),
    property: (field) => propertyOf(field),
    maps: plainMaps,
    neutral: () => undefined,
    messagesIn: (field) => messagesIn(field, typeName),
    layout: () => protobufEsLayout(plan),
  };
}

/** The type name that a message of @bufbuild/protobuf carries; undefined for anything else. */
export function typeNameOf(value: unknown): unknown {
  return typeof value === "object" && value !== null ? (value as MessageObject)["$typeName"] : undefined; // any object may be asked
}

function valueGetter(field: FieldShape): (message: unknown) => unknown {
  const { cardinality, type } = field;
  if (cardinality.kind === "singular" && cardinality.oneof !== undefined) {
    return oneofMember(protobufEsName(cardinality.oneof), camelCase(field.name));
  }
  const read = propertyOf(field);
  return read === undefined ? implicitProperty(protobufEsName(field.name), type) : propertyGetter(read);
}

/** Undefined for members of oneofs, and where a value that is not set has several forms. */
function propertyOf({ name: fieldName, cardinality, type }: FieldShape): PropertyRead | undefined {
  const name = protobufEsName(fieldName);
  if (cardinality.kind !== "singular") return { name, unset: undefined, isOwn: false };
  if (cardinality.oneof !== undefined) return undefined;
  // Defaults of scalars stand on the prototype, and Object.prototype has names that a field may have.
  if (cardinality.presence === "explicit") return { name, unset: undefined, isOwn: true };
  const unset = onlyDefault(type);
  return unset === undefined ? undefined : { name, unset, isOwn: false };
}

function propertyGetter({ name, unset, isOwn }: PropertyRead): (message: unknown) => unknown {
  // A reader only sees what it has accepted: objects.
  if (isOwn) {
    return (message) =>
      Object.hasOwn(message as object, name) ? ((message as MessageObject)[name] ?? undefined) : undefined;
  }
  return (message) => {
    const value = (message as MessageObject)[name];
    return value === unset ? undefined : (value ?? undefined);
  };
}

function oneofMember(oneof: string, member: string): (message: unknown) => unknown {
  return (message) => {
    // The shape of a oneof in protobuf-es; a value that is not one has no case.
    const choice = (message as MessageObject)[oneof] as { case?: unknown; value?: unknown } | undefined;
    return choice?.case === member ? (choice.value ?? undefined) : undefined;
  };
}

function implicitProperty(name: string, type: ValueType): (message: unknown) => unknown {
  const isDefault = defaultTest(type);
  return (message) => {
    const value = (message as MessageObject)[name];
    return isDefault(value) ? undefined : (value ?? undefined);
  };
}

function messagesIn(field: FieldShape, parent: string): Reader {
  if (field.type.kind !== "message") return protobufEsReader;
  const { typeName } = field.type;
  // google.protobuf.Struct is a JSON object in every field but those of google.protobuf.Value.
  if (typeName === "google.protobuf.Struct" && parent !== "google.protobuf.Value") return jsonStructReader;
  const { cardinality } = field;
  const unwrapped = cardinality.kind === "singular" && cardinality.oneof === undefined;
  return unwrapped && isWrapperType(typeName) ? unwrappedReader : protobufEsReader;
}
