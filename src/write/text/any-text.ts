import { REASON } from "../../marker.js";
import { isBytes } from "../../options/is-bytes.js";
import { ownValue } from "../../options/own-value.js";
import type { AnyRule, FieldPlan, MessagePlan, Plan } from "../../plan/compiled.js";
import { getterOf, type MessageAccess, type Representation } from "../../representations/representation.js";
import { MalformedWireError } from "../../representations/wire/malformed-wire-error.js";
import { wireBytes } from "../../representations/wire/wire.js";
import { MARKER_TEXT, noteText } from "../../scalars/json-string.js";
import { type FieldKey, FieldPrinter } from "./field-printer.js";
import { type PrintableWire, readPrintable } from "./printable-wire.js";
import type { TextContext } from "./text-context.js";
import type { TextState } from "./text-state.js";

/** The content of an Any, ready to print. */
export interface AnyText {
  /** The type URL; empty if there is none. */
  readonly typeUrl: string;
  /** Whether there is a payload to print. If there is a type, an empty payload is an empty message. */
  readonly hasValue: boolean;
  /** Prints the message inside, or a note or marker in its place. @param depth the depth of the Any. */
  print(out: string, depth: number, state: TextState): string;
}

/** The payload of an Any: bytes, or a message that is opened already. */
type Payload = Uint8Array | { readonly message: unknown; readonly representation: Representation };

/** The payload of an Any whose value is not set: a message without fields. */
const NO_BYTES: Uint8Array = new Uint8Array(0);

/** Opens messages of `google.protobuf.Any`. `plan/any.ts` decides which part of the message inside is shown. */
export function anyOpener(
  plan: MessagePlan,
  rule: AnyRule,
  bound: MessageAccess,
  renderer: TextContext,
): (any: unknown) => AnyText {
  const readUrl = getterOf(rule.typeUrl, bound);
  const readPayload = getterOf(rule.payload, bound);
  const stripped = renderer.counted(() => MARKER_TEXT);
  const wrongType = renderer.note(REASON.wrongType, "google.protobuf.Any.value");
  const insideItself = renderer.note(REASON.insideItself, plan.typeName);
  const printMessage = printInside(renderer);
  const open = ownValue(bound, "openedAny");
  return (any) => {
    const opened = open?.(any);
    const given = opened?.typeUrl ?? readUrl(any);
    const typeUrl = typeof given === "string" ? given : "";
    const bytes = opened === undefined ? readPayload(any) : undefined;
    const isPresent = opened !== undefined || bytes !== undefined;
    const content = rule.content(typeUrl);
    if (content.kind === "hidden") {
      return { typeUrl, hasValue: isPresent, print: (out, depth, state) => stripped(out, any, depth, state) };
    }
    const hasValue = isPresent || typeUrl !== "";
    if (opened === undefined && bytes !== undefined && !isBytes(bytes)) {
      return { typeUrl, hasValue, print: (out, depth, state) => wrongType(out, any, depth, state) };
    }
    if (content.kind === "unknown") {
      const text = noteText(REASON.unknownType, content.name);
      return { typeUrl, hasValue, print: (out, _depth, state) => printNote(out, text, state, renderer) };
    }
    const payload: Payload = opened ?? (isBytes(bytes) ? bytes : NO_BYTES);
    return {
      typeUrl,
      hasValue,
      print(out, depth, state) {
        if (isBytes(payload)) return printMessage(out, content.plan, payload, depth, state);
        // An opened Any is an object, so it may contain itself.
        if (!state.enter(plan, any)) return insideItself(out, any, depth, state);
        try {
          return printMessage(out, content.plan, payload, depth, state);
        } finally {
          state.leave();
        }
      },
    };
  };
}

function printNote(out: string, text: string, state: TextState, { isLimited }: TextContext): string {
  return !isLimited || state.take(text.length) ? out + text : out;
}

function printInside(
  renderer: TextContext,
): (out: string, plan: Plan, payload: Payload, depth: number, state: TextState) => string {
  const { maxDepth } = renderer.options.limits;
  return (out, plan, payload, depth, state) => {
    if (!isBytes(payload))
      return renderer.message(plan, payload.representation)(out, payload.message, depth, state);
    if (plan.kind === "failed" || depth >= maxDepth) {
      return renderer.message(plan, wireBytes)(out, undefined, depth, state);
    }
    let read: PrintableWire;
    try {
      read = readPrintable(plan, payload, maxDepth - depth);
    } catch (error) {
      return printNote(out, malformedNote(error, plan.typeName), state, renderer);
    }
    return renderer.message(plan, read.representation)(out, read.message, depth, state);
  };
}

/** A note in place of wire bytes that could not be read. It may hold the offset, and never a value. */
export function malformedNote(error: unknown, typeName: string): string {
  const offset = error instanceof MalformedWireError ? error.shownOffset : undefined;
  return noteText(REASON.malformed(offset), typeName);
}

/** Prints the field `value` of an Any: the message that it holds. */
export function printAnyValue(
  plan: MessagePlan,
  rule: AnyRule,
  field: FieldPlan,
  bound: MessageAccess,
  key: FieldKey,
  renderer: TextContext,
): FieldPrinter {
  const open = anyOpener(plan, rule, bound, renderer);
  // The type URL decides how the value prints, so open the whole Any.
  const wholeAny = { get: (any: unknown) => any };
  return new FieldPrinter(field, key, wholeAny, (out, isFirst, any, depth, state) => {
    const content = open(any);
    if (!content.hasValue) return out;
    state.left -= key.size;
    const opened = out + (isFirst ? key.first : key.next);
    const printed = content.print(opened, depth, state);
    return printed === opened ? out : printed;
  });
}
