import { isMessageObject } from "../representations/kinds.js";
import { ownType } from "../sanitizer/message-printer.js";

const types = new WeakMap<object, string>();

/**
 * Remembers the type of a message that does not say it, as those of proto-loader: an interceptor knows it by the method,
 * a logger that is given the same object later does not. One memory for the process, as long as the message lives.
 * Nothing is remembered of messages that say their type, nor of what is no message object, such as wire bytes.
 *
 * @param typeName full name of the message's type.
 */
export function rememberType(message: unknown, typeName: string): void {
  if (isMessageObject(message) && ownType(message) === undefined) types.set(message, typeName);
}

/** The full name of a message's type, if it was remembered. */
export function rememberedType(message: object): string | undefined {
  return types.get(message);
}
