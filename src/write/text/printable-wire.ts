import type { MessagePlan } from "../../plan/compiled.js";
import type { Representation } from "../../representations/representation.js";
import { readWireMessage } from "../../representations/wire/read-wire-message.js";
import { plainWireBytes, wireBytes } from "../../representations/wire/wire.js";
import type { WireMessage } from "../../representations/wire/wire-message.js";
import { WireTexts } from "../../representations/wire/wire-texts.js";
import { BYTE_KINDS } from "../../scalars/json-string.js";

/** A message that was read from wire bytes, and how it is printed. */
export interface PrintableWire {
  readonly message: WireMessage;
  readonly representation: Representation;
}

/**
 * Reads wire bytes to print them. Where no text in them needs an escape, the message is printed without a look for any.
 *
 * @param maxDepth levels of messages that will be printed.
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export function readPrintable(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): PrintableWire {
  const texts = new WireTexts(bytes, BYTE_KINDS);
  const message = readWireMessage(plan, bytes, maxDepth, texts);
  return { message, representation: texts.arePlain ? plainWireBytes : wireBytes };
}
