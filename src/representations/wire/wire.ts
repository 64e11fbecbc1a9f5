import type { MessagePlan } from "../../plan/compiled.js";
import type { MapAccess, MessageAccess, Representation } from "../representation.js";
import { WireEntries } from "./wire-entries.js";
import { WireMessage } from "./wire-message.js";

const wireMaps: MapAccess = {
  keys: (map) => (map instanceof WireEntries ? map.keys : undefined),
  // Called only with maps whose keys were listed before.
  get: (map, key) => (map as WireEntries).get(key),
};

/** Reads the messages that {@link readWireMessage} makes from wire bytes. */
export const wireBytes: Representation = wireOf(false);

/** The same for messages in which all texts are plain. */
export const plainWireBytes: Representation = wireOf(true);

function wireOf(textsArePlain: boolean): Representation {
  const representation: Representation = {
    bind(plan: MessagePlan): MessageAccess {
      const slots = new Map(plan.fields.map(({ field }, slot) => [field.number, slot]));
      return {
        accepts: (value) => value instanceof WireMessage && value.plan === plan,
        value(field) {
          const slot = slots.get(field.number) ?? -1;
          // `accepts` has checked that this is a message of this plan.
          return (message) => (message as WireMessage).slots[slot];
        },
        maps: wireMaps,
        neutral: () => undefined,
        messagesIn: () => representation,
        textsArePlain,
      };
    },
  };
  return representation;
}
