import type { FieldPlan } from "../plan/message-plan.js";
import type { MessageReader } from "../read/reader.js";
import { CUT_NOTE } from "./cut-note.js";
import { noteText } from "./json-text.js";
import type { TextRenderer } from "./text-renderer.js";
import type { PrintValue } from "./text-state.js";

/** Prints a list; an empty one not at all. */
export function printList(plan: FieldPlan, bound: MessageReader, renderer: TextRenderer): PrintValue {
  const { isLimited, options } = renderer;
  const { maxListLength } = options.limits;
  const { fullName } = plan.field;
  const print = renderer.item(plan, bound);
  const printWrongType = renderer.note("wrong type of value", fullName);
  return (list, depth, state) => {
    if (!Array.isArray(list)) return printWrongType(list, depth, state);
    const { length } = list;
    if (length === 0 || (isLimited && !state.take(2))) return "";
    const printed = Math.min(length, maxListLength);
    let out = "";
    for (let index = 0; index < printed; index++) {
      state.left--;
      const text = print(list[index], depth, state) || CUT_NOTE;
      out = index === 0 ? text : `${out},${text}`;
      if (state.cut) return `[${out}]`;
    }
    if (printed === length) return `[${out}]`;
    const note = noteText(`${length - printed} more items`, fullName);
    if (isLimited && !state.take(note.length + 1)) return `[${out}${printed === 0 ? "" : ","}${CUT_NOTE}]`;
    return `[${out}${printed === 0 ? "" : ","}${note}]`;
  };
}
