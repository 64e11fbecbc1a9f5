import type { MessagePlan, Plan } from "../../plan/compiled.js";
import { OPEN } from "../../policy/verdict.js";
import type { Reader } from "../../representations/reader.js";
import { wireReader } from "../../representations/wire/wire.js";
import { readWireMessage, type WireMessage } from "../../representations/wire/wire-message.js";

const openPlans = new WeakMap<MessagePlan, MessagePlan>();

/** The plan as if nothing in it were secret: what reads by it decodes the secrets, too. */
function openPlan(plan: MessagePlan): MessagePlan {
  const known = openPlans.get(plan);
  if (known !== undefined) return known;
  const fields: MessagePlan["fields"][number][] = [];
  const open: MessagePlan = { ...plan, fields };
  // Known before its fields are: a recursive type meets itself.
  openPlans.set(plan, open);
  for (const { field, message } of plan.fields)
    fields.push({ field, verdict: OPEN, message: opened(message) });
  return open;
}

function opened(plan: Plan | undefined): Plan | undefined {
  return plan?.kind === "message" ? openPlan(plan) : plan;
}

/** Reader of the messages that {@link decodeWire} makes: wire bytes with the secrets decoded. */
export const decodedWireReader: Reader = {
  bind: (plan) => ({ ...wireReader.bind(openPlan(plan)), messagesIn: () => decodedWireReader }),
};

/**
 * Decodes the wire bytes of a message, secrets and all.
 *
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export function decodeWire(plan: MessagePlan, bytes: Uint8Array, maxDepth: number): WireMessage {
  return readWireMessage(openPlan(plan), bytes, maxDepth);
}
