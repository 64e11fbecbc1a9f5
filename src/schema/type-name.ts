const FULL_NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const MAX_LENGTH = 256;

/** Whether a text is a full protobuf name of sane length. A name that comes with a message may be any text. */
export function isTypeName(text: string): boolean {
  return text.length <= MAX_LENGTH && FULL_NAME.test(text);
}

/** The type name in the type URL of an Any: what follows the last slash, as the protobuf runtimes read it. */
export function typeNameOfUrl(typeUrl: string): string {
  return typeUrl.slice(typeUrl.lastIndexOf("/") + 1);
}
