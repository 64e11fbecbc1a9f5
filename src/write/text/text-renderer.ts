import { REASON, STRIPPED } from "../../marker.js";
import { isBytes } from "../../options/is-bytes.js";
import { ownValue } from "../../options/own-value.js";
import type { FieldPlan, MessagePlan, Plan } from "../../plan/compiled.js";
import { FieldMemo } from "../../plan/field-memo.js";
import type { JsonText } from "../../plan/json-text.js";
import type { Detector } from "../../policy/policy.js";
import type { MessageAccess, Representation } from "../../representations/representation.js";
import { MARKER_TEXT, noteText } from "../../scalars/json-string.js";
import { isBytesType, isString } from "../../scalars/scalars.js";
import { printAnyValue } from "./any-text.js";
import { CUT_NOTE, CUT_RESERVE } from "./cut-note.js";
import { type FieldKey, type FieldPrinter, fieldKey } from "./field-printer.js";
import { printField } from "./field-text.js";
import { printMessage, printMessageAndComma } from "./message-text.js";
import { partText, scalarText } from "./scalar-text.js";
import { cutBytes, printStringWithin, textInside } from "./string-text.js";
import type { TextContext, TextOptions } from "./text-context.js";
import { inOrder } from "./text-format.js";
import { type PrintValue, TextState } from "./text-state.js";
import { printTypedStruct } from "./typed-struct-text.js";
import { nullIfEmpty, printWellKnown } from "./well-known-text.js";

/** Prints messages of a plan in one representation. */
interface TypePrinter {
  print: PrintValue;
  /** The same with a comma behind each message. Undefined for rare types of messages in lists. */
  printAndComma: PrintValue | undefined;
  ready: boolean;
}

/**
 * Prints messages as text. Each pair of plan and representation is compiled into closures on first use. Then keys are quoted
 * and joined, fields are sorted, and verdicts and limits are applied. So printing a message is one pass over its fields.
 */
export class TextRenderer implements TextContext {
  readonly options: TextOptions;
  /** Whether the whole output is limited. Then all printed text is counted. */
  readonly isLimited: boolean;
  readonly #printers = new Map<Representation, Map<MessagePlan, TypePrinter>>();
  /** What prints fields that are shared: behind the key that the format gives the field. */
  readonly #fields = new Map<Representation, FieldMemo<FieldPrinter>>();
  /** The printer of the last outermost message of each type. */
  readonly #last = new WeakMap<
    Plan,
    { readonly representation: Representation; readonly print: PrintValue }
  >();

  constructor(options: TextOptions) {
    this.options = options;
    this.isLimited = options.limits.maxOutputLength < Number.POSITIVE_INFINITY;
  }

  /** The text of a message. May throw if reading the message throws. */
  print(plan: Plan, representation: Representation, message: unknown): string {
    const { maxOutputLength } = this.options.limits;
    const state = new TextState(maxOutputLength - CUT_RESERVE);
    return this.#outermost(plan, representation)("", message, 0, state) || CUT_NOTE;
  }

  /** A note in place of a message. */
  printNote(note: string): string {
    return note.length <= this.options.limits.maxOutputLength ? note : CUT_NOTE;
  }

  /** The text of a string that is not part of a message. */
  printString(text: string): string {
    const state = new TextState(this.options.limits.maxOutputLength - CUT_RESERVE);
    return this.string('""', this.options.holdsCredential)("", text, 0, state) || CUT_NOTE;
  }

