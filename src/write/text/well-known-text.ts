import { REASON } from "../../marker.js";
import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import type { MessageAccess } from "../../representations/representation.js";
import { MARKER_TEXT } from "../../scalars/json-string.js";
import { scalarOf } from "../../scalars/scalars.js";
import { isWrapperType } from "../../schema/well-known.js";
import { printAny } from "./any-form.js";
import { FieldPrinter, NO_KEY } from "./field-printer.js";
import type { TextContext } from "./text-context.js";
import type { PrintValue } from "./text-state.js";
import { printDuration, printFieldMask, printTimestamp } from "./time-text.js";

/**
 * Prints the ProtoJSON form of a well-known type; undefined for all other types. If the policy makes a field of such a type
 * secret, the whole form is secret.
 */
export function printWellKnown(
  plan: MessagePlan,
  bound: MessageAccess,
  renderer: TextContext,
): PrintValue | undefined {
  const form = formOf(plan.typeName);
  if (form === undefined) return undefined;
  if (plan.fields.some(({ isHidden }) => isHidden)) return renderer.counted(() => MARKER_TEXT);
  return form(plan, bound, renderer);
}

type Form = (plan: MessagePlan, bound: MessageAccess, renderer: TextContext) => PrintValue | undefined;

function formOf(typeName: string): Form | undefined {
  return isWrapperType(typeName) ? printWrapper : FORMS.get(typeName);
}

const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ["google.protobuf.Any", printAny],
  ["google.protobuf.Timestamp", printTimestamp],
  ["google.protobuf.Duration", printDuration],
  ["google.protobuf.FieldMask", printFieldMask],
  ["google.protobuf.Struct", (plan, bound, renderer) => printOnly("fields", "{}", plan, bound, renderer)],
  ["google.protobuf.ListValue", (plan, bound, renderer) => printOnly("values", "[]", plan, bound, renderer)],
  ["google.protobuf.Value", printAnyOneof],
]);

function printWrapper(
  plan: MessagePlan,
  bound: MessageAccess,
  renderer: TextContext,
): PrintValue | undefined {
  const type = plan.fields[0]?.field.type;
  if (type?.kind !== "scalar") return undefined;
  const scalar = scalarOf(type);
  const zero = scalar.text(renderer.options.format)(scalar.zero);
  return zero === undefined ? undefined : printOnly("value", zero, plan, bound, renderer);
}

/** Prints the only field of a form, or another text if the field is not set. */
function printOnly(
  name: string,
  otherwise: string,
  plan: MessagePlan,
  bound: MessageAccess,
  renderer: TextContext,
): PrintValue | undefined {
  const only = plan.fields.find(({ field }) => field.name === name);
  if (only === undefined) return undefined;
  const field = renderer.field(only, bound, NO_KEY);
  const printOtherwise = renderer.counted(() => otherwise);
  return (out, message, depth, state) => {
    const printed = field.printOf(out, true, message, depth, state);
    return printed !== out || state.cut ? printed : printOtherwise(out, message, depth, state);
  };
}

/** A `google.protobuf.Value` prints as the one field that is set. */
function printAnyOneof(plan: MessagePlan, bound: MessageAccess, renderer: TextContext): PrintValue {
  const fields = plan.fields.map((field) => printJsonValue(field, bound, renderer));
  const printNone = renderer.counted(() => renderer.options.format.nullValue);
  return (out, message, depth, state) => {
    for (const field of fields) {
      const printed = field.printOf(out, true, message, depth, state);
      if (printed !== out || state.cut) return printed;
    }
    return printNone(out, message, depth, state);
  };
}

/** Prints a Value as a message, but a Value without a kind as null: see `nullValue`. */
export function nullIfEmpty(print: PrintValue, renderer: TextContext): PrintValue {
  const { nullValue } = renderer.options.format;
  return (out, message, depth, state) => {
    const printed = print(out, message, depth, state);
    // Only an empty message prints two characters, its braces. They have been counted.
    const isEmpty = printed.length === out.length + 2;
    return isEmpty && (!renderer.isLimited || state.take(nullValue.length - 2)) ? out + nullValue : printed;
  };
}

function printJsonValue(plan: FieldPlan, bound: MessageAccess, renderer: TextContext): FieldPrinter {
  const field = renderer.field(plan, bound, NO_KEY);
  if (plan.field.name !== "number_value") return field;
  const printNotFinite = renderer.note(REASON.notFinite, plan.field.fullName);
  return new FieldPrinter(plan, NO_KEY, { get: field.get }, (out, isFirst, value, depth, state) => {
    const isPrintable = typeof value !== "number" || Number.isFinite(value);
    return isPrintable
      ? field.print(out, isFirst, value, depth, state)
      : printNotFinite(out, value, depth, state);
  });
}
