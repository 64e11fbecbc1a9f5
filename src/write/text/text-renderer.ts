import type { FieldPlan, MessagePlan, Plan } from "../../plan/compiled.js";
import type { Detector } from "../../policy/policy.js";
import type { MessageReader, Reader } from "../../representations/reader.js";
import { noteText } from "../../scalars/json-string.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { Limits } from "../limits.js";
import { printAnyValue } from "./any-text.js";
import { CUT_NOTE, CUT_RESERVE } from "./cut-note.js";
import { type FieldKey, type FieldPrinter, fieldKey, printField } from "./field-text.js";
import { printMessage, printMessageAndComma } from "./message-text.js";
import { scalarText } from "./scalar-text.js";
import { cutBytes, printStringWithin, textInside } from "./string-text.js";
import { inOrder, type TextFormat } from "./text-format.js";
import { type PrintValue, TextState } from "./text-state.js";
import { nullIfEmpty, printWellKnown } from "./well-known-text.js";

/** What a renderer is made of. */
export interface TextRendererOptions {
  readonly format: TextFormat;
  readonly limits: Limits;
  readonly holdsCredential: Detector | undefined;
  /** The plan of a type by its full name: asked when an Any is opened. */
  planOf(typeName: string): Plan | undefined;
}

/** How messages of a plan in one representation are printed. */
interface TypePrinter {
  print: PrintValue;
  /** The same, with a comma behind each. Only of the types that most messages in lists have. */
  printAndComma: PrintValue | undefined;
  ready: boolean;
}

/**
 * Prints messages as text. Each pair of plan and representation is compiled into closures on first use: keys are
 * quoted and joined, fields are put in order, verdicts and limits are decided then, and a message is one pass over
 * its fields.
 */
export class TextRenderer {
  readonly options: TextRendererOptions;
  /** Whether the whole output is limited, so that everything printed has to be counted. */
  readonly isLimited: boolean;
  readonly #printers = new Map<Reader, Map<MessagePlan, TypePrinter>>();
  /** How the last message of a type was printed that was in no other one. */
  readonly #last = new WeakMap<Plan, { readonly reader: Reader; readonly print: PrintValue }>();

  constructor(options: TextRendererOptions) {
    this.options = options;
    this.isLimited = options.limits.maxOutputLength < Number.POSITIVE_INFINITY;
  }

  /** The text of a message. May throw where reading the message throws. */
  print(plan: Plan, reader: Reader, message: unknown): string {
    const { maxOutputLength } = this.options.limits;
    const state = new TextState(maxOutputLength - CUT_RESERVE);
    return this.#outermost(plan, reader)("", message, 0, state) || CUT_NOTE;
  }

  /** A note in place of a message. */
  printNote(note: string): string {
    return note.length <= this.options.limits.maxOutputLength ? note : CUT_NOTE;
  }

  /** The text of a string that is no part of a message. */
  printString(text: string): string {
    const state = new TextState(this.options.limits.maxOutputLength - CUT_RESERVE);
    return this.string('""')("", text, 0, state) || CUT_NOTE;
  }

