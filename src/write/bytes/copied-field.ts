import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import type { WireCursor } from "../../representations/wire/wire-cursor.js";
import { WireType } from "../../scalars/scalar.js";
import { wireTypeOf } from "../../scalars/scalars.js";
import { ByteParts } from "./byte-parts.js";

/**
 * Copies one occurrence of a field; the cursor stands behind its tag.
 *
 * @param depth levels of messages that are kept, the message of the field included.
 * @param late what is written behind all fields of the message.
 * @returns undefined if the bytes of the occurrence, tag included, are kept as they are; otherwise what takes their place.
 */
export type CopyField = (
  cursor: WireCursor,
  wireType: number,
  depth: number,
  late: LateFields,
) => ByteParts | undefined;

/** Takes the place of an occurrence that is not kept. */
export const NOTHING: ByteParts = new ByteParts();

/**
 * What is written behind all other fields of a message: the fields of which nothing is shown but that they are set. So
 * neither their number nor their place tells how often they were there.
 */
export class LateFields {
  // Made when needed: most messages have no secret field.
  #fields: Map<number, { readonly bytes: ByteParts; readonly isOffer: boolean }> | undefined;

  /** Writes a field. @param slot the place of the field among the fields of its type. */
  set(slot: number, bytes: ByteParts): void {
    this.#fields ??= new Map();
    this.#fields.set(slot, { bytes, isOffer: false });
  }

  /** Writes a field, unless something else was {@link set} for it. */
  offer(slot: number, bytes: ByteParts): void {
    if (this.#fields?.get(slot)?.isOffer === false) return;
    this.#fields ??= new Map();
    this.#fields.set(slot, { bytes, isOffer: true });
  }

  /** Takes back what was written for a field: it is not set after all. */
  clear(slot: number): void {
    this.#fields?.delete(slot);
  }

  /** Adds the fields in the order of their slots. */
  addTo(parts: ByteParts): void {
    if (this.#fields === undefined) return;
    for (const [, { bytes }] of [...this.#fields].sort(([a], [b]) => a - b)) parts.addAll(bytes);
  }
}

/** What the parts of the byte writer need of each other. */
export interface BytesContext {
  /** Copies the fields of a message up to an offset, or up to the end of a group. See {@link CopyMessage}. */
  message(plan: MessagePlan): CopyMessage;
  /**
   * The bytes of the message in an Any, without its secrets.
   *
   * @throws {MalformedWireError} if the bytes are malformed.
   */
  payload(plan: MessagePlan, bytes: Uint8Array, depth: number): Uint8Array;
}

/**
 * Copies the fields of a message, from where the cursor stands.
 *
 * @param end where the fields end; undefined for a group, which ends at its end tag.
 * @param group the number of the group's field.
 * @returns undefined if all of them are kept as they are; otherwise the fields, without the end tag of a group.
 */
export type CopyMessage = (
  cursor: WireCursor,
  end: number | undefined,
  group: number,
  depth: number,
) => ByteParts | undefined;

/** The content of a field behind its tag, and for a message or packed list behind its length. */
export function taggedMessage({ field }: FieldPlan, number: number, content: ByteParts): ByteParts {
  const isGroup = field.type.kind === "message" && field.type.delimited;
  const parts = new ByteParts();
  parts.write((writer) => {
    if (isGroup) writer.tag(number, WireType.StartGroup);
    else writer.tag(number, WireType.LengthDelimited).uint32(content.length);
  });
  parts.addAll(content);
  if (isGroup) parts.write((writer) => writer.tag(number, WireType.EndGroup));
  return parts;
}

/** The tag of a field with the wire type of its own type. */
export function ownTag({ field }: FieldPlan, number: number): number {
  return number * 8 + wireTypeOf(field.type);
}
