import type { MessageShape } from "./message-shape.js";
import type { OptionTarget, OptionType } from "./set-option.js";
import type { SourcePlace } from "./source-places.js";

/** The types that one schema describes, as neutral shapes. Each library that describes types has one implementation. */
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
  /** Where a field is declared. Undefined if the source does not know. */
  place(typeName: string, fieldName: string): SourcePlace | undefined;
  /** The type of a custom option of fields or messages, by its full name. */
  option(target: OptionTarget, name: string): OptionType | undefined;
  /** Full names of all custom options of fields or messages. */
  optionNames(target: OptionTarget): Iterable<string>;
}

/** The message types of a method of a service, whichever library described it. */
export interface MethodShape {
  /** Full name of the request's type, such as `csi.v1.NodePublishVolumeRequest`. */
  readonly inputType: string;
  /** Full name of the response's type. */
  readonly outputType: string;
}

const METHOD_PATH = /^\/([^/]+)\/([^/]+)$/;

/** The service and the method in a gRPC path, such as `/csi.v1.Node/NodePublishVolume`. Undefined for any other text. */
export function splitMethodPath(
  path: string,
): { readonly serviceName: string; readonly methodName: string } | undefined {
  const [, serviceName, methodName] = METHOD_PATH.exec(path) ?? [];
  return serviceName === undefined || methodName === undefined ? undefined : { serviceName, methodName };
}

/** The shape on which all sources of a method agree. Undefined if they disagree: then its message types are not known. */
export function agreedShape(shapes: readonly MethodShape[]): MethodShape | undefined {
  const [first, ...others] = shapes;
  const agree = others.every(
    (other) => other.inputType === first?.inputType && other.outputType === first.outputType,
  );
  return agree ? first : undefined;
}

/**
 * A schema cannot be used. The message says which one, why, and what to pass instead. If a library refused the schema,
 * the library's error is the `cause`.
 */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}
