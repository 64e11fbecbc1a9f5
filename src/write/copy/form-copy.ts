import { STRIPPED } from "../../marker.js";
import type { MessagePlan } from "../../plan/compiled.js";
import type {
  ConvertedForm,
  MessageAccess,
  MessageForm,
  StandInForm,
} from "../../representations/representation.js";
import { fieldCopy } from "./field-copy.js";
import { messageCopy } from "./message-copy.js";
import type { SpecialCopies } from "./property-copy.js";
import { type CopyContext, DROPPED, type ValueCopy } from "./value-copy.js";

/** Makes the copy for messages that can have several forms. The first form that fits a message counts. */
export function formsCopy(
  plan: MessagePlan,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): ValueCopy & { fits(message: unknown): boolean } {
  const forms = (access.forms ?? []).map((form) => ({
    fits: (message: unknown) => form.fits(message),
    ...formCopy(plan, form, access, context, special),
  }));
  const [only] = forms;
  if (only !== undefined && forms.length === 1) return only;
  const formOf = (message: unknown) => forms.find((form) => form.fits(message));
  return {
    fits: (message) => formOf(message) !== undefined,
    copy(message, depth, path) {
      const form = formOf(message);
      return form === undefined ? DROPPED : form.copy(message, depth, path);
    },
    replace(secret) {
      const form = formOf(secret);
      return form === undefined ? DROPPED : form.replace(secret);
    },
  };
}

function formCopy(
  plan: MessagePlan,
  form: MessageForm,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): ValueCopy {
  switch (form.kind) {
    case "object":
      return messageCopy(form, access, context, special);
    case "stand-in":
      return standInCopy(plan, form, context);
    case "converted":
      return convertedCopy(plan, form, access, context, special);
  }
}

/** Copies a value that stands for a message like the field whose value it is. */
function standInCopy(plan: MessagePlan, form: StandInForm, context: CopyContext): ValueCopy {
  const slot = {
    plan: form.field,
    isSet: (raw: unknown): boolean => form.value(raw) !== undefined,
    map: () => form.map,
  };
  const { copy, empty } = fieldCopy(slot, form.inside.bind(plan), context);
  return {
    // The message is the value itself and has no other properties.
    copy: (message, depth, path) => copy(message, {}, depth, path),
    // All JSON values have the same replacement, because their kind is secret, too.
    replace: (secret) => (plan.typeName === "google.protobuf.Value" ? STRIPPED : empty(secret)),
  };
}

/** Copies a value through the object that it converts to. The value stays as it is if it cannot contain secrets. */
function convertedCopy(
  plan: MessagePlan,
  form: ConvertedForm,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): ValueCopy {
  const opened = messageCopy(form.opened, access, context, special);
  const isPartHidden = plan.fields.some(({ isHidden }) => isHidden);
  return {
    copy(message, depth, path) {
      if (!plan.mayContainSecrets) return message;
      // Search the original text, too: after the conversion, a detector may not find the credential.
      if (typeof message === "string" && context.holdsCredential?.(message)) return STRIPPED;
      const object = form.open(message);
      const copied = opened.copy(object, depth, path);
      // A secret part that is what would take its place must not be told from others by the text around it.
      return copied === object && !isPartHidden ? message : form.close(Object(copied), message);
    },
    replace: (secret) => form.close({}, secret),
  };
}
