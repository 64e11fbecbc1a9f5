/** A log cannot be read as text, so nothing can be said of it. The message says why, and what to do. It never holds content. */
export class LogReadError extends Error {
  override readonly name = "LogReadError";
}
