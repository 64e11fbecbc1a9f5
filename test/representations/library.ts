import type { Loss } from "./losses.js";

/** A library that decodes messages, with its options: one way in which messages may come to be printed. */
export interface Library {
  readonly name: string;
  /** What messages of this library cannot hold, so that they cannot print it either. */
  readonly loses: readonly Loss[];
  /** Whether the library has a type with this full name. */
  knows(typeName: string): boolean;
  /** Decodes the bytes of a message. */
  decode(typeName: string, bytes: Uint8Array): unknown;
}
