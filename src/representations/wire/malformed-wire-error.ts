import { type FieldPlan, type MessagePlan, mayContainSecrets } from "../../plan/compiled.js";
import { WireType } from "../../scalars/scalar.js";
import { isPackable, wireTypeOf } from "../../scalars/scalars.js";
import { WireCursor } from "./wire-cursor.js";

/** Wire bytes are not a message. The error may hold the offset, and never a value. */
export class MalformedWireError extends Error {
  override readonly name = "MalformedWireError";
  /** Full name of the type that the bytes should be a message of. */
  readonly typeName: string;
  /** The offset at which reading failed. Undefined if it would reveal the length of a value that is not shown. */
  readonly shownOffset: number | undefined;

  /** @param isOpen whether the offset may be shown: see {@link isOffsetOpen}. */
  constructor(typeName: string, offset: number, isOpen: boolean, options?: ErrorOptions) {
    super(isOpen ? `malformed at byte ${offset}, ${typeName}` : `malformed, ${typeName}`, options);
    this.typeName = typeName;
    this.shownOffset = isOpen ? offset : undefined;
  }
}

/**
 * Whether an offset reveals only the lengths of open fields. If a secret field began before it, it would reveal the length of
 * a secret. A field that the type does not have counts as secret here.
 */
export function isOffsetOpen(plan: MessagePlan, bytes: Uint8Array, offset: number): boolean {
  const cursor = new WireCursor(bytes);
  try {
    return !hasClosedField(plan, cursor, offset, MAX_DEPTH);
  } catch {
    // The malformed field is open: otherwise the search would have stopped before it.
    return true;
  }
}

/** The deepest nesting of messages that is searched. */
const MAX_DEPTH = 100;

/** Whether a field that may hold a secret, or that the type does not have, begins before an offset. */
function hasClosedField(plan: MessagePlan, cursor: WireCursor, offset: number, depth: number): boolean {
  while (cursor.position < offset) {
    const tag = cursor.tag();
    const found = plan.fields.find(({ field }) => field.number === tag >>> 3);
    if (found === undefined || mayContainSecrets(found) || depth === 0) return true;
    // Bytes for all who do not know what they hold.
    if (found === plan.any?.payload) return true;
    if (!hasOwnWireType(found, tag & 7)) return true;
    const { message } = found;
    const isGroup = (tag & 7) !== WireType.LengthDelimited;
    if (message === undefined) cursor.skip(tag & 7, tag >>> 3);
    else if (message.kind === "failed" || isGroup || found.keys !== undefined) return true;
    else if (hasClosedField(message, cursor, Math.min(offset, endOf(cursor)), depth - 1)) return true;
  }
  return false;
}

function hasOwnWireType({ field, keys }: FieldPlan, wireType: number): boolean {
  const own = keys === undefined ? wireTypeOf(field.type) : WireType.LengthDelimited;
  return wireType === own || (wireType === WireType.LengthDelimited && isPackable(field.type));
}

/** The end of the next length-delimited message. */
function endOf(cursor: WireCursor): number {
  const length = cursor.uint32();
  return cursor.position + length;
}
