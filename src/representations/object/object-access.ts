import type { MessagePlan } from "../../plan/compiled.js";
import { scalarOf } from "../../scalars/scalars.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { valueInForms } from "../forms.js";
import { isMessageObject } from "../kinds.js";
import type {
  FieldsAtOnce,
  MessageAccess,
  MessageForm,
  MessageObject,
  ObjectForm,
  Representation,
} from "../representation.js";
import { fieldsAtOnce } from "./fields-at-once.js";
import { objectMaps } from "./object-maps.js";
import { type ObjectSlots, objectSlots } from "./object-slots.js";
import { oneofMember } from "./oneof-member.js";
import { objectNames } from "./property-names.js";
import { statedTypeTest } from "./stated-type.js";

/**
 * Messages that are objects with a property per field, from any library: messages of protobufjs, plain objects of
 * proto-loader, ts-proto and @protobuf-ts, ProtoJSON values. A field is found under each name that these libraries give it,
 * and in each form that they use. Inherited properties count, except those of `Object.prototype`.
 */
export interface ObjectParts {
  readonly form: ObjectForm;
  readonly access: MessageAccess;
  /** Reads messages that have no other form. */
  atOnce(fields: readonly FieldShape[]): FieldsAtOnce | undefined;
  /** Makes the access to messages that may also have the given forms. */
  withForms(accepts: (value: unknown) => boolean, forms: readonly MessageForm[]): MessageAccess;
}

/**
 * Binds objects of a type.
 *
 * @param representationOf the representation of the messages in a field, by their type.
 * @param additionalNames more names of a property, by the name of the field.
 */
export function objectParts(
  plan: MessagePlan,
  representationOf: (typeName: string) => Representation,
  additionalNames?: ReadonlyMap<string, readonly string[]>,
): ObjectParts {
  const names = objectNames(plan, additionalNames);
  const slots = objectSlots(plan, names);
  const isOfType = statedTypeTest(plan.typeName);
  const form: ObjectForm = { kind: "object", fits: () => true, slots: slots.byName };
  const readObject = (_form: ObjectForm, field: FieldShape): ((message: MessageObject) => unknown) =>
    fieldGetter(field, slots, names.ofOneof);
  const withForms: ObjectParts["withForms"] = (accepts, forms) => ({
    accepts,
    value: (field) => valueInForms(forms, field, readObject),
    maps: objectMaps,
    neutral: (type) => (type.kind === "message" ? undefined : scalarOf(type).neutral),
    messagesIn: ({ type }) => representationOf(type.kind === "message" ? type.typeName : ""),
    forms,
  });
  const accepts = (value: unknown): boolean => isMessageObject(value) && isOfType(value);
  const atOnce: ObjectParts["atOnce"] = (fields) =>
    fieldsAtOnce(plan, fields, names, slots, (field) => fieldGetter(field, slots, names.ofOneof));
  return { form, access: withForms(accepts, [form]), atOnce, withForms };
}

function fieldGetter(
  field: FieldShape,
  slots: ObjectSlots,
  namesOfOneof: (oneof: string) => readonly string[],
): (message: MessageObject) => unknown {
  const slot = slots.byField.get(field);
  if (slot === undefined) return () => undefined;
  const { cardinality, type } = field;
  const { map, raw: rawOf, value } = slot;
  if (cardinality.kind === "list") return rawOf;
  if (map !== undefined) {
    return (message) => {
      const raw = rawOf(message);
      return raw === undefined ? undefined : map(message).open(raw);
    };
  }
  const oneof = cardinality.kind === "singular" ? cardinality.oneof : undefined;
  const get = oneof === undefined ? rawOf : oneofMember(oneof, namesOfOneof(oneof), slot, slots);
  // A message that is there is set, and has no other form.
  if (type.kind === "message") return get;
  return (message) => {
    const raw = get(message);
    return raw === undefined ? undefined : value(raw, message);
  };
}
