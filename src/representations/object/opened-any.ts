import { typeNameOfUrl } from "../../schema/type-name.js";
import { hasProtoJsonForm } from "../../schema/well-known.js";
import type { OpenedAny } from "../reader.js";
import { isMessageObject, ownValue } from "./message-object.js";
import { objectReaderOf } from "./object-reader.js";

/**
 * An Any that holds its message opened, as ProtoJSON and proto-loader with `json` have it: the fields stand beside
 * `@type`, or the value under `value` for types that have a JSON form of their own.
 */
export function openedAny(any: unknown): OpenedAny | undefined {
  if (!isMessageObject(any)) return undefined;
  const typeUrl = ownValue(any, "@type");
  if (typeof typeUrl !== "string") return undefined;
  const typeName = typeNameOfUrl(typeUrl);
  const message = hasProtoJsonForm(typeName) && Object.hasOwn(any, "value") ? any["value"] : any;
  return { typeUrl, message, reader: objectReaderOf(typeName) };
}
