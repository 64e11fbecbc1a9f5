import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import type {
  FieldProperty,
  MessageLayout,
  ObjectForm,
  OneofProperty,
  Property,
} from "../../representations/layout.js";
import type { MessageReader } from "../../representations/reader.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { type FieldRedaction, redactField } from "./field-redaction.js";
import { redactOneof } from "./oneof-redaction.js";
import { PropertyRedaction, UNCLEAR } from "./property-redaction.js";
import { DROPPED, type RedactProperty } from "./redact-value.js";
import type { Redactor } from "./redactor.js";
import { scalarForm } from "./scalar-form.js";

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
      const { typeName } = parts.plan;
      const isText = property.isType(typeName);
      return new PropertyRedaction(isText ? { kind: "constant", constant: typeName } : UNCLEAR, keep, keep);
    }
    case "field": {
      const { glance, redact } = fieldRedaction(property, parts);
      return new PropertyRedaction(glance, redact, emptyField(property, parts.bound));
    }
    case "oneof": {
      const { holdsCredential } = parts.redactor.options;
      const redact = redactOneof(property, memberRedactions(property, parts), holdsCredential);
      return new PropertyRedaction(UNCLEAR, redact, emptyOneof(property));
    }
  }
}

function fieldRedaction(
  { field, isSet }: Pick<FieldProperty, "field" | "isSet">,
  { plan, layout, bound, redactor, special }: PropertyParts,
): FieldRedaction {
  const found = plan.fields.find((one) => one.field === field);
  if (found === undefined) return { glance: UNCLEAR, redact: () => DROPPED };
  const redact = special.get(found);
  if (redact !== undefined) return { glance: UNCLEAR, redact };
  return redactField(found, { bound, isSet, mapForm: layout.mapForm(field) }, redactor);
}

function memberRedactions(
  { members }: OneofProperty,
  parts: PropertyParts,
): ReadonlyMap<string, PropertyRedaction> {
  // What is chosen is set, whatever its value.
  const isSet = (): boolean => true;
  const redactions = new Map<FieldShape, PropertyRedaction>();
  return new Map(
    [...members].map(([name, field]) => {
      let redaction = redactions.get(field);
      if (redaction === undefined) {
        const { glance, redact } = fieldRedaction({ field, isSet }, parts);
        redaction = new PropertyRedaction(glance, redact);
        redactions.set(field, redaction);
      }
      return [name, redaction];
    }),
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
