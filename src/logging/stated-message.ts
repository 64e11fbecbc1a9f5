import { ownType } from "../message-printer.js";

/**
 * Whether an object is a protobuf message that can be told from other objects: it says its type ($typeName, $type, the
 * symbol of @protobuf-ts), or it is of a class that google-protobuf or `pbjs -t static` generated. What proto-loader
 * and ts-proto without `$type` make are plain objects like any other.
 */
export function isStatedMessage(value: object): boolean {
  return ownType(value) !== undefined || isOfGeneratedClass(value);
}

/** Functions of the prototype only: a value that brings its own along is no message. */
function isOfGeneratedClass(value: object): boolean {
  if ("serializeBinary" in value && !Object.hasOwn(value, "serializeBinary")) return true;
  return staticTypeName(value) !== undefined;
}

/** The full name of the type of a message that static code of protobufjs made; undefined for anything else. */
export function staticTypeName(value: object): string | undefined {
  if (Object.hasOwn(value, "constructor")) return undefined;
  const { constructor } = value;
  if (typeof constructor !== "function" || !Object.hasOwn(constructor, "getTypeUrl")) return undefined;
  // pbjs writes it into every class: "/" and the full name, after a prefix.
  const { getTypeUrl } = constructor as { getTypeUrl?: unknown };
  const url: unknown = typeof getTypeUrl === "function" ? getTypeUrl.call(constructor, "") : undefined;
  return typeof url === "string" && url.startsWith("/") ? url.slice(1) : undefined;
}
