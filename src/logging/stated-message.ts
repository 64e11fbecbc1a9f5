import { ownType } from "../message-printer.js";

/**
 * Whether an object is a protobuf message that can be told from other objects: it says its type (`$typeName`, `$type`,
 * the symbol of @protobuf-ts), or it is of a class that google-protobuf or `pbjs -t static` generated. What
 * proto-loader, and ts-proto without `$type`, make are plain objects like any other.
 */
export function isStatedMessage(value: object): boolean {
  return ownType(value) !== undefined || isJspb(value) || typeNameOfClass(value) !== undefined;
}

/** The full name of a message's type where its class alone has it: one that `pbjs -t static` generated. */
export function typeNameOfClass(value: object): string | undefined {
  if (Object.hasOwn(value, "constructor") || ownType(value) !== undefined) return undefined;
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
