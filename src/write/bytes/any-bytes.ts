import { STRIPPED } from "../../marker.js";
import { isBytes } from "../../options/is-bytes.js";
import type { AnyRule, MessagePlan } from "../../plan/compiled.js";
import { tableOf } from "../../representations/wire/read-wire-message.js";
import { readFields, readGroup } from "../../representations/wire/wire-fields.js";
import { NOT_DECODED } from "../../representations/wire/wire-message.js";
import { strippedBytes } from "../../scalars/string-and-bytes.js";
import { ByteParts } from "./byte-parts.js";
import type { CopyMessage, CopyPayload } from "./copied-field.js";
import { OddBytesError } from "./odd-bytes-error.js";
import { replacementBytes } from "./value-bytes.js";

/** Copies messages of `google.protobuf.Any`. */
export function anyBytes(plan: MessagePlan, rule: AnyRule, copyPayload: CopyPayload): CopyMessage {
  const write = writtenAny(plan, rule, copyPayload);
  return (cursor, end, group, depth) => {
    const slots: unknown[] = [];
    if (end === undefined) readGroup(tableOf(plan), slots, cursor, group, depth);
    else readFields(tableOf(plan), slots, cursor, end, depth);
    return write(slots, depth);
  };
}

/**
 * Writes messages of `google.protobuf.Any` from the fields that the wire reader has read. `plan/any.ts` decides which part of
 * the payload is kept, and what replaces it.
 */
export function writtenAny(
  plan: MessagePlan,
  rule: AnyRule,
  copyPayload: CopyPayload,
): (slots: readonly unknown[], depth: number) => ByteParts {
  const slotOf = (name: string): number => plan.fields.findIndex(({ field }) => field.name === name);
  const [urlSlot, payloadSlot] = [slotOf("type_url"), slotOf("value")];
  const payloadOf = (url: string, payload: unknown, depth: number): Uint8Array | undefined => {
    if (payload === undefined) return undefined;
    const content = rule.content(url);
    if (!isBytes(payload)) return strippedBytes();
    if (content.kind !== "message") return content.replacement === "marker" ? strippedBytes() : undefined;
    if (content.plan.kind === "failed" || depth <= 1) return undefined;
    try {
      return copyPayload(content.plan, payload, depth - 1);
    } catch (error) {
      if (error instanceof OddBytesError) throw error;
      // Malformed bytes are left out, like a payload of an unknown type.
      return undefined;
    }
  };
  return (slots, depth) => {
    const given = slots[urlSlot];
    const url = typeof given === "string" ? given : "";
    const isHiddenUrl = given === NOT_DECODED || rule.typeUrl?.holdsCredential?.(url) === true;
    const payload = payloadOf(url, slots[payloadSlot], depth);
    const parts = new ByteParts();
    if (rule.typeUrl !== undefined && (isHiddenUrl || url !== "")) {
      parts.addAll(replacementBytes(rule.typeUrl, rule.typeUrl.field.number, isHiddenUrl ? STRIPPED : url));
    }
    if (rule.payload !== undefined && payload !== undefined && payload.length > 0) {
      parts.addAll(replacementBytes(rule.payload, rule.payload.field.number, payload));
    }
    return parts;
  };
}
