import { ownType } from "../sanitizer/message-printer.js";
import { rememberedType } from "./remembered-types.js";

/**
 * Whether an object is a protobuf message that can be told from other objects: it says its type (`$typeName`, `$type`,
 * the symbol of @protobuf-ts), it is of a class that google-protobuf or `pbjs -t static` generated, or an interceptor
 * has seen it. Otherwise what proto-loader, and ts-proto without `$type`, make are plain objects like any other.
 */
export function isStatedMessage(value: object): boolean {
  if (ownType(value) !== undefined || rememberedType(value) !== undefined) return true;
  return isOfClass(value) && (isJspb(value) || classTypeName(value) !== undefined);
}

/** The full name of a message's type where the message itself does not say it; undefined where it does. */
export function typeNameFor(message: object): string | undefined {
  if (ownType(message) !== undefined) return undefined;
  return rememberedType(message) ?? (isOfClass(message) ? classTypeName(message) : undefined);
}

function isOfClass(value: object): boolean {
  return Object.getPrototypeOf(value) !== Object.prototype;
}

/** Of a message that `pbjs -t static` generated, whose class alone has it. */
function classTypeName(value: object): string | undefined {
  if (Object.hasOwn(value, "constructor")) return undefined;
  const { constructor: made } = value;
  if (typeof made !== "function" || !Object.hasOwn(made, "getTypeUrl")) return undefined;
  const { getTypeUrl } = made as { getTypeUrl?: unknown };
  // What follows the prefix is a slash and the full name.
  const url: unknown = typeof getTypeUrl === "function" ? getTypeUrl.call(made, "") : undefined;
  return typeof url === "string" && url.startsWith("/") ? url.slice(1) : undefined;
}

/** A message of google-protobuf, by a function of its class: a value that brings its own along is none. */
function isJspb(value: object): boolean {
  return "serializeBinary" in value && !Object.hasOwn(value, "serializeBinary");
}
