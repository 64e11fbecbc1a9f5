import type { MessagePlan } from "../plan/message-plan.js";
import { camelCase } from "../schema/json-name.js";
import type { FieldShape, ValueType } from "../schema/message-shape.js";
import { isWrapperType } from "../schema/well-known.js";
import { defaultTest } from "./default-value.js";
import { jsonStructReader } from "./json-struct.js";
import { plainMaps } from "./plain-maps.js";
import { protobufEsName } from "./property-name.js";
import { protobufEsLayout } from "./protobuf-es-layout.js";
import type { MessageReader, Reader } from "./reader.js";
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
  if (cardinality.kind !== "singular") return property(protobufEsName(field.name));
  if (cardinality.oneof !== undefined) {
    return oneofMember(protobufEsName(cardinality.oneof), camelCase(field.name));
  }
  const name = protobufEsName(field.name);
  if (cardinality.presence === "explicit") return explicitProperty(name);
  return implicitProperty(name, type);
}

function property(name: string): (message: unknown) => unknown {
  // A reader only sees what it has accepted: objects.
  return (message) => (message as MessageObject)[name] ?? undefined;
}

function oneofMember(oneof: string, member: string): (message: unknown) => unknown {
  return (message) => {
    // The shape of a oneof in protobuf-es; a value that is not one has no case.
    const choice = (message as MessageObject)[oneof] as { case?: unknown; value?: unknown } | undefined;
    return choice?.case === member ? (choice.value ?? undefined) : undefined;
  };
}

function explicitProperty(name: string): (message: unknown) => unknown {
  // Defaults of scalars stand on the prototype, and Object.prototype has names that a field may have.
  return (message) =>
    Object.hasOwn(message as object, name) ? ((message as MessageObject)[name] ?? undefined) : undefined;
}

function implicitProperty(name: string, type: ValueType): (message: unknown) => unknown {
  const zero = zeroOfProperty(type);
  if (zero !== undefined) {
    // One comparison, without a call, where the zero is always the same.
    return (message) => {
      const value = (message as MessageObject)[name];
      return value === zero ? undefined : (value ?? undefined);
    };
  }
  const isDefault = defaultTest(type);
  return (message) => {
    const value = (message as MessageObject)[name];
    return isDefault(value) ? undefined : (value ?? undefined);
  };
}

/** What a property holds where its field is not set; undefined if that can be one of several. */
function zeroOfProperty(type: ValueType): string | boolean | undefined {
  if (type.kind !== "scalar") return undefined;
  return type.scalar === "string" ? "" : type.scalar === "bool" ? false : undefined;
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
