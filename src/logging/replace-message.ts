import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import type { Stripped } from "../sanitizer/stripped.js";
import { typeNameFor } from "./stated-message.js";

/** What of a sanitizer is needed to make a log safe. */
export type LogSanitizer = Pick<Sanitizer, "strip" | "toJson" | "redact" | "live">;

/** A message that was found in a value, as `strip` makes it. */
export function strippedMessage(sanitizer: LogSanitizer, message: object): Stripped {
  const typeName = typeNameFor(message);
  return typeName === undefined ? sanitizer.strip(message) : sanitizer.strip(typeName, message);
}

/** The same as a plain value, for loggers that look into what they are given. */
export function messageJson(sanitizer: LogSanitizer, message: object): unknown {
  return strippedMessage(sanitizer, message).toJSON();
}

/** The same as an argument of a format: an object with its properties, and a text that tells as much. */
export function messageArgument(sanitizer: LogSanitizer, message: object): unknown {
  const stripped = strippedMessage(sanitizer, message);
  const json = stripped.toJSON();
  if (typeof json !== "object" || json === null || Object.hasOwn(json, "toString")) return json;
  return Object.defineProperty(json, "toString", { value: () => stripped.toString() });
}

/** A copy of a message for code that knows messages of its type; undefined if nothing of it can be shown. */
export function redactedMessage(sanitizer: LogSanitizer, message: object): unknown {
  const typeName = typeNameFor(message);
  return typeName === undefined ? sanitizer.redact(message) : sanitizer.redact(typeName, message);
}