  /** The same as {@link message}, by one look-up where messages of a type come in the same representation as before. */
  #outermost(plan: Plan, reader: Reader): PrintValue {
    const last = this.#last.get(plan);
    if (last !== undefined && last.reader === reader) return last.print;
    const print = this.message(plan, reader);
    this.#last.set(plan, { reader, print });
    return print;
  }

  /** Prints messages of a plan in a representation. */
  message(plan: Plan, reader: Reader): PrintValue {
    if (plan.kind === "refused") return this.note(plan.reason, plan.typeName);
    const printer = this.#printer(plan, reader);
    // Still being compiled: a recursive type that meets itself.
    return printer.ready
      ? printer.print
      : (out, value, depth, state) => printer.print(out, value, depth, state);
  }

  #printer(plan: MessagePlan, reader: Reader): TypePrinter {
    const printers = this.#printers.get(reader) ?? new Map<MessagePlan, TypePrinter>();
    const known = printers.get(plan);
    if (known !== undefined) return known;
    this.#printers.set(reader, printers);
    const print = this.note("could not be compiled", plan.typeName);
    const printer: TypePrinter = { print, printAndComma: undefined, ready: false };
    printers.set(plan, printer);
    try {
      this.#compile(printer, plan, reader.bind(plan));
    } catch (error) {
      // The stack ended. What was compiled meanwhile may hold on to the note, so none of it stays.
      this.#printers.clear();
      throw error;
    }
    printer.ready = true;
    return printer;
  }

  #compile(printer: TypePrinter, plan: MessagePlan, bound: MessageReader): void {
    const { format, limits } = this.options;
    const wellKnown = format.wellKnownForms ? printWellKnown(plan, bound, this) : undefined;
    const fields = inOrder(format, plan.fields).map((field) => {
      const key = fieldKey(format.key(field.field));
      const isPayload =
        field.field.fullName === "google.protobuf.Any.value" && field.verdict.kind !== "secret";
      return isPayload ? printAnyValue(plan, field, bound, key, this) : this.field(field, bound, key);
    });
    const print = printMessage(plan, bound, wellKnown ?? fields, limits.maxDepth, this.isLimited);
    const isPlainValue = wellKnown === undefined && plan.typeName === "google.protobuf.Value";
    printer.print = isPlainValue ? nullIfEmpty(print, this) : print;
    if (wellKnown !== undefined || isPlainValue || plan.recursive || this.isLimited) return;
    printer.printAndComma = printMessageAndComma(plan, bound, fields, limits.maxDepth);
  }

  /** Prints a field behind its key. */
  field(plan: FieldPlan, bound: MessageReader, key: FieldKey): FieldPrinter {
    return printField(plan, bound, key, this);
  }

  /** Prints an item of a list or the value of a map entry. */
  item(plan: FieldPlan, bound: MessageReader): PrintValue {
    const print = this.single(plan, bound);
    const neutral = bound.neutral(plan.field.type);
    return neutral === undefined
      ? print
      : (out, value, depth, state) => print(out, neutral(value), depth, state);
  }

  /** Prints an item of a list that is not the last one, and the comma behind it, where the whole output is not limited. */
  itemAndComma(plan: FieldPlan, bound: MessageReader): PrintValue {
    const { message } = plan;
    const isNeutral = bound.neutral(plan.field.type) === undefined;
    const printAndComma =
      message?.kind === "message" && isNeutral
        ? this.#printer(message, bound.messagesIn(plan.field)).printAndComma
        : undefined;
    if (printAndComma !== undefined) return printAndComma;
    const print = this.item(plan, bound);
    return (out, value, depth, state) => `${print(out, value, depth, state)},`;
  }

  /** Prints one open value of a field, which is neutral unless it is a message. */
  single(plan: FieldPlan, bound: MessageReader): PrintValue {
    const { type, fullName } = plan.field;
    if (type.kind !== "message")
      return this.#scalar(plan.field, noteText("wrong type of value", fullName), bound.textsArePlain);
    if (plan.message === undefined) return this.note("unknown type", type.typeName);
    return this.message(plan.message, bound.messagesIn(plan.field));
  }

  #scalar(field: FieldShape, wrongType: string, arePlain = false): PrintValue {
    const { type } = field;
    const scalar = type.kind === "scalar" ? type.scalar : undefined;
    if (scalar === "string") return this.string(wrongType, arePlain);
    if (scalar === "bytes") {
      const text = cutBytes(this.options.limits.maxStringLength);
      return this.counted((value) => (value instanceof Uint8Array ? text(value) : wrongType));
    }
    const text = scalarText(field, this.options.format);
    return this.counted((value) => text(value) ?? wrongType);
  }

  /**
   * Prints an open string.
   *
   * @param wrongType what is printed in place of a value that is none.
   * @param arePlain whether all are known to need no escapes. Default: no.
   */
  string(wrongType: string, arePlain = false): PrintValue {
    const { limits, holdsCredential } = this.options;
    if (this.isLimited) return printStringWithin(limits.maxStringLength, holdsCredential, wrongType);
    const text = this.textInside(wrongType, arePlain);
    return (out, value) => `${out}"${text(value)}"`;
  }

  /** What is printed between the quotes of an open string, where the whole output is not limited. Parameters as above. */
  textInside(wrongType: string, arePlain = false): (value: unknown) => string {
    const { limits, holdsCredential } = this.options;
    return textInside(limits.maxStringLength, holdsCredential, wrongType, arePlain);
  }

  /** Prints a note in place of whatever stands there. */
  note(why: string, name: string): PrintValue {
    const text = noteText(why, name);
    return this.counted(() => text);
  }

  /** Prints the text of a single value, and counts it where the whole output is limited. */
  counted(text: (value: unknown) => string): PrintValue {
    if (!this.isLimited) return (out, value) => out + text(value);
    return (out, value, _depth, state) => {
      const printed = text(value);
      return state.take(printed.length) ? out + printed : out;
    };
  }
}
