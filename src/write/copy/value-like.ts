import { base64Encode } from "@bufbuild/protobuf/wire";
import { integer64Like } from "../../representations/object/neutral-value.js";
import type { ValueType } from "../../schema/message-shape.js";

/** A neutral value of a scalar or enum type in the form of another one: a `Long` for a `Long`, a name for a name. */
export function valueLike(type: ValueType, like: unknown, neutral: unknown): unknown {
  if (neutral instanceof Uint8Array) return bytesLike(like, neutral);
  if (typeof neutral === "bigint") return integer64Like(like, neutral);
  if (type.kind === "enum" && typeof like === "string") {
    return type.enum.values.find(({ number }) => number === neutral)?.name ?? neutral;
  }
  return neutral;
}

/** Bytes as a base64 string, a list of numbers, a Buffer or a Uint8Array. */
export function bytesLike(like: unknown, bytes: Uint8Array): unknown {
  if (typeof like === "string") return base64Encode(bytes);
  if (Array.isArray(like)) return [...bytes];
  // A Buffer is known by its prototype alone; other platforms do not have it.
  const prototype: unknown = like instanceof Uint8Array ? Object.getPrototypeOf(like) : Uint8Array.prototype;
  if (prototype === Uint8Array.prototype) return bytes;
  return Object.setPrototypeOf(bytes.slice(), Object(prototype));
}
