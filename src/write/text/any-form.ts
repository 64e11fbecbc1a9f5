import { REASON } from "../../marker.js";
import type { MessagePlan } from "../../plan/compiled.js";
import type { MessageAccess } from "../../representations/representation.js";
import { typeNameOfUrl } from "../../schema/names.js";
import { hasProtoJsonForm } from "../../schema/well-known.js";
import { anyOpener } from "./any-text.js";
import { CUT_NOTE } from "./cut-note.js";
import type { TextContext } from "./text-context.js";
import type { PrintValue } from "./text-state.js";

const TYPE_KEY = '"@type":';
const VALUE_KEY = '"value":';

/**
 * Prints the ProtoJSON form of an Any: the fields of the payload beside `@type`; or the payload under `value`, if it has a
 * special form, or if a note or marker replaces it.
 */
export function printAny(plan: MessagePlan, bound: MessageAccess, renderer: TextContext): PrintValue {
  const { any } = plan;
  if (any === undefined) return renderer.note(REASON.unreadable, plan.typeName);
  const open = anyOpener(plan, any, bound, renderer);
  const printUrl = renderer.string('""', any.typeUrl?.holdsCredential);
  return (out, message, depth, state) => {
    if (renderer.isLimited && !state.take(2)) return out;
    const content = open(message);
    if (content.typeUrl === "" && !content.hasValue) return `${out}{}`;
    state.left -= TYPE_KEY.length + VALUE_KEY.length + 2;
    const type = TYPE_KEY + (printUrl("", content.typeUrl, depth, state) || CUT_NOTE);
    if (state.cut) return `${out}{${type}}`;
    // Print it separately, because its text decides where it is placed.
    const text = content.print("", depth, state);
    if (hasProtoJsonForm(typeNameOfUrl(content.typeUrl)) || !text.startsWith("{")) {
      return `${out}{${type},${VALUE_KEY}${text || CUT_NOTE}}`;
    }
    return text === "{}" ? `${out}{${type}}` : `${out}{${type},${text.slice(1)}`;
  };
}