  /** The same as {@link message}, with only one look-up if the last message of the type had the same representation. */
  #outermost(plan: Plan, representation: Representation): PrintValue {
    const last = this.#last.get(plan);
    if (last !== undefined && last.representation === representation) return last.print;
    const print = this.message(plan, representation);
    this.#last.set(plan, { representation, print });
    return print;
  }

  message(plan: Plan, representation: Representation): PrintValue {
    if (plan.kind === "failed") return this.note(plan.reason, plan.typeName);
    const printer = this.#printer(plan, representation);
    // The printer is still being compiled: a recursive type contains itself.
    return printer.ready
      ? printer.print
      : (out, value, depth, state) => printer.print(out, value, depth, state);
  }

  #printer(plan: MessagePlan, representation: Representation): TypePrinter {
    const printers = this.#printers.get(representation) ?? new Map<MessagePlan, TypePrinter>();
    const known = printers.get(plan);
    if (known !== undefined) return known;
    this.#printers.set(representation, printers);
    const print = this.note(REASON.notCompiled, plan.typeName);
    const printer: TypePrinter = { print, printAndComma: undefined, ready: false };
    printers.set(plan, printer);
    try {
      this.#compile(printer, plan, representation);
    } catch (error) {
      // Stack overflow. Printers that were compiled meanwhile may be incomplete, so drop them all.
      this.#printers.clear();
      throw error;
    }
    printer.ready = true;
    return printer;
  }

  #compile(printer: TypePrinter, plan: MessagePlan, representation: Representation): void {
    const { format, limits } = this.options;
    const bound = representation.bind(plan);
    const shared = this.#fields.get(representation) ?? new FieldMemo<FieldPrinter>();
    this.#fields.set(representation, shared);
    const wellKnown = format.wellKnownForms ? printWellKnown(plan, bound, this) : undefined;
    const fields = inOrder(
      format,
      plan.fields.filter((one) => !one.isOmitted),
    ).map((field) => {
      const key = fieldKey(format.key(field.field));
      const { any, typedStruct } = plan;
      if (typedStruct !== undefined && field === typedStruct.payload && !field.isHidden)
        return printTypedStruct(typedStruct, field, bound, key, this);
      const isShownPayload = any !== undefined && field === any.payload && !field.isHidden;
      return isShownPayload
        ? printAnyValue(plan, any, field, bound, key, this)
        : shared.of(field, () => this.field(field, bound, key));
    });
    const print = printMessage(plan, bound, wellKnown ?? fields, limits.maxDepth, this.isLimited);
    const isPlainValue = wellKnown === undefined && plan.typeName === "google.protobuf.Value";
    printer.print = isPlainValue ? nullIfEmpty(print, this) : print;
    if (wellKnown !== undefined || isPlainValue || plan.recursive || this.isLimited) return;
    printer.printAndComma = printMessageAndComma(plan, bound, fields, limits.maxDepth);
  }

  field(plan: FieldPlan, bound: MessageAccess, key: FieldKey): FieldPrinter {
    return printField(plan, bound, key, this);
  }

  item(plan: FieldPlan, bound: MessageAccess): PrintValue {
    const print = this.single(plan, bound);
    const neutral = bound.neutral(plan.field.type);
    return neutral === undefined
      ? print
      : (out, value, depth, state) => print(out, neutral(value), depth, state);
  }

  itemAndComma(plan: FieldPlan, bound: MessageAccess): PrintValue {
    const { message } = plan;
    const printAndComma =
      message?.kind === "message"
        ? this.#printer(message, bound.messagesIn(plan.field)).printAndComma
        : undefined;
    if (printAndComma !== undefined) return printAndComma;
    const print = this.item(plan, bound);
    return (out, value, depth, state) => `${print(out, value, depth, state)},`;
  }

  single(plan: FieldPlan, bound: MessageAccess): PrintValue {
    const { type, fullName } = plan.field;
    if (type.kind !== "message")
      return this.#scalar(plan, noteText(REASON.wrongType, fullName), ownValue(bound, "textsArePlain"));
    if (plan.message === undefined) return this.note(REASON.unknownType, type.typeName);
    return this.message(plan.message, bound.messagesIn(plan.field));
  }

  #scalar(plan: FieldPlan, wrongType: string, arePlain = false): PrintValue {
    const { field, holdsCredential, json } = plan;
    const { type } = field;
    const part = partText(plan);
    if (part !== undefined) return this.counted(part);
    if (json !== undefined) return this.#json(json, this.#scalar({ ...plan, json: undefined }, wrongType));
    if (isString(type)) return this.string(wrongType, holdsCredential, arePlain);
    if (isBytesType(type)) {
      const text = cutBytes(this.options.limits.maxStringLength);
      return this.counted((value) => (isBytes(value) ? text(value) : wrongType));
    }
    const text = scalarText(field, this.options.format);
    return this.counted((value) => text(value) ?? wrongType);
  }

  /** Prints a string, or bytes, that holds JSON. */
  #json(json: JsonText, print: PrintValue): PrintValue {
    const printMarker = this.counted(() => MARKER_TEXT);
    return (out, value, depth, state) => {
      const shown = json.shown(value);
      return (shown === STRIPPED ? printMarker : print)(out, shown, depth, state);
    };
  }

  string(wrongType: string, holdsCredential: Detector | undefined, arePlain = false): PrintValue {
    const { maxStringLength } = this.options.limits;
    if (this.isLimited) return printStringWithin(maxStringLength, holdsCredential, wrongType);
    const text = this.textInside(wrongType, holdsCredential, arePlain);
    return (out, value) => `${out}"${text(value)}"`;
  }

  textInside(
    wrongType: string,
    holdsCredential: Detector | undefined,
    arePlain = false,
  ): (value: unknown) => string {
    return textInside(this.options.limits.maxStringLength, holdsCredential, wrongType, arePlain);
  }

  note(reason: string, name: string): PrintValue {
    const text = noteText(reason, name);
    return this.counted(() => text);
  }

  counted(text: (value: unknown) => string): PrintValue {
    if (!this.isLimited) return (out, value) => out + text(value);
    return (out, value, _depth, state) => {
      const printed = text(value);
      return state.take(printed.length) ? out + printed : out;
    };
  }
}
