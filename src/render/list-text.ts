import type { FieldPlan } from "../plan/message-plan.js";
import type { MessageReader } from "../read/reader.js";
import { CUT_NOTE } from "./cut-note.js";
import { noteText } from "./json-text.js";
import { flattened, LONGEST_ROPE } from "./rope.js";
import type { TextRenderer } from "./text-renderer.js";
import type { PrintContent } from "./text-state.js";

/** Prints a list; an empty one not at all. */
export function printList(plan: FieldPlan, bound: MessageReader, renderer: TextRenderer): PrintContent {
  const { isLimited, options } = renderer;
  const { maxListLength } = options.limits;
  const { fullName } = plan.field;
  const print = renderer.item(plan, bound);
  const printWrongType = renderer.note("wrong type of value", fullName);
  return (out, opening, list, depth, state) => {
    if (!Array.isArray(list)) {
      const printed = printWrongType(out + opening, list, depth, state);
      return state.cut ? out : printed;
    }
    const { length } = list;
    if (length === 0 || (isLimited && !state.take(2))) return out;
    const count = Math.min(length, maxListLength);
    const isLong = out.length > LONGEST_ROPE;
    let done = isLong ? out : "";
    let printed = `${isLong ? opening : out + opening}[`;
    for (let index = 0; index < count; index++) {
      if (index > 0) printed += ",";
      const before = printed;
      state.left--;
      printed = print(before, list[index], depth, state);
      if (state.cut) return done + `${printed === before ? printed + CUT_NOTE : printed}]`;
      if (printed.length > LONGEST_ROPE) {
        done += printed.length - before.length < LONGEST_ROPE ? flattened(printed) : printed;
        printed = "";
      }
    }
    printed = done + printed;
    if (count === length) return `${printed}]`;
    const note = noteText(`${length - count} more items`, fullName);
    const isCut = isLimited && !state.take(note.length + 1);
    return `${printed}${count === 0 ? "" : ","}${isCut ? CUT_NOTE : note}]`;
  };
}
