import type { MessageShape, OptionDeclaration } from "./message-shape.js";
import type { MethodShape } from "./method-shape.js";

/** What one schema knows, in neutral terms. There is one implementation per library that describes types. */
export interface TypeSource {
  /** Whether custom options were lost on the way to this source, so that it cannot show a field to be open. */
  readonly losesOptions: boolean;
  /** Shape of a message type by its full name. */
  message(typeName: string): MessageShape | undefined;
  /** Whether this source was made from this very type object of its library. */
  describes(type: object): boolean;
  /** Full names of all message types. */
  messageNames(): Iterable<string>;
  /** A method by the full name of its service, and its own name. Undefined if its message types are not known. */
  method(serviceName: string, methodName: string): MethodShape | undefined;
  /** A custom option of fields by its full name. */
  fieldOption(name: string): OptionDeclaration | undefined;
  /** Full names of all custom options of fields. */
  fieldOptionNames(): Iterable<string>;
}
