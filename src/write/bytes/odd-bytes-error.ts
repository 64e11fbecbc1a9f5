/**
 * An open part of a message is not written as encoders write it, so its span cannot be copied. The message is then read as a
 * whole and written anew. This error never leaves the byte writer.
 */
export class OddBytesError extends Error {
  override readonly name = "OddBytesError";

  constructor() {
    super("bytes that no encoder writes");
  }
}
