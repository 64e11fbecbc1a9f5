import { typeNameOfUrl } from "../../schema/names.js";
import { hasProtoJsonForm } from "../../schema/well-known.js";
import { isMessageObject } from "../kinds.js";
import { propertyKeys, propertyValue } from "../own-property.js";
import { EMPTY_MESSAGE, type MessageObject, type OpenedAny, type Representation } from "../representation.js";

/**
 * Opens an Any that holds its message unpacked, as in ProtoJSON and in proto-loader with `json`. The fields of the message
 * are beside `@type`. For a type with a special JSON form, this form is under `value`, and an Any without `value` holds an
 * empty message. Undefined for any other Any.
 */
export function openAny(
  any: unknown,
  representationOf: (typeName: string) => Representation,
): OpenedAny | undefined {
  if (!isMessageObject(any)) return undefined;
  const typeUrl = propertyValue(any, "@type");
  if (typeof typeUrl !== "string") return undefined;
  const typeName = typeNameOfUrl(typeUrl);
  const message = hasProtoJsonForm(typeName) ? contentOf(any) : any;
  return { typeUrl, message, representation: representationOf(typeName) };
}

/** The message of a type with a special JSON form. proto-loader puts even its fields beside `@type`. */
function contentOf(any: MessageObject): unknown {
  if (Object.hasOwn(any, "value") && any["value"] !== undefined) return any["value"];
  const names = propertyKeys(any).filter((name) => any[name] !== undefined);
  if (names.includes("value")) return any["value"];
  return names.some((name) => name !== "@type") ? any : EMPTY_MESSAGE;
}
