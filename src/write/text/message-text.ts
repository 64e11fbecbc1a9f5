import { REASON } from "../../marker.js";
import { ownValue } from "../../options/own-value.js";
import type { MessagePlan } from "../../plan/compiled.js";
import { inheritsNothing } from "../../representations/own-property.js";
import type { FieldsAtOnce, MessageAccess } from "../../representations/representation.js";
import { noteText } from "../../scalars/json-string.js";
import { CUT_ENTRY } from "./cut-note.js";
import type { FieldPrinter } from "./field-printer.js";
import { joined } from "./rope.js";
import type { PrintValue } from "./text-state.js";

/**
 * Makes a function that prints messages: their fields in order, between braces; or the special form of a well-known type. A
 * message that is nested too deep, a message inside itself, and a value that is not a message of this type print a note.
 */
export function printMessage(
  plan: MessagePlan,
  bound: MessageAccess,
  content: readonly FieldPrinter[] | PrintValue,
  maxDepth: number,
  isLimited: boolean,
): PrintValue {
  const notes = notesFor(plan, maxDepth);
  const print = isLimited
    ? printWithin(bound, content, maxDepth, notes)
    : typeof content === "function"
      ? printForm(bound, content, maxDepth, notes)
      : printFields(bound, content, maxDepth, notes, "");
  return plan.recursive ? printOnce(plan, print, isLimited) : print;
}

/**
 * Makes a function that prints messages of a type that is not recursive, with a comma behind each. Only for output without a
 * limit. The comma is joined to the closing brace (measured: lists of small messages print in 4% less time).
 */
export function printMessageAndComma(
  plan: MessagePlan,
  bound: MessageAccess,
  fields: readonly FieldPrinter[],
  maxDepth: number,
): PrintValue {
  return printFields(bound, fields, maxDepth, notesFor(plan, maxDepth), ",");
}

function notesFor({ typeName }: MessagePlan, maxDepth: number): Notes {
  return {
    tooDeep: noteText(REASON.depthLimit(maxDepth), typeName),
    wrongType: noteText(REASON.wrongType, typeName),
  };
}

/** An object of any type: its properties are read by names that come from descriptors. */
type MessageObject = Readonly<Record<string, unknown>>;

/** The notes in place of a message. */
interface Notes {
  readonly tooDeep: string;
  readonly wrongType: string;
}

/**
 * All checks and all fields in one function. With fewer stack frames per nested message, deeper messages fit on the stack, and
 * small messages print in a fifth less time (measured). So fields that are properties are also read here.
 */
function printFields(
  bound: MessageAccess,
  fields: readonly FieldPrinter[],
  maxDepth: number,
  { tooDeep, wrongType }: Notes,
  behind: "" | ",",
): PrintValue {
  const end = joined("}", behind);
  const empty = joined("{}", behind);
  const last = fields.at(-1);
  const printLast = last?.closing?.(end);
  const shapes = fields.flatMap(({ shape }) => shape ?? []);
  const atOnce = shapes.length === fields.length ? ownValue(bound, "atOnce")?.(shapes) : undefined;
  const { accepts } = bound;
  return (out, message, outerDepth, state) => {
    if (outerDepth >= maxDepth) return out + tooDeep + behind;
    const values = atOnce === undefined ? undefined : valuesOf(atOnce, message);
    if (values === undefined && !accepts(message)) return out + wrongType + behind;
    let printed = out;
    // Not told by lengths: texts have many forms in memory, so the engine looks each length up.
    let isFirst = true;
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index];
      if (field === undefined) break;
      try {
        const { property } = field;
        let value: unknown;
        if (values !== undefined) {
          value = values[index];
          if (value === undefined || value === null) continue;
        } else if (property === undefined) {
          value = field.get(message);
          if (value === undefined) continue;
        } else {
          // Asked first, because an inherited getter may throw; it was accepted, so it is an object.
          const isRead = !field.isOwn || Object.hasOwn(message as object, property);
          // Random messages print in a tenth less time if the getter is not asked what such an object inherits: nothing.
          if (!isRead && inheritsNothing(message as object)) continue;
          value = isRead ? (message as MessageObject)[property] : field.get(message);
          if (value === undefined || value === null || value === field.unset) continue;
        }
        const print = field === last && printLast !== undefined ? printLast : field.print;
        const next = print(printed, isFirst, value, outerDepth + 1, state);
        // Nothing was printed: the list or map is empty, so the field is not set.
        if (field.mayBeEmpty && next === printed) continue;
        if (print === printLast) return next;
        printed = next;
      } catch {
        printed += unreadable(field, isFirst);
      }
      isFirst = false;
    }
    return printed + (isFirst ? empty : end);
  };
}

/** Undefined if the message has to be read field by field, because a getter throws. */
function valuesOf(atOnce: FieldsAtOnce, message: unknown): ReturnType<FieldsAtOnce> {
  try {
    return atOnce(message);
  } catch {
    return undefined;
  }
}

function printForm(
  bound: MessageAccess,
  print: PrintValue,
  maxDepth: number,
  { tooDeep, wrongType }: Notes,
): PrintValue {
  return (out, message, outerDepth, state) => {
    if (outerDepth >= maxDepth) return out + tooDeep;
    return bound.accepts(message) ? print(out, message, outerDepth + 1, state) : out + wrongType;
  };
}

/** Prints messages within the limit of the whole output. */
function printWithin(
  bound: MessageAccess,
  content: readonly FieldPrinter[] | PrintValue,
  maxDepth: number,
  { tooDeep, wrongType }: Notes,
): PrintValue {
  const print = typeof content === "function" ? content : printFieldsWithin(content);
  return (out, message, outerDepth, state) => {
    if (outerDepth >= maxDepth) return state.take(tooDeep.length) ? out + tooDeep : out;
    if (!bound.accepts(message)) return state.take(wrongType.length) ? out + wrongType : out;
    return print(out, message, outerDepth + 1, state);
  };
}

function printFieldsWithin(fields: readonly FieldPrinter[]): PrintValue {
  return (out, message, depth, state) => {
    if (!state.take(2)) return out;
    const { length } = out;
    let printed = out;
    for (const field of fields) {
      const isFirst = printed.length === length;
      const before = printed;
      try {
        printed = field.printOf(before, isFirst, message, depth, state);
      } catch {
        if (state.take(field.key.size + field.unreadable.length)) printed += unreadable(field, isFirst);
      }
      if (!state.cut) continue;
      if (printed === before) printed += (isFirst ? "{" : ",") + CUT_ENTRY;
      break;
    }
    return printed + (printed.length === length ? "{}" : "}");
  };
}

/** Prints a note for a message inside itself, which would otherwise print until the depth limit. Only for recursive types. */
function printOnce(plan: MessagePlan, print: PrintValue, isLimited: boolean): PrintValue {
  const insideItself = noteText(REASON.insideItself, plan.typeName);
  return (out, message, outerDepth, state) => {
    if (!state.enter(plan, message)) {
      return !isLimited || state.take(insideItself.length) ? out + insideItself : out;
    }
    try {
      return print(out, message, outerDepth, state);
    } finally {
      state.leave();
    }
  };
}

/** The note for a field whose getter or proxy threw, or that overflowed the stack. The error may hold a value, so it is dropped. */
function unreadable({ key, unreadable }: FieldPrinter, isFirst: boolean): string {
  return (isFirst ? key.first : key.next) + unreadable;
}
