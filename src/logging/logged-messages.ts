import { isMessageObject } from "../representations/kinds.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import { ownType } from "../sanitizer/message-objects.js";
import { Stripped } from "../sanitizer/stripped.js";
import type { SecretScope } from "../scrub/collected-secrets.js";
import { processWide } from "../scrub/process-wide.js";
import type { SubstituteRules } from "../values/walk-rules.js";

/** The part of a sanitizer that makes a log safe. `lines` takes precedence over `live`, which it includes. */
export type LogSanitizer = Pick<Sanitizer, "strip" | "toJson" | "redact" | "live"> &
  Partial<Pick<Sanitizer, "lines">>;

/** What is taken out of finished log lines. */
export function lineFinder({ lines, live }: Pick<LogSanitizer, "lines" | "live">): SecretScope {
  return lines ?? live;
}

/** The types of messages that the interceptors of all copies of this package have seen. */
interface SeenMessages {
  readonly see: (message: object, typeName: string) => void;
  readonly typeOf: (value: object) => string | undefined;
}

let seen: SeenMessages | undefined;

function seenMessages(): SeenMessages {
  seen ??= processWide("seen-messages", 1, makeSeenMessages, ({ see, typeOf }) => {
    const probe = {};
    see(probe, "probe");
    return typeOf(probe) === "probe" && typeOf({}) === undefined;
  });
  return seen;
}

function makeSeenMessages(): SeenMessages {
  const types = new WeakMap<object, string>();
  return {
    see: (message, typeName) => void types.set(message, typeName),
    typeOf: (value) => types.get(value),
  };
}

/**
 * Remembers the type of a message that does not state it, such as a message of proto-loader. An interceptor knows the type
 * by the method. A logger that gets the same object later finds it with {@link typeNameFor}. The process has one memory, and
 * it forgets a message when the garbage collector frees it. All copies of this package share the memory. Messages that state their type, and wire bytes, are not
 * remembered.
 *
 * @param typeName full name of the message's type.
 */
export function rememberType(message: unknown, typeName: string): void {
  if (isMessageObject(message) && ownType(message) === undefined) seenMessages().see(message, typeName);
}

/**
 * Whether an object is known to be a protobuf message. It states its type (`$typeName`, `$type`, the symbol of @protobuf-ts);
 * or google-protobuf or `pbjs -t static` generated its class; or an interceptor has seen it. The plain objects of
 * proto-loader, and those of ts-proto without `$type`, look like any other object.
 */
export function isStatedMessage(value: object): boolean {
  if (ownType(value) !== undefined || seenMessages().typeOf(value) !== undefined) return true;
  return isOfClass(value) && (isJspb(value) || classTypeName(value) !== undefined);
}

/** The full name of a message's type, if the message does not state it. Undefined if it does. */
function typeNameFor(message: object): string | undefined {
  if (ownType(message) !== undefined) return undefined;
  return seenMessages().typeOf(message) ?? (isOfClass(message) ? classTypeName(message) : undefined);
}

function isOfClass(value: object): boolean {
  return Object.getPrototypeOf(value) !== Object.prototype;
}

/** The type's name for a message of `pbjs -t static`: only its class has the name. */
function classTypeName(value: object): string | undefined {
  if (Object.hasOwn(value, "constructor")) return undefined;
  const { constructor: made } = value;
  if (typeof made !== "function" || !Object.hasOwn(made, "getTypeUrl")) return undefined;
  const { getTypeUrl } = made as { getTypeUrl?: unknown };
  // It returns the given prefix, a slash, and the full name.
  const url: unknown = typeof getTypeUrl === "function" ? getTypeUrl.call(made, "") : undefined;
  return typeof url === "string" && url.startsWith("/") ? url.slice(1) : undefined;
}

/** Whether an object is a message of google-protobuf: its class has the function. An own function proves nothing. */
function isJspb(value: object): boolean {
  return "serializeBinary" in value && !Object.hasOwn(value, "serializeBinary");
}

/** A message that was found in a value, as `strip` returns it. */
export function strippedMessage(sanitizer: LogSanitizer, message: object): Stripped {
  const typeName = typeNameFor(message);
  return typeName === undefined ? sanitizer.strip(message) : sanitizer.strip(typeName, message);
}

/** The same message as a plain value, for loggers that look into values. */
export function messageJson(sanitizer: LogSanitizer, message: object): unknown {
  return strippedMessage(sanitizer, message).toJSON();
}

/** The same message as an argument of a format: an object with its properties, whose text is the same JSON. */
export function messageArgument(sanitizer: LogSanitizer, message: object): unknown {
  const stripped = strippedMessage(sanitizer, message);
  const json = stripped.toJSON();
  if (typeof json !== "object" || json === null || Object.hasOwn(json, "toString")) return json;
  return Object.defineProperty(json, "toString", { value: () => stripped.toString() });
}

/** A copy of a message for code that knows messages of its type. Undefined if nothing of it can be shown. */
export function redactedMessage(sanitizer: LogSanitizer, message: object): unknown {
  const typeName = typeNameFor(message);
  return typeName === undefined ? sanitizer.redact(message) : sanitizer.redact(typeName, message);
}

/** Rules for a walk that replaces messages, and leaves values alone that are stripped already. */
export function messageRules(replaceMessage: (message: object) => unknown): SubstituteRules {
  return {
    of(object) {
      if (object instanceof Stripped) return object;
      return isStatedMessage(object) ? replaceMessage(object) : undefined;
    },
    json: (value) => (value instanceof Stripped ? value.toJSON() : value),
  };
}
