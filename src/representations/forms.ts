import type { FieldShape } from "../schema/message-shape.js";
import { propertyValue } from "./own-property.js";
import type { MessageForm, MessageObject, ObjectForm } from "./representation.js";

/** Makes the getter of a field from the slots of an object form. */
export type ReadObject = (form: ObjectForm, field: FieldShape) => (message: MessageObject) => unknown;

/**
 * Makes the getter of a field for messages that may have several forms.
 *
 * @param readObject makes the getter for messages that are objects.
 */
export function valueInForms(
  forms: readonly MessageForm[],
  field: FieldShape,
  readObject: ReadObject,
): (message: unknown) => unknown {
  const getters = forms.map((form) => ({ form, get: getterIn(form, field, readObject) }));
  const [only] = getters;
  if (only !== undefined && getters.length === 1) return only.get;
  return (message) => {
    for (const { form, get } of getters) if (form.fits(message)) return get(message);
    return undefined;
  };
}

function getterIn(
  form: MessageForm,
  field: FieldShape,
  readObject: ReadObject,
): (message: unknown) => unknown {
  switch (form.kind) {
    case "object":
      // Called only with messages that were accepted, which are objects.
      return readObject(form, field) as (message: unknown) => unknown;
    case "stand-in":
      return form.field.field === field ? (message) => form.value(message) : () => undefined;
    case "converted": {
      const get = readObject(form.opened, field);
      return (message) => get(form.open(message));
    }
  }
}

/** The value of the first of these properties that the object has. */
export function firstValue(object: MessageObject, names: readonly string[]): unknown {
  for (const name of names) {
    const value = propertyValue(object, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
