import type { FieldPlan } from "../../plan/compiled.js";
import type { MapForm } from "../../representations/map-form.js";
import type { MessageReader } from "../../representations/reader.js";
import { redactList, replaceList } from "./list-redaction.js";
import { redactMap, replaceMap } from "./map-redaction.js";
import { type Glance, UNCLEAR } from "./property-redaction.js";
import type { RedactProperty, ValueRedaction } from "./redact-value.js";
import type { Redactor } from "./redactor.js";
import { scalarForm } from "./scalar-form.js";
import { replaceSingular, scalarRedaction } from "./scalar-redaction.js";

/** How one representation lays out the value of a field. */
export interface FieldLayout {
  readonly bound: MessageReader;
  readonly mapForm: MapForm;
  /** Whether the value of a singular field counts as set. */
  isSet(value: unknown, message: unknown): boolean;
}

/** How the value of a field is redacted. */
export interface FieldRedaction {
  readonly glance: Glance;
  readonly redact: RedactProperty;
}

/** Redacts the value of a field, by its verdict. Null is no value and stays. */
export function redactField(plan: FieldPlan, layout: FieldLayout, redactor: Redactor): FieldRedaction {
  const values = valueRedaction(plan, layout.bound, redactor);
  if (plan.verdict.kind === "secret") {
    const replace = replaceField(plan, layout, values);
    return {
      glance: UNCLEAR,
      redact: (value, message) => (value === null || value === undefined ? value : replace(value, message)),
    };
  }
  const { glance = UNCLEAR, redact } = openField(plan, layout, values, redactor);
  return {
    glance,
    redact: (value, _message, depth, nesting) =>
      value === null || value === undefined ? value : redact(value, depth, nesting),
  };
}

function valueRedaction(plan: FieldPlan, bound: MessageReader, redactor: Redactor): ValueRedaction {
  const { field } = plan;
  if (field.type.kind !== "message") {
    return scalarRedaction(field, scalarForm(field, bound), redactor.options.holdsCredential);
  }
  const message = redactor.message(plan.message, bound.messagesIn(field));
  return {
    glance: message.glance,
    redact: (value, depth, nesting) => message.redact(value, depth + 1, nesting),
    replace: (secret) => message.replace(secret),
  };
}

function replaceField(
  { field }: FieldPlan,
  { bound, isSet, mapForm }: FieldLayout,
  values: ValueRedaction,
): (value: unknown, message: unknown) => unknown {
  const { cardinality } = field;
  if (cardinality.kind === "list") return replaceList(values);
  if (cardinality.kind === "map") return replaceMap(cardinality.key, mapForm, values);
  const replace =
    field.type.kind === "message" ? values.replace : replaceSingular(scalarForm(field, bound), isSet);
  return (value, message) => (isSet(value, message) ? replace(value, message) : value);
}

function openField(
  { field, verdict }: FieldPlan,
  { mapForm }: FieldLayout,
  values: ValueRedaction,
  { options }: Redactor,
): Pick<ValueRedaction, "glance" | "redact"> {
  const { cardinality } = field;
  if (cardinality.kind === "singular") return values;
  if (cardinality.kind === "list") {
    return {
      glance: values.glance?.kind === "text" ? { kind: "texts" } : undefined,
      redact: redactList(values),
    };
  }
  return redactMap(mapForm, values, {
    keyType: cardinality.key,
    isSecretKey: verdict.kind === "keyed" ? verdict.keys : undefined,
    describe: verdict.kind === "keyed" ? verdict.describe : undefined,
    holdsCredential: options.holdsCredential,
  });
}
