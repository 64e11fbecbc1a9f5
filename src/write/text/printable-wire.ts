import type { MessagePlan } from "../../plan/compiled.js";
import type { Representation } from "../../representations/representation.js";
import { readWireMessage } from "../../representations/wire/read-wire-message.js";
import { plainWireBytes, wireBytes } from "../../representations/wire/wire.js";
import type { WireMessage } from "../../representations/wire/wire-message.js";
import { WireTexts } from "../../representations/wire/wire-texts.js";
import { BYTE_KINDS } from "../../scalars/json-string.js";

/** A message that was read from wire bytes, and the representation with which to print it. */
export interface PrintableWire {
  readonly message: WireMessage;
  readonly representation: Representation;
}

/**
 * Reads wire bytes to print them. If no text in them needs an escape, the message is printed without a search for such
 * characters.
 *
 * @param maxDepth the deepest nesting of messages that will be printed.
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export function readPrintable(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): PrintableWire {
  const texts = new WireTexts(bytes, BYTE_KINDS);
  const message = readWireMessage(plan, bytes, maxDepth, texts);
  return { message, representation: texts.arePlain ? plainWireBytes : wireBytes };
}
