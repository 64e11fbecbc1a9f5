import { type DescField, type DescMessage, isMessage, type Message } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { AnySchema, anyUnpack } from "@bufbuild/protobuf/wkt";
import { registry } from "../properties/subjects.js";

/** Whether a message, or any message in it, at any depth and in an Any too, passes a test. */
export function someMessage(
  desc: DescMessage,
  message: Message,
  test: (message: ReflectMessage) => boolean,
): boolean {
  const visit = (one: ReflectMessage): boolean => test(one) || messagesIn(one).some(visit);
  return visit(reflect(desc, message));
}

/** The scalars and enum numbers that a field holds: one, or the items of a list, or the values of a map. */
export function scalarsIn(message: ReflectMessage, field: DescField): readonly unknown[] {
  if (!message.isSet(field)) return [];
  if (field.fieldKind === "list") return [...message.get(field)];
  if (field.fieldKind === "map") return [...message.get(field).values()];
  return field.fieldKind === "message" ? [] : [message.get(field)];
}

function messagesIn(message: ReflectMessage): readonly ReflectMessage[] {
  return [...packedIn(message), ...message.fields.flatMap((field) => messagesOf(message, field))];
}

function messagesOf(message: ReflectMessage, field: DescField): readonly ReflectMessage[] {
  if (field.message === undefined || !message.isSet(field)) return [];
  if (field.fieldKind === "list") return [...message.get(field)].filter(isReflected);
  if (field.fieldKind === "map") return [...message.get(field).values()].filter(isReflected);
  return [message.get(field)].filter(isReflected);
}

function packedIn({ message }: ReflectMessage): readonly ReflectMessage[] {
  const packed = isMessage(message, AnySchema) ? anyUnpack(message, registry) : undefined;
  const desc = packed && registry.getMessage(packed.$typeName);
  return packed === undefined || desc === undefined ? [] : [reflect(desc, packed)];
}

function isReflected(value: unknown): value is ReflectMessage {
  return typeof value === "object" && value !== null && "desc" in value && "message" in value;
}
