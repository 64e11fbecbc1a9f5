/** The secret values of a message, to search for in free text. */
export interface SecretScope {
  /** How many distinct values scrubbing looks for. */
  readonly size: number;

  /**
   * A text without the secret values: each, and each of its encoded forms, is replaced by the marker. The result is
   * well-formed; a text that holds none comes back as it is. Never throws.
   */
  scrub(text: string): string;

  /**
   * A copy of an error, of the same class, without the secret values: in message and stack, causes and nested errors,
   * properties, and the details and metadata of a gRPC status. Of anything else a copy, if there is something to replace.
   * The error itself stays as it is; private fields of its class are not copied. Never throws.
   */
  scrubError<E>(error: E): E;
}
