import { STRIPPED } from "../../marker.js";
import type { ConvertedForm, MessageForm, StandInForm } from "../../representations/layout.js";
import type { MessageReader } from "../../representations/reader.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { redactField } from "./field-redaction.js";
import { objectRedaction } from "./object-redaction.js";
import type { PropertyParts } from "./property-table.js";
import { DROPPED, type ValueRedaction } from "./redact-value.js";
import { scalarForm } from "./scalar-form.js";

/** How messages of one form are redacted. */
export function formRedaction(form: MessageForm, parts: PropertyParts): ValueRedaction {
  switch (form.kind) {
    case "object":
      return objectRedaction(form, parts);
    case "stand-in":
      return standInRedaction(form, parts);
    case "converted":
      return convertedRedaction(form, parts);
  }
}

/** A value that stands for a message is redacted as the field for which it stands. */
function standInRedaction(form: StandInForm, { plan, layout, redactor }: PropertyParts): ValueRedaction {
  const field = plan.fields.find((one) => one.field === form.field);
  if (field === undefined) return { redact: () => DROPPED, replace: () => DROPPED };
  const bound = form.reader.bind(plan);
  const fieldLayout = {
    bound,
    mapForm: layout.mapForm(form.field),
    isSet: (value: unknown) => form.isSet(value),
  };
  const { redact } = redactField(field, fieldLayout, redactor);
  const empty = emptyStandIn(field.field, bound);
  return {
    redact: (message, depth, nesting) => redact(message, message, depth, nesting),
    replace(secret) {
      // All JSON values are replaced alike: what kind they are of is secret, too.
      return plan.typeName === "google.protobuf.Value" ? STRIPPED : empty(secret);
    },
  };
}

function emptyStandIn(field: FieldShape, bound: MessageReader): (like: unknown) => unknown {
  const { cardinality, type } = field;
  if (cardinality.kind === "list") return () => [];
  if (cardinality.kind === "map") return () => ({});
  return type.kind === "message" ? () => DROPPED : scalarForm(field, bound).empty;
}

/** A value that is converted is redacted as an object, and stays as it is where nothing in it can be secret. */
function convertedRedaction(form: ConvertedForm, parts: PropertyParts): ValueRedaction {
  const opened = objectRedaction(form.opened, parts);
  const { holdsCredential } = parts.redactor.options;
  return {
    redact(message, depth, nesting) {
      if (!parts.plan.mayHide) return message;
      // What is a credential as it stands may be none when it is converted.
      if (typeof message === "string" && holdsCredential?.(message)) return STRIPPED;
      const object = form.open(message);
      const redacted = opened.redact(object, depth, nesting);
      return redacted === object ? message : form.close(Object(redacted), message);
    },
    replace: (secret) => form.close({}, secret),
  };
}
