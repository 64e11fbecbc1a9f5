import type { MessagePlan } from "../plan/message-plan.js";
import type { MessageReader } from "../read/reader.js";
import { CUT_ENTRY } from "./cut-note.js";
import { noteText } from "./json-text.js";
import type { PrintField, PrintValue } from "./text-state.js";

/** A field of a message, ready to print. */
export interface FieldPrinter {
  readonly print: PrintField;
  /** What is printed where reading the field throws. */
  readonly unreadable: string;
}

/**
 * Prints messages: their fields in order, between braces; or a special form, for a well-known type. A message nested
 * too deep, a message inside itself, and a value that is no message of this type print a note.
 */
export function printMessage(
  plan: MessagePlan,
  bound: MessageReader,
  content: readonly FieldPrinter[] | PrintValue,
  maxDepth: number,
  isLimited: boolean,
): PrintValue {
  const tooDeep = noteText(`depth limit of ${maxDepth} reached`, plan.typeName);
  const wrongType = noteText("wrong type of value", plan.typeName);
  const insideItself = noteText("message inside itself", plan.typeName);
  const note = (text: string): PrintValue =>
    isLimited ? (_value, _depth, state) => (state.take(text.length) ? text : "") : () => text;
  const printTooDeep = note(tooDeep);
  const printWrongType = note(wrongType);
  const printInsideItself = note(insideItself);
  const printContent = typeof content === "function" ? content : printFields(content, isLimited);

  const print: PrintValue = (message, depth, state) => {
    if (depth > maxDepth) return printTooDeep(message, depth, state);
    if (!bound.accepts(message)) return printWrongType(message, depth, state);
    return printContent(message, depth, state);
  };
  if (!plan.recursive) return print;
  // Only a recursive type can hold a message inside itself, and printing it would not end but at the depth limit.
  return (message, depth, state) => {
    if (!state.enter(plan, message)) return printInsideItself(message, depth, state);
    try {
      return print(message, depth, state);
    } finally {
      state.leave();
    }
  };
}

function printFields(fields: readonly FieldPrinter[], isLimited: boolean): PrintValue {
  return (message, depth, state) => {
    if (isLimited && !state.take(2)) return "";
    let out = "";
    for (const field of fields) {
      let text: string;
      try {
        text = field.print(message, depth, state);
      } catch {
        // A getter, a proxy or the stack: whatever was thrown may hold a value, so it goes no further.
        text = !isLimited || state.take(field.unreadable.length + 1) ? field.unreadable : "";
      }
      if (text !== "") out = out === "" ? text : `${out},${text}`;
      if (state.cut) {
        if (text === "") out = out === "" ? CUT_ENTRY : `${out},${CUT_ENTRY}`;
        break;
      }
    }
    return `{${out}}`;
  };
}
