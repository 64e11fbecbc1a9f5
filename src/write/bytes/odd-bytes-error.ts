/**
 * Thrown where open parts of a message are not as encoders write them, and copying spans of them would not do. The message
 * is then read as a whole and written anew. Never leaves the writer of bytes.
 */
export class OddBytesError extends Error {
  override readonly name = "OddBytesError";

  constructor() {
    super("bytes that no encoder writes");
  }
}
