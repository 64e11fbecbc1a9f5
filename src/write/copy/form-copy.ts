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

/** Copies messages in any of the forms that they can have. The first form that fits a message counts. */
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

/** A value that stands for a message is copied as the field for which it stands. */
function standInCopy(plan: MessagePlan, form: StandInForm, context: CopyContext): ValueCopy {
  const slot = {
    plan: form.field,
    isSet: (raw: unknown): boolean => form.value(raw) !== undefined,
    map: form.field.keys === undefined ? undefined : () => form.map,
  };
  const { copy, empty } = fieldCopy(slot, form.inside.bind(plan), context);
  return {
    // The message is the value, so no other properties are asked.
    copy: (message, depth, path) => copy(message, {}, depth, path),
    // All JSON values are replaced alike: of which kind they are is secret, too.
    replace: (secret) => (plan.typeName === "google.protobuf.Value" ? STRIPPED : empty(secret)),
  };
}

/** A value that is converted is copied as an object, and stays as it is if nothing in it can be secret. */
function convertedCopy(
  plan: MessagePlan,
  form: ConvertedForm,
  access: MessageAccess,
  context: CopyContext,
  special: SpecialCopies,
): ValueCopy {
  const opened = messageCopy(form.opened, access, context, special);
  return {
    copy(message, depth, path) {
      if (!plan.mayContainSecrets) return message;
      // A text that is a credential as it stands may be none when it is converted.
      if (typeof message === "string" && context.holdsCredential?.(message)) return STRIPPED;
      const object = form.open(message);
      const copied = opened.copy(object, depth, path);
      return copied === object ? message : form.close(Object(copied), message);
    },
    replace: (secret) => form.close({}, secret),
  };
}
