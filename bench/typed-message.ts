import type { DescMessage, Message } from "@bufbuild/protobuf";

/** A message and its type, as a handler has them. */
export interface TypedMessage {
  readonly schema: DescMessage;
  readonly message: Message;
}
