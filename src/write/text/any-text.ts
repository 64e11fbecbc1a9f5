import { STRIPPED } from "../../marker.js";
import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import type { MessageReader, Reader } from "../../representations/reader.js";
import { MalformedWireError } from "../../representations/wire/malformed-wire-error.js";
import { wireReader } from "../../representations/wire/wire.js";
import { MARKER_TEXT, noteText } from "../../scalars/json-string.js";
import { isTypeName, typeNameOfUrl } from "../../schema/type-name.js";
import { type FieldKey, FieldPrinter } from "./field-text.js";
import { type PrintableWire, readPrintable } from "./printable-wire.js";
import type { TextRenderer } from "./text-renderer.js";
import type { TextState } from "./text-state.js";

/** What an Any holds, ready to print. */
export interface AnyContent {
  /** The type URL; empty where there is none. */
  readonly typeUrl: string;
  /** Whether there is something to print: a payload, or a type, of which no bytes are an empty message. */
  readonly hasValue: boolean;
  /** Prints the message inside, or what stands in its place. @param depth of the Any. */
  print(out: string, depth: number, state: TextState): string;
}

/**
 * Opens messages of `google.protobuf.Any`. The message inside is sanitized like any other. Of a type that is not known,
 * and of malformed bytes, there is a note; where the type URL is secret, the marker, because a message shows its type.
 */
export function anyOpener(
  plan: MessagePlan,
  bound: MessageReader,
  renderer: TextRenderer,
): (any: unknown) => AnyContent {
  const { holdsCredential } = renderer.options;
  const typeUrl = fieldReader("type_url", plan, bound);
  const payload = fieldReader("value", plan, bound);
  const isSecretType = plan.fields.some(
    ({ field, verdict }) => field.name === "type_url" && verdict.kind === "secret",
  );
  const stripped = renderer.counted(() => MARKER_TEXT);
  const wrongType = renderer.note("wrong type of value", "google.protobuf.Any.value");
  const printMessage = printInside(renderer);
  const insideItself = renderer.note("message inside itself", plan.typeName);
  return (any) => {
    const opened = bound.openedAny?.(any);
    const given = opened?.typeUrl ?? typeUrl(any);
    const url = typeof given === "string" ? given : "";
    const bytes = opened === undefined ? payload(any) : undefined;
    const isPresent = opened !== undefined || bytes !== undefined;
    // A redacted copy has the marker where a secret type URL stood.
    if (isSecretType || url === STRIPPED || holdsCredential?.(url)) {
      return {
        typeUrl: url,
        hasValue: isPresent,
        print: (out, depth, state) => stripped(out, any, depth, state),
      };
    }
    const content: Content | undefined =
      opened ?? (bytes === undefined ? NO_BYTES : bytes instanceof Uint8Array ? bytes : undefined);
    return {
      typeUrl: url,
      hasValue: isPresent || url !== "",
      print(out, depth, state) {
        if (content === undefined) return wrongType(out, any, depth, state);
        if (content instanceof Uint8Array) return printMessage(out, url, content, depth, state);
        // An Any that is opened is an object, which may hold itself.
        if (!state.enter(plan, any)) return insideItself(out, any, depth, state);
        try {
          return printMessage(out, url, content, depth, state);
        } finally {
          state.leave();
        }
      },
    };
  };
}

/** The payload of an Any: bytes, or a message that is opened already. */
type Content = Uint8Array | { readonly message: unknown; readonly reader: Reader };

/** A value that is not set: a message of the type without any field. */
const NO_BYTES: Uint8Array = new Uint8Array(0);

function fieldReader(name: string, plan: MessagePlan, bound: MessageReader): (any: unknown) => unknown {
  const found = plan.fields.find(({ field }) => field.name === name);
  return found === undefined ? () => undefined : bound.value(found.field);
}

function printInside(
  renderer: TextRenderer,
): (out: string, typeUrl: string, content: Content, depth: number, state: TextState) => string {
  const { limits, planOf } = renderer.options;
  const note = (out: string, text: string, state: TextState): string =>
    !renderer.isLimited || state.take(text.length) ? out + text : out;
  return (out, typeUrl, content, depth, state) => {
    const typeName = typeNameOfUrl(typeUrl);
    const plan = planOf(typeName);
    if (plan === undefined) {
      return note(out, noteText("unknown type", isTypeName(typeName) ? typeName : undefined), state);
    }
    if (!(content instanceof Uint8Array)) {
      return renderer.message(plan, content.reader)(out, content.message, depth, state);
    }
    if (plan.kind === "refused" || depth >= limits.maxDepth) {
      return renderer.message(plan, wireReader)(out, undefined, depth, state);
    }
    let read: PrintableWire;
    try {
      read = readPrintable(plan, content, limits.maxDepth - depth);
    } catch (error) {
      return note(out, malformedNote(error, plan.typeName), state);
    }
    return renderer.message(plan, read.reader)(out, read.message, depth, state);
  };
}

/** A note in place of wire bytes that could not be read: where, never what. */
export function malformedNote(error: unknown, typeName: string): string {
  return noteText(
    error instanceof MalformedWireError ? `malformed at byte ${error.offset}` : "malformed",
    typeName,
  );
}

/** Prints the field `value` of an Any: the message that it holds. */
export function printAnyValue(
  plan: MessagePlan,
  field: FieldPlan,
  bound: MessageReader,
  key: FieldKey,
  renderer: TextRenderer,
): FieldPrinter {
  const open = anyOpener(plan, bound, renderer);
  // The type belongs to the value, so all of the Any is asked.
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
