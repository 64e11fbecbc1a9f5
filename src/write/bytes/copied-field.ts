import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import type { WireCursor } from "../../representations/wire/wire-cursor.js";
import { WireType } from "../../scalars/scalar.js";
import { wireTypeOf } from "../../scalars/scalars.js";
import { ByteParts } from "./byte-parts.js";
import type { LateFields } from "./late-fields.js";

/**
 * Copies one occurrence of a field; the cursor is behind its tag.
 *
 * @param depth the number of levels of messages that are kept, the message of the field included.
 * @param late the fields that are written behind all other fields of the message.
 * @returns undefined if the bytes of the occurrence, tag included, are kept as they are. Otherwise the bytes in their place.
 * @throws {OddBytesError} if the occurrence is open, and no encoder writes it like this.
 */
export type CopyField = (
  cursor: WireCursor,
  wireType: number,
  depth: number,
  late: LateFields,
) => ByteParts | undefined;

/** No bytes: replaces an occurrence that is not kept. */
export const NOTHING: ByteParts = new ByteParts();

/** The functions that the parts of the byte writer call from each other. */
export interface BytesContext {
  /** Copies the fields of a message up to an offset, or up to the end of a group. See {@link CopyMessage}. */
  message(plan: MessagePlan): CopyMessage;
  /** Copies the message in an Any. */
  readonly payload: CopyPayload;
}

/**
 * The bytes of the message in an Any, without its secrets.
 *
 * @throws {MalformedWireError} if the bytes are malformed.
 */
export type CopyPayload = (plan: MessagePlan, bytes: Uint8Array, depth: number) => Uint8Array;

/**
 * Copies the fields of a message from the position of the cursor.
 *
 * @param end the end of the fields; undefined for a group, which ends at its end tag. The last field may run over it: the cursor shows that.
 * @param group the number of the group's field.
 * @returns undefined if all fields are kept as they are. Otherwise their copy, without the end tag of a group.
 */
export type CopyMessage = (
  cursor: WireCursor,
  end: number | undefined,
  group: number,
  depth: number,
) => ByteParts | undefined;

/** A field with its tag and its content; a message also has its length. */
export function taggedMessage({ field }: FieldPlan, number: number, content: ByteParts): ByteParts {
  const isGroup = field.type.kind === "message" && field.type.delimited;
  const parts = new ByteParts();
  if (isGroup) parts.addVarints(tagOf(number, WireType.StartGroup));
  else parts.addVarints(tagOf(number, WireType.LengthDelimited), content.length);
  parts.addAll(content);
  if (isGroup) parts.addVarints(tagOf(number, WireType.EndGroup));
  return parts;
}

/** A tag. */
export function tagOf(number: number, wireType: number): number {
  return number * 8 + wireType;
}

/** The tag of a field with the wire type of its own type. */
export function ownTag({ field }: FieldPlan, number: number): number {
  return tagOf(number, wireTypeOf(field.type));
}
