import { STRIPPED } from "../marker.js";
import { isBytes } from "../options/is-bytes.js";
import { base64Decode, base64Encode } from "./base64.js";
import { bytesText, quote } from "./json-string.js";
import { type Scalar, sameForm, WireType } from "./scalar.js";

const STRIPPED_BYTES: Uint8Array = new TextEncoder().encode(STRIPPED);
const { LengthDelimited } = WireType;

/** The marker as bytes, for secret bytes: a new copy each time, because bytes can be written to. */
export function strippedBytes(): Uint8Array {
  return STRIPPED_BYTES.slice();
}

/** The type `string`. */
export const STRING: Scalar = {
  wireType: LengthDelimited,
  zero: "",
  plainZero: "",
  isZero: (value) => value === "",
  accepts: (value) => typeof value === "string",
  like: sameForm,
  text: () => (value) => (typeof value === "string" ? quote(value) : undefined),
  json: () => (value) => (typeof value === "string" ? value : undefined),
  replacement: () => STRIPPED,
  read: (source, validatesUtf8) => source.text(validatesUtf8),
  skip: (source, validatesUtf8) => source.skipText(validatesUtf8),
  write: (sink, value) => sink.string(value as string), // a neutral value of the type
};

/** The type `bytes`. Libraries hold it as a Uint8Array or Buffer, as base64 text, or as a list of numbers. */
export const BYTES: Scalar = {
  wireType: LengthDelimited,
  zero: new Uint8Array(0),
  plainZero: undefined,
  isZero: (value) => isBytes(value) && value.length === 0,
  accepts: isBytes,
  neutral: bytesOf,
  like: (like, neutral) => (isBytes(neutral) ? bytesLike(like, neutral) : neutral),
  text: () => (value) => (isBytes(value) ? bytesText(value) : undefined),
  replacement: () => strippedBytes(),
  read: (source) => source.bytesValue(),
  skip: (source) => source.skipLengthDelimited(),
  write: (sink, value) => sink.bytes(value as Uint8Array), // a neutral value of the type
};

function bytesOf(value: unknown): unknown {
  if (typeof value === "string") return bytesOfBase64(value);
  return Array.isArray(value) ? bytesOfNumbers(value) : value;
}

// Decoders skip characters that are not base64. Here, a text with such a character is not bytes.
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

function bytesOfBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  try {
    return base64Decode(text);
  } catch {
    // Not base64. The writer prints a note in place of an undefined value.
    return undefined;
  }
}

function bytesOfNumbers(numbers: readonly unknown[]): Uint8Array | undefined {
  const areBytes = numbers.every(
    (number) => Number.isInteger(number) && Number(number) >= 0 && Number(number) < 256,
  );
  return areBytes ? Uint8Array.from(numbers, Number) : undefined;
}

/** Bytes in the form of another value: base64 text, a list of numbers, a Buffer or a Uint8Array. */
export function bytesLike(like: unknown, bytes: Uint8Array): unknown {
  if (typeof like === "string") return base64Encode(bytes);
  if (Array.isArray(like)) return [...bytes];
  // Recognise a Buffer by its prototype, because other platforms have no `Buffer`.
  const prototype: unknown = like instanceof Uint8Array ? Object.getPrototypeOf(like) : Uint8Array.prototype;
  if (prototype === Uint8Array.prototype) return bytes;
  return Object.setPrototypeOf(bytes.slice(), Object(prototype));
}
