import type { MessagePlan } from "../../plan/compiled.js";
import { openPlan } from "../../plan/open-plan.js";
import type { Representation } from "../../representations/representation.js";
import { readWireMessage } from "../../representations/wire/read-wire-message.js";
import { wireBytes } from "../../representations/wire/wire.js";
import type { WireMessage } from "../../representations/wire/wire-message.js";

/** Reads the messages that {@link decodeWire} makes, with their secrets. */
export const decodedWireBytes: Representation = {
  bind: (plan) => ({ ...wireBytes.bind(openPlan(plan)), messagesIn: () => decodedWireBytes }),
};

/**
 * Decodes the wire bytes of a message, with its secrets.
 *
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export function decodeWire(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): WireMessage {
  return readWireMessage(openPlan(plan), bytes, maxDepth);
}
