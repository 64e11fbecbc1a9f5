import { REASON } from "../../marker.js";
import type { FieldPlan } from "../../plan/compiled.js";
import type { MessageAccess } from "../../representations/representation.js";
import { noteText, quote } from "../../scalars/json-string.js";
import { CUT_NOTE } from "./cut-note.js";
import { printManyScalars } from "./many-scalars.js";
import { flattened, LONGEST_ROPE } from "./rope.js";
import type { TextContext } from "./text-context.js";
import type { PrintContent, TextState } from "./text-state.js";

/** Fewer scalars are printed one by one: a call of JSON.stringify takes as long as a few scalars. */
const FEWEST_AT_ONCE = 16;

/** Makes a function that prints a list, and prints nothing for an empty list. */
export function printList(plan: FieldPlan, bound: MessageAccess, renderer: TextContext): PrintContent {
  const printItems = renderer.isLimited
    ? printItemsWithin(plan, bound, renderer)
    : printAllItems(plan, bound, renderer);
  const printWrongType = plan.isHidden
    ? renderer.counted(() => quote(plan.marker))
    : renderer.note(REASON.wrongType, plan.field.fullName);
  return (out, opening, list, depth, state) => {
    if (Array.isArray(list)) return list.length === 0 ? out : printItems(out, opening, list, depth, state);
    const printed = printWrongType(out + opening, list, depth, state);
    return state.cut ? out : printed;
  };
}

/** Prints the items of a list that is not empty, with its brackets. */
type PrintItems = (
  out: string,
  opening: string,
  list: readonly unknown[],
  depth: number,
  state: TextState,
) => string;

/** Prints all items up to the limit of the list. It flattens a long text piece by piece. */
function printAllItems(plan: FieldPlan, bound: MessageAccess, renderer: TextContext): PrintItems {
  const { maxListLength } = renderer.options.limits;
  const printAndComma = renderer.itemAndComma(plan, bound);
  const printLast = renderer.item(plan, bound);
  const printMany = printManyScalars(plan, renderer.options);
  return (out, opening, list, depth, state) => {
    const { length } = list;
    const isCut = length > maxListLength;
    const last = isCut ? maxListLength : length - 1;
    const isLong = out.length > LONGEST_ROPE;
    let pieces = isLong ? out : "";
    let piece = `${isLong ? opening : out + opening}[`;
    const texts = last < FEWEST_AT_ONCE || isCut ? undefined : printMany?.(list);
    if (texts !== undefined) return `${pieces + piece + texts}]`;
    for (let index = 0; index < last; index++) {
      const before = piece.length;
      piece = printAndComma(piece, list[index], depth, state);
      if (piece.length <= LONGEST_ROPE) continue;
      // An item that is longer than a piece is one long string, or was flattened itself.
      pieces += piece.length - before <= LONGEST_ROPE ? flattened(piece) : piece;
      piece = "";
    }
    piece = isCut
      ? piece + moreItems(length - maxListLength, plan)
      : printLast(piece, list[last], depth, state);
    return `${pieces + piece}]`;
  };
}

/** Prints items until the whole output is full. */
function printItemsWithin(plan: FieldPlan, bound: MessageAccess, renderer: TextContext): PrintItems {
  const { maxListLength } = renderer.options.limits;
  const print = renderer.item(plan, bound);
  return (out, opening, list, depth, state) => {
    if (!state.take(2)) return out;
    const { length } = list;
    const isCut = length > maxListLength;
    const count = isCut ? maxListLength : length;
    let printed = `${out + opening}[`;
    for (let index = 0; index < count; index++) {
      if (index > 0) printed += ",";
      const before = printed;
      state.left--;
      printed = print(before, list[index], depth, state);
      if (state.cut) return `${printed === before ? printed + CUT_NOTE : printed}]`;
    }
    // Do not compare counts to find out whether all items were printed: the `length` of a proxy may not be a number.
    if (!isCut) return `${printed}]`;
    const note = moreItems(length - count, plan);
    return `${printed}${count === 0 ? "" : ","}${state.take(note.length + 1) ? note : CUT_NOTE}]`;
  };
}

/** The note in place of the items beyond the limit. */
function moreItems(count: number, { field }: FieldPlan): string {
  return noteText(REASON.moreItems(count), field.fullName);
}
