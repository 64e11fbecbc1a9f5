import { STRIPPED } from "../../marker.js";
import type { FieldShape, ValueType } from "../../schema/message-shape.js";

const STRIPPED_BYTES: Uint8Array = new TextEncoder().encode(STRIPPED);

/** The marker as bytes, for secret bytes. A copy of one's own: bytes can be written to. */
export function strippedBytes(): Uint8Array {
  return STRIPPED_BYTES.slice();
}

/**
 * The neutral value that takes the place of a secret scalar or enum: the marker for strings and bytes, the default for
 * everything else. Where a default would count as not set, it is the smallest value that counts: whether a secret field
 * is set does show.
 */
export function replacement(type: ValueType, isImplicit: boolean): unknown {
  if (type.kind === "message") throw new TypeError(`${type.typeName} is not a scalar type`);
  if (type.kind === "enum") {
    const [first, second] = type.enum.values;
    return isImplicit ? (second?.number ?? 1) : (first?.number ?? 0);
  }
  const one = isImplicit ? 1 : 0;
  switch (type.scalar) {
    case "string":
      return STRIPPED;
    case "bytes":
      return strippedBytes();
    case "bool":
      return isImplicit;
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return BigInt(one);
    default:
      return one;
  }
}

/** Whether a field counts as not set where it has its default. */
export function isImplicit({ cardinality }: FieldShape): boolean {
  return cardinality.kind === "singular" && cardinality.presence === "implicit";
}
