import type { Sanitizer, TypeInput } from "../../src/index.js";

/** The redacted wire bytes of a message that can be read. */
export function redactedBytes(sanitizer: Sanitizer, type: TypeInput, bytes: Uint8Array): Uint8Array {
  const redacted = sanitizer.redactBinary(type, bytes);
  if (redacted === undefined) throw new Error("the bytes of a message of a known type have a copy");
  return redacted;
}
