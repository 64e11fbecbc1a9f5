/** Wire bytes that are no message. Says where, never what. */
export class MalformedWireError extends Error {
  override readonly name = "MalformedWireError";
  /** Full name of the type that the bytes should be a message of. */
  readonly typeName: string;
  /** Byte offset at which reading failed. */
  readonly offset: number;

  constructor(typeName: string, offset: number, options?: ErrorOptions) {
    super(`malformed at byte ${offset}, ${typeName}`, options);
    this.typeName = typeName;
    this.offset = offset;
  }
}
