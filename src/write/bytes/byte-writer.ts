import type { MessagePlan } from "../../plan/compiled.js";
import { FieldMemo } from "../../plan/field-memo.js";
import { isOffsetOpen, MalformedWireError } from "../../representations/wire/malformed-wire-error.js";
import { checkWireMessage } from "../../representations/wire/read-wire-message.js";
import { WireCursor } from "../../representations/wire/wire-cursor.js";
import { SMALL_TAG } from "../../representations/wire/wire-fields.js";
import { WireType } from "../../scalars/scalar.js";
import type { Limits } from "../limits.js";
import { anyBytes } from "./any-bytes.js";
import { ByteParts } from "./byte-parts.js";
import { type BytesContext, type CopyField, type CopyMessage, NOTHING } from "./copied-field.js";
import { fieldBytes, oddField, usualTags } from "./field-bytes.js";
import { LateFields } from "./late-fields.js";
import { OddBytesError } from "./odd-bytes-error.js";
import type { CopyJson } from "./typed-struct-bytes.js";
import { MessageWriter } from "./written-message.js";

/** The copies for the fields of a type. */
interface FieldCopies {
  /** By the tags that encoders write, for tags of one byte. */
  readonly bySmallTag: readonly (CopyField | undefined)[];
  /** By the tags that encoders write. */
  readonly byTag: ReadonlyMap<number, CopyField>;
  /** For all other wire types. */
  readonly byNumber: ReadonlyMap<number, CopyField>;
}

/**
 * Copies the wire bytes of messages without their secrets. Secret values are replaced, unknown fields are left out, and the
 * message in an Any is copied like any other message. Open bytes stay as they are and are copied in spans; an unchanged
 * message is one span. Secret fields are written once each, behind all other fields.
 *
 * It reads the bytes as leniently as the wire reader, and checks the same texts. If an open part is not written as encoders
 * write it, the whole message is written anew: see {@link MessageWriter}.
 */
export class ByteWriter {
  readonly #maxDepth: number;
  readonly #spans = new SpanCopier();
  readonly #writer: MessageWriter;

  /** @param copyJson copies messages in ProtoJSON: those for which a Struct stands. Default: nothing of them is kept. */
  constructor({ maxDepth }: Limits, copyJson: CopyJson = () => undefined) {
    this.#writer = new MessageWriter(copyJson);
    this.#maxDepth = maxDepth;
  }

  /**
   * The bytes of a message without its secrets.
   *
   * @param depth the number of levels of messages that are kept. Deeper messages become empty. Default: as for printing.
   * @throws {MalformedWireError} if the bytes are malformed.
   */
  copy(plan: MessagePlan, bytes: Uint8Array, depth: number = this.#maxDepth): Uint8Array {
    try {
      return this.#spans.payload(plan, bytes, depth);
    } catch (error) {
      if (!(error instanceof OddBytesError)) throw error;
      // Write everything in it anew, too. If each Any was tried in both ways, nested Anys would be read exponentially often.
      return this.#writer.copy(plan, bytes, depth);
    }
  }
}

/** Copies messages as spans of their bytes. Each plan is compiled on first use. */
class SpanCopier implements BytesContext {
  readonly #copies = new WeakMap<MessagePlan, CopyMessage>();
  readonly #fieldCopies = new FieldMemo<{ readonly copy: CopyField; readonly odd: CopyField }>();

  /** @throws {OddBytesError} if an open part is not written as encoders write it. */
  payload(plan: MessagePlan, bytes: Uint8Array, depth: number): Uint8Array {
    const cursor = new WireCursor(bytes);
    let parts: ByteParts | undefined;
    try {
      parts = this.message(plan)(cursor, bytes.length, 0, depth);
    } catch (cause) {
      if (cause instanceof OddBytesError) throw cause;
      const offset = Math.min(cursor.position, cursor.length);
      throw new MalformedWireError(plan.typeName, offset, isOffsetOpen(plan, bytes, offset), { cause });
    }
    // Odd bytes, which no encoder writes, may be secrets in a wrong place.
    if (cursor.isOdd && plan.mayContainSecrets) checkWireMessage(plan, bytes, depth);
    return parts === undefined ? Uint8Array.from(bytes) : parts.joined();
  }

  message(plan: MessagePlan): CopyMessage {
    let copy = this.#copies.get(plan);
    if (copy === undefined) {
      copy =
        plan.any === undefined
          ? this.#fields(plan)
          : anyBytes(plan, plan.any, (inside, bytes, depth) => this.payload(inside, bytes, depth));
      this.#copies.set(plan, copy);
    }
    return copy;
  }

  #fields(plan: MessagePlan): CopyMessage {
    if (plan.typedStruct !== undefined) {
      return () => {
        // The URL may come behind the Struct, which is then not a span that stays.
        throw new OddBytesError();
      };
    }
    const byTag = new Map<number, CopyField>();
    const byNumber = new Map<number, CopyField>();
    for (const [slot, field] of plan.fields.entries()) {
      const { copy, odd } = this.#fieldCopies.of(field, () => {
        const made = fieldBytes(field, slot, plan, this);
        return { copy: made, odd: oddField(field, made) };
      });
      for (const tag of usualTags(field)) byTag.set(tag, copy);
      byNumber.set(field.field.number, odd);
    }
    const bySmallTag = Array.from({ length: SMALL_TAG }, (_, tag) => byTag.get(tag));
    const copies = { bySmallTag, byTag, byNumber };
    return (cursor, end, group, depth) => copyFields(copies, cursor, end, group, depth);
  }
}

function copyFields(
  copies: FieldCopies,
  cursor: WireCursor,
  end: number | undefined,
  group: number,
  depth: number,
): ByteParts | undefined {
  const late = new LateFields();
  let parts: ByteParts | undefined;
  let from = cursor.position;
  let to = from;
  const last = end ?? cursor.length;
  while (cursor.position < last) {
    const start = cursor.position;
    const tag = cursor.tag();
    if (end === undefined && (tag & 7) === WireType.EndGroup) {
      if (tag >>> 3 !== group) break;
      return finish(parts, cursor, from, start, late);
    }
    const copied = copyOne(copies, tag, cursor, depth, late);
    to = cursor.position;
    if (copied === undefined) continue;
    parts ??= new ByteParts();
    parts.addSpan(cursor.bytes, from, start);
    parts.addAll(copied);
    from = to;
  }
  if (end === undefined) throw new Error("invalid end group tag");
  return finish(parts, cursor, from, to, late);
}

function copyOne(
  { bySmallTag, byTag, byNumber }: FieldCopies,
  tag: number,
  cursor: WireCursor,
  depth: number,
  late: LateFields,
): ByteParts | undefined {
  const usual = tag < SMALL_TAG ? bySmallTag[tag] : byTag.get(tag);
  if (usual !== undefined) return usual(cursor, tag & 7, depth, late);
  cursor.isOdd = true;
  const odd = byNumber.get(tag >>> 3);
  if (odd !== undefined) return odd(cursor, tag & 7, depth, late);
  // The type does not have this field.
  cursor.skip(tag & 7, tag >>> 3);
  return NOTHING;
}

function finish(
  parts: ByteParts | undefined,
  { bytes }: WireCursor,
  from: number,
  to: number,
  late: LateFields,
): ByteParts | undefined {
  if (parts === undefined) return undefined;
  parts.addSpan(bytes, from, to);
  late.addTo(parts);
  return parts;
}
