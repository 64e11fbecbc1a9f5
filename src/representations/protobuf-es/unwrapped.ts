import type { MessagePlan } from "../../plan/compiled.js";
import { zeroTest } from "../../plan/presence.js";
import { valueInForms } from "../forms.js";
import { plainMapSlot, plainMaps } from "../plain-maps.js";
import type { MessageAccess, Representation, StandInForm } from "../representation.js";

/** Wrapper messages that are represented by the value inside: `5n` for a `google.protobuf.Int64Value`. */
export const unwrapped: Representation = { bind: bindUnwrapped };

function bindUnwrapped(plan: MessagePlan): MessageAccess {
  const forms = plan.fields.map((field): StandInForm => {
    const isZero = zeroTest(field.field.type);
    return {
      kind: "stand-in",
      field,
      inside: unwrapped,
      // The writer checks later whether the value has the right type.
      fits: () => true,
      value: (value) => (isZero(value) ? undefined : value),
      map: plainMapSlot,
    };
  });
  return {
    accepts: () => true,
    value: (field) => valueInForms(forms, field, () => () => undefined),
    maps: plainMaps,
    neutral: () => undefined,
    messagesIn: () => unwrapped,
    forms,
  };
}
