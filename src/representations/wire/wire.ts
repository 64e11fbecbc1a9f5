import type { MessagePlan } from "../../plan/compiled.js";
import type { MapReader, MessageReader, Reader } from "../reader.js";
import { WireEntries } from "./wire-entries.js";
import { WireMessage } from "./wire-message.js";

const wireMaps: MapReader = {
  keys: (map) => (map instanceof WireEntries ? map.keys : undefined),
  // Only asked for maps whose keys were listed.
  get: (map, key) => (map as WireEntries).get(key),
};

/** Reader of the messages that {@link readWireMessage} makes from wire bytes. */
export const wireReader: Reader = readerOf(false);

/** The same for messages of which all texts are plain. */
export const plainWireReader: Reader = readerOf(true);

function readerOf(textsArePlain: boolean): Reader {
  const reader: Reader = {
    bind(plan: MessagePlan): MessageReader {
      const slots = new Map(plan.fields.map(({ field }, slot) => [field.number, slot]));
      return {
        accepts: (value) => value instanceof WireMessage && value.plan === plan,
        value(field) {
          const slot = slots.get(field.number) ?? -1;
          // Accepted above: a message of this plan.
          return (message) => (message as WireMessage).slots[slot];
        },
        maps: wireMaps,
        neutral: () => undefined,
        messagesIn: () => reader,
        textsArePlain,
      };
    },
  };
  return reader;
}
