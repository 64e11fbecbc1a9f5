import type { TypedMessage } from "./typed-message.js";

/** One way to print a message, or to get ready for it. */
export type Operation = TextOperation | ValueOperation | BytesOperation | EffectOperation;

/** An operation whose output is text. */
export interface TextOperation extends OperationFacts {
  readonly output: "text";
  /** Made once, before the measurement. `secretPaths` is for operations that need the paths of secrets. */
  prepare(secretPaths: readonly string[]): (message: TypedMessage) => string;
}

/** An operation whose output is an object, printed by others or never. */
export interface ValueOperation extends OperationFacts {
  readonly output: "value";
  /** Made once, before the measurement. */
  prepare(): (message: TypedMessage) => unknown;
}

/** An operation whose output is wire bytes. */
export interface BytesOperation extends OperationFacts {
  readonly output: "bytes";
  /** Made once, before the measurement. Gives undefined where it can show nothing. */
  prepare(): (message: TypedMessage) => Uint8Array | undefined;
}

/** An operation on its own data. It checks itself when it is prepared. */
export interface EffectOperation {
  readonly name: string;
  readonly output: "effect";
  readonly against?: string;
  /** The length of the input of one pass, if a throughput is more useful than a time. */
  readonly inputBytes?: number;
  /** Made once, before the measurement. */
  prepare(): () => void;
}

interface OperationFacts {
  readonly name: string;
  /** Whether its output holds no secret of the corpus; checked before each measurement. */
  readonly sanitizes: boolean;
  /** Whether its output may lack open values: it cuts, or prints nothing. */
  readonly isPartial?: boolean;
  /** The subject that a peer is compared with; `undefined` for subjects. */
  readonly against?: string;
}
