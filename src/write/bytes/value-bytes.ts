import { STRIPPED } from "../../marker.js";
import type { FieldPlan } from "../../plan/compiled.js";
import type { WireCursor } from "../../representations/wire/wire-cursor.js";
import { scalarReader } from "../../representations/wire/wire-scalar.js";
import { WireType } from "../../scalars/scalar.js";
import { isString, type ScalarType, scalarOf } from "../../scalars/scalars.js";
import { ByteParts } from "./byte-parts.js";
import { type BytesContext, ownTag, taggedMessage, tagOf } from "./copied-field.js";
import { OddBytesError } from "./odd-bytes-error.js";
import { ScalarBytes } from "./scalar-bytes.js";

/** The number of `google.protobuf.Value.string_value`. */
const STRING_VALUE = 3;

/**
 * Copies one open value; the cursor is behind its tag.
 *
 * @returns undefined if the bytes of the value are kept as they are; otherwise the value with its tag.
 * @throws {OddBytesError} if no encoder writes the value like this.
 */
export type CopyValueBytes = (cursor: WireCursor, wireType: number, depth: number) => ByteParts | undefined;

/**
 * Copies open values of a field's type.
 *
 * @param number the number of the field. In a map entry, values have number 2.
 */
export function valueBytes(plan: FieldPlan, number: number, context: BytesContext): CopyValueBytes {
  const { type } = plan.field;
  return type.kind === "message" ? messageBytes(plan, number, context) : scalarBytes(plan, type, number);
}

function scalarBytes(plan: FieldPlan, type: ScalarType, number: number): CopyValueBytes {
  const { field, holdsCredential, json } = plan;
  const read = scalarReader(type, field.validatesUtf8);
  if (json !== undefined) {
    return (cursor) => {
      const value = isString(type) ? cursor.text(field.validatesUtf8) : read(cursor);
      const shown = json.shown(value);
      return shown === value ? undefined : jsonBytes(plan, number, shown);
    };
  }
  if (!isString(type) || holdsCredential === undefined) {
    return (cursor) => {
      read(cursor);
      return undefined;
    };
  }
  const stripped = replacementBytes(plan, number, STRIPPED);
  return (cursor) => {
    const text = cursor.text(field.validatesUtf8);
    return holdsCredential(text) ? stripped : undefined;
  };
}

function messageBytes(plan: FieldPlan, number: number, context: BytesContext): CopyValueBytes {
  const { field, message } = plan;
  const isGroup = field.type.kind === "message" && field.type.delimited;
  return (cursor, wireType, depth) => {
    if (message?.kind !== "message" || depth <= 1) {
      // The type has no plan, or the message is too deep.
      cursor.skip(wireType, field.number);
      return replacedMessage(plan, number);
    }
    const copy = context.message(message);
    if (isGroup) {
      const content = copy(cursor, undefined, number, depth - 1);
      return content && taggedMessage(plan, number, content);
    }
    const length = cursor.uint32();
    const end = cursor.position + length;
    const content = copy(cursor, end, 0, depth - 1);
    // A field that runs over the end of its message belongs to the message.
    if (cursor.position !== end) throw new OddBytesError();
    return content && taggedMessage(plan, number, content);
  };
}

/** A scalar or enum value with its tag. @param value a neutral value of the type. */
export function replacementBytes(plan: FieldPlan, number: number, value: unknown): ByteParts {
  const { type } = plan.field;
  if (type.kind === "message") return replacedMessage(plan, number);
  const parts = new ByteParts();
  parts.addVarints(ownTag(plan, number));
  scalarOf(type).write(new ScalarBytes(parts), value);
  return parts;
}

/** What is shown of a string, or of bytes, that holds JSON, with its tag. */
export function jsonBytes(plan: FieldPlan, number: number, shown: unknown): ByteParts {
  return shown === STRIPPED ? secretBytes(plan, number, false) : replacementBytes(plan, number, shown);
}

/**
 * The replacement of a secret value, with its tag.
 *
 * @param isImplicit whether the zero counts as not set.
 */
export function secretBytes(plan: FieldPlan, number: number, isImplicit: boolean): ByteParts {
  const { type } = plan.field;
  if (type.kind === "message") return replacedMessage(plan, number);
  return replacementBytes(plan, number, scalarOf(type).replacement(isImplicit));
}

/** The message, with its tag, that takes the place of a secret message, or of one that is too deep: an empty one. */
export function replacedMessage(plan: FieldPlan, number: number): ByteParts {
  const { type } = plan.field;
  const content = new ByteParts();
  // A Value must have a kind, so it holds the marker.
  if (type.kind === "message" && type.typeName === "google.protobuf.Value") {
    content.addVarints(tagOf(STRING_VALUE, WireType.LengthDelimited));
    new ScalarBytes(content).string(STRIPPED);
  }
  return taggedMessage(plan, number, content);
}
