/**
 * A schema that was given cannot be used. The message says which one, why, and what to pass instead; the error of
 * the library that refused it, if there was one, is the `cause`.
 */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}
