/**
 * A schema cannot be used. The message says which one, why, and what to pass instead. If a library refused the schema,
 * the library's error is the `cause`.
 */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}
