import type { FieldPlan, MessagePlan } from "../plan/message-plan.js";
import type { FieldProperty, MessageLayout, ObjectForm, OneofProperty, Property } from "../read/layout.js";
import type { MessageReader } from "../read/reader.js";
import type { FieldShape } from "../schema/message-shape.js";
import { redactField } from "./field-redaction.js";
import { redactOneof } from "./oneof-redaction.js";
import { DROPPED, type RedactProperty } from "./redact-value.js";
import type { Redactor } from "./redactor.js";
import { scalarForm } from "./scalar-form.js";

/** How what stands under one property of a message is redacted. */
export interface PropertyRedaction {
  /** Whether an open text stands there: most properties are one. */
  readonly isOpenText: boolean;
  /** A text that stays as it is, whatever else does: the name of the type. */
  readonly constant: string | undefined;
  readonly redact: RedactProperty;
  /** What stands there in place of a value, where nothing is set; dropped, if there is no such property then. */
  empty(like: unknown): unknown;
}

/** What the redaction of the properties of a message is made of. */
export interface PropertyParts {
  readonly plan: MessagePlan;
  readonly layout: MessageLayout;
  readonly bound: MessageReader;
  readonly redactor: Redactor;
  /** How fields are redacted, other than by their verdict. */
  readonly special: ReadonlyMap<FieldPlan, RedactProperty>;
}

/** How the properties of messages of one form are redacted, by name. */
export function propertyRedactions(
  { properties }: ObjectForm,
  parts: PropertyParts,
): ReadonlyMap<string, PropertyRedaction> {
  const redactions = new Map<Property, PropertyRedaction>();
  const table = new Map<string, PropertyRedaction>();
  for (const [name, property] of properties) {
    if (typeof name === "symbol") continue;
    // Under each of several names for it, a field is redacted by the same closures.
    const redaction = redactions.get(property) ?? propertyRedaction(property, parts);
    redactions.set(property, redaction);
    table.set(name, redaction);
  }
  return table;
}

function propertyRedaction(property: Property, parts: PropertyParts): PropertyRedaction {
  switch (property.kind) {
    case "type": {
      const keep = (value: unknown): unknown => (property.isType(value) ? value : DROPPED);
      return { isOpenText: false, constant: parts.plan.typeName, redact: keep, empty: keep };
    }
    case "field":
      return {
        isOpenText: isOpenText(property.field, parts),
        constant: undefined,
        redact: fieldRedaction(property, parts),
        empty: emptyField(property, parts.bound),
      };
    case "oneof":
      return {
        isOpenText: false,
        constant: undefined,
        redact: redactOneof(property, memberRedactions(property, parts)),
        empty: emptyOneof(property),
      };
  }
}

function fieldRedaction(
  { field, isSet }: Pick<FieldProperty, "field" | "isSet">,
  { plan, layout, bound, redactor, special }: PropertyParts,
): RedactProperty {
  const found = plan.fields.find((one) => one.field === field);
  if (found === undefined) return () => DROPPED;
  return special.get(found) ?? redactField(found, { bound, isSet, mapForm: layout.mapForm(field) }, redactor);
}

function memberRedactions(
  { members }: OneofProperty,
  parts: PropertyParts,
): ReadonlyMap<string, RedactProperty> {
  // What is chosen is set, whatever its value.
  const isSet = (): boolean => true;
  const redactions = new Map<FieldShape, RedactProperty>();
  return new Map(
    [...members].map(([name, field]) => {
      const redaction = redactions.get(field) ?? fieldRedaction({ field, isSet }, parts);
      redactions.set(field, redaction);
      return [name, redaction];
    }),
  );
}

function isOpenText(field: FieldShape, { plan }: PropertyParts): boolean {
  const found = plan.fields.find((one) => one.field === field);
  const { cardinality, type } = field;
  return (
    found !== undefined &&
    found.verdict.kind !== "secret" &&
    cardinality.kind === "singular" &&
    type.kind === "scalar" &&
    type.scalar === "string"
  );
}

function emptyField({ field, isRequired }: FieldProperty, bound: MessageReader): (like: unknown) => unknown {
  const { cardinality } = field;
  if (!isRequired) return () => DROPPED;
  if (cardinality.kind === "list") return () => [];
  if (cardinality.kind === "map") return () => ({});
  return scalarForm(field, bound).empty;
}

function emptyOneof({ isRequired, caseProperties }: OneofProperty): () => unknown {
  const [caseProperty = "case"] = caseProperties;
  return isRequired ? () => ({ [caseProperty]: undefined }) : () => DROPPED;
}
