import { REASON } from "../../marker.js";
import type { AnyRule, FieldPlan } from "../../plan/compiled.js";
import { getterOf, type MessageAccess } from "../../representations/representation.js";
import { structReader } from "../../representations/struct-json.js";
import { MARKER_TEXT } from "../../scalars/json-string.js";
import { type FieldKey, FieldPrinter } from "./field-printer.js";
import type { TextContext } from "./text-context.js";
import type { PrintValue } from "./text-state.js";

/**
 * Prints the Struct of a TypedStruct: as the message that it stands for. `plan/typed-struct.ts` decides which part is shown. Without
 * a reader for ProtoJSON, nothing of it is shown.
 */
export function printTypedStruct(
  rule: AnyRule,
  field: FieldPlan,
  bound: MessageAccess,
  key: FieldKey,
  renderer: TextContext,
): FieldPrinter {
  const getUrl = getterOf(rule.typeUrl, bound);
  const getStruct = bound.value(field.field);
  const { protoJson } = renderer.options;
  const read = structReader(field.message, bound.messagesIn(field.field));
  const printMarker = renderer.counted(() => MARKER_TEXT);
  const printUnreadable = renderer.note(REASON.wrongType, field.field.fullName);
  const print: PrintValue = (out, message, depth, state) => {
    const content = rule.content(getUrl(message));
    if (content.kind === "unknown")
      return renderer.note(REASON.unknownType, content.name ?? field.field.fullName)(
        out,
        message,
        depth,
        state,
      );
    if (content.kind === "hidden" || protoJson === undefined) return printMarker(out, message, depth, state);
    let json: unknown;
    try {
      json = read(getStruct(message));
    } catch {
      return printUnreadable(out, message, depth, state);
    }
    return renderer.message(content.plan, protoJson(content.plan.typeName))(out, json, depth, state);
  };
  // The type URL decides how the Struct prints, so take the whole message.
  const whole = { get: (message: unknown) => (getStruct(message) === undefined ? undefined : message) };
  return new FieldPrinter(field, key, whole, (out, isFirst, message, depth, state) => {
    state.left -= key.size;
    const opened = out + (isFirst ? key.first : key.next);
    const printed = print(opened, message, depth, state);
    return printed === opened ? out : printed;
  });
}
