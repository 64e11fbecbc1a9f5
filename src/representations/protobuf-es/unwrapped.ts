import type { MessagePlan } from "../../plan/compiled.js";
import { defaultTest } from "../../plan/presence.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { MessageLayout } from "../layout.js";
import { plainMapForm } from "../map-form.js";
import { plainMaps } from "../plain-maps.js";
import type { MessageReader, Reader } from "../reader.js";

/** Reader of wrapper messages that are represented by the value inside: `5n` for a `google.protobuf.Int64Value`. */
export const unwrappedReader: Reader = {
  bind(plan: MessagePlan): MessageReader {
    return {
      // Whether the value fits is seen when it is printed.
      accepts: () => true,
      value(field: FieldShape) {
        const isDefault = defaultTest(field.type);
        return (wrapped) => (isDefault(wrapped) ? undefined : wrapped);
      },
      maps: plainMaps,
      neutral: () => undefined,
      messagesIn: () => unwrappedReader,
      layout: () => unwrappedLayout(plan),
    };
  },
};

function unwrappedLayout(plan: MessagePlan): MessageLayout {
  return {
    forms: plan.fields.map(({ field }) => {
      const isDefault = defaultTest(field.type);
      return {
        kind: "stand-in",
        field,
        reader: unwrappedReader,
        fits: () => true,
        isSet: (value) => !isDefault(value),
      };
    }),
    mapForm: () => plainMapForm,
  };
}
