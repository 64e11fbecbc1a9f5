import { isTypeName } from "../../schema/type-name.js";
import type { MessageObject } from "../representation.js";

/** Under this symbol a message of @protobuf-ts, or its prototype, has an object that knows the type. */
export const PROTOBUF_TS_TYPE: unique symbol = Symbol.for("protobuf-ts/message-type");

/**
 * The type that a message says it has: `$typeName` (protobuf-es), `$type` (ts-proto: its name; protobufjs: the Type, on
 * the prototype), or the symbol of @protobuf-ts. Undefined if it says none.
 */
export function statedTypeName(message: MessageObject): string | undefined {
  const { $typeName, $type } = message;
  if (typeof $typeName === "string") return $typeName;
  if (typeof $type === "string") return $type;
  if (typeof $type === "object" && $type !== null) return fullNameOf($type);
  const type = message[PROTOBUF_TS_TYPE];
  return typeof type === "object" && type !== null ? textIn(type, "typeName") : undefined;
}

/**
 * Whether a message says that it has the type of this name, or says none. protobufjs makes the name of a Type anew each
 * time it is asked, so the last Type that had it is remembered (measured: a quarter of the time of its messages).
 */
export function statedTypeTest(typeName: string): (message: MessageObject) => boolean {
  let lastType: object | undefined;
  return (message) => {
    const { $typeName, $type } = message;
    if (typeof $type !== "object" || $type === null || typeof $typeName === "string") {
      return (statedTypeName(message) ?? typeName) === typeName;
    }
    if ($type === lastType) return true;
    if ((fullNameOf($type) ?? typeName) !== typeName) return false;
    lastType = $type;
    return true;
  };
}

/**
 * Whether an object that stands where a map should is a message: its fields, secret ones too, are no entries. A map may
 * have a key such as `$type`, so a text under it has to be the full name of a type in a package.
 */
export function isMessageForMap(object: MessageObject): boolean {
  const stated = statedTypeName(object);
  if (stated === undefined) return false;
  const isEntry = ["$typeName", "$type"].some((key) => Object.hasOwn(object, key) && object[key] === stated);
  return !isEntry || (stated.includes(".") && isTypeName(stated));
}

/** The protobufjs Type of a message: an object that its prototype has, not one that a value could bring along. */
export function statedType(message: MessageObject): object | undefined {
  const { $type } = message;
  return typeof $type === "object" && $type !== null && !Object.hasOwn(message, "$type") ? $type : undefined;
}

function fullNameOf(type: object): string | undefined {
  return textIn(type, "fullName")?.replace(/^\./, "");
}

function textIn(object: object, property: string): string | undefined {
  const text = (object as MessageObject)[property]; // any object may be asked
  return typeof text === "string" ? text : undefined;
}
