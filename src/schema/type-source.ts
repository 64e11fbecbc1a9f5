import type { MessageShape, OptionDeclaration } from "./message-shape.js";
import type { MethodShape } from "./method-shape.js";

/** What one given schema knows, in neutral terms. There is one implementation per library that describes types. */
export interface TypeSource {
  /** Whether custom options got lost on the way to this source, so that it alone shows nothing to be secret. */
  readonly losesOptions: boolean;
  /** Shape of a message type by its full name. */
  message(typeName: string): MessageShape | undefined;
  /** Whether this source was made from a given type object of its library. */
  describes(type: object): boolean;
  /** Full names of all message types. */
  messageNames(): Iterable<string>;
  /** A method by the full name of its service, and its own name; undefined if its message types cannot be told. */
  method(serviceName: string, methodName: string): MethodShape | undefined;
  /** A custom option of fields by its full name. */
  fieldOption(name: string): OptionDeclaration | undefined;
  /** Full names of all custom options of fields. */
  fieldOptionNames(): Iterable<string>;
}
