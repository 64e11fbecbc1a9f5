import type { MapKeyType } from "./message-shape.js";

const FULL_NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const MAX_LENGTH = 256;

/** Whether a text is a full protobuf name of sane length. A name that comes with a message may be any text. */
export function isTypeName(text: string): boolean {
  return text.length <= MAX_LENGTH && FULL_NAME.test(text);
}

/** The type name in the type URL of an Any: what follows the last slash, as the protobuf runtimes read it. */
export function typeNameOfUrl(typeUrl: string): string {
  return typeUrl.slice(typeUrl.lastIndexOf("/") + 1);
}

/** A field name in lower camel case: the JSON name that protoc derives from it. */
export function camelCase(name: string): string {
  if (!name.includes("_")) return name;
  return name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase());
}

/**
 * The property that protobufjs makes of a name unless `keepCase` is set: a `_` and the small letter behind it become a
 * capital letter, except at the beginning.
 */
export function protobufjsName(name: string): string {
  if (!name.includes("_")) return name;
  const rest = name.slice(1).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return name.slice(0, 1) + rest;
}

const DECIMAL = /^(?:0|-?[1-9]\d{0,19})$/;

/** Whether a text is what ProtoJSON writes for a map key of a type. */
export function isKeyText(key: MapKeyType, text: string): boolean {
  if (key === "bool") return text === "true" || text === "false";
  if (key === "string") return true;
  if (!DECIMAL.test(text)) return false;
  const bits = key.endsWith("64") ? 64 : 32;
  const integer = BigInt(text);
  return integer === (/^[uf]/.test(key) ? BigInt.asUintN(bits, integer) : BigInt.asIntN(bits, integer));
}
