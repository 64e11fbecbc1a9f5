import type { MessagePlan } from "../../plan/compiled.js";
import { openPlan } from "../../plan/open-plan.js";
import type { Representation } from "../../representations/representation.js";
import { readWireMessage } from "../../representations/wire/read-wire-message.js";
import { wireBytes } from "../../representations/wire/wire.js";
import type { WireMessage } from "../../representations/wire/wire-message.js";
import { DEFAULT_DEPTH } from "../limits.js";

/** Reads the messages that {@link decodeWire} makes, with their secrets. */
export const decodedWireBytes: Representation = {
  bind: (plan) => ({ ...wireBytes.bind(openPlan(plan)), messagesIn: () => decodedWireBytes }),
};

/**
 * Decodes the wire bytes of a message, with its secrets. If they are malformed inside, the levels above are decoded, down to the
 * hundredth: a text that has no more levels shows them.
 *
 * @throws {MalformedWireError} if the bytes are malformed at the first level.
 */
export function decodeWire(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): WireMessage {
  const decode = (depth: number): WireMessage => readWireMessage(openPlan(plan), bytes, depth);
  try {
    return decode(maxDepth);
  } catch {
    let message = decode(1);
    let readable = 1;
    let malformed = Math.min(maxDepth, DEFAULT_DEPTH);
    while (malformed - readable > 1) {
      const middle = (readable + malformed) >> 1;
      try {
        message = decode(middle);
        readable = middle;
      } catch {
        malformed = middle;
      }
    }
    return message;
  }
}
