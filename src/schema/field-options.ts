import type { DescField, DescMessage } from "@bufbuild/protobuf";
import type { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { camelCase } from "./names.js";

// As constants of their own: the enum would bring all of descriptor.proto along.
const EXPLICIT: FeatureSet_FieldPresence.EXPLICIT = 1;
const IMPLICIT: FeatureSet_FieldPresence.IMPLICIT = 2;

/** What a registry reads of the descriptor of a field. */
export interface Field {
  readonly name: string;
  readonly number: number;
  readonly type: 5 | 8 | 9 | 11;
  readonly typeName: string;
  readonly label: 1 | 3;
}

/** What a registry reads of the descriptor of a message. */
export interface MessageTable {
  readonly name: string;
  readonly field: readonly Field[];
  readonly nestedType: readonly never[];
  readonly enumType: readonly never[];
  readonly extension: readonly never[];
  readonly oneofDecl: readonly never[];
}

/** A message of google/protobuf/descriptor.proto. */
export function message(name: string, ...field: readonly Field[]): MessageTable {
  return { name, field, nestedType: [], enumType: [], extension: [], oneofDecl: [] };
}

/** A field that holds a string. */
export function text(name: string, number: number): Field {
  return { name, number, type: 9, typeName: "", label: 1 };
}

/** A field that holds an integer, or an enum: they are the same on the wire. */
export function integer(name: string, number: number): Field {
  return { name, number, type: 5, typeName: "", label: 1 };
}

/** A field that holds a bool. */
export function flag(name: string, number: number): Field {
  return { name, number, type: 8, typeName: "", label: 1 };
}

/** A field that holds a message. */
export function inner(name: string, number: number, typeName: string): Field {
  return { name, number, type: 11, typeName: `.google.protobuf.${typeName}`, label: 1 };
}

/** A list of such fields. */
export function list(field: Field): Field {
  return { ...field, label: 3 };
}

/** The features of an edition. */
export const FEATURE_SET: MessageTable = message(
  "FeatureSet",
  integer("field_presence", 1),
  integer("enum_type", 2),
  integer("repeated_field_encoding", 3),
  integer("utf8_validation", 4),
  integer("message_encoding", 5),
);

/** An option that the compiler of the file has not understood. What it says does not matter. */
export const UNINTERPRETED_OPTION: MessageTable = message("UninterpretedOption");

/** The options of fields, without those that tell nothing about secrets. */
export const FIELD_OPTIONS: MessageTable = message(
  "FieldOptions",
  flag("packed", 2),
  integer("jstype", 6),
  flag("debug_redact", 16),
  inner("features", 21, "FeatureSet"),
  list(inner("uninterpreted_option", 999, "UninterpretedOption")),
);

/** The options of messages, in the same way. */
export const MESSAGE_OPTIONS: MessageTable = message(
  "MessageOptions",
  flag("map_entry", 7),
  inner("features", 12, "FeatureSet"),
  list(inner("uninterpreted_option", 999, "UninterpretedOption")),
);

const INSIDE: readonly DescMessage[] = [FEATURE_SET, UNINTERPRETED_OPTION].map((one) => descriptor(one, []));

/**
 * The type of field options. A registry would make the same from the table, and would be a tenth of a bundle that prints
 * text only.
 */
export const FIELD_OPTIONS_TYPE: DescMessage = descriptor(FIELD_OPTIONS, INSIDE);

/** The same for options of messages. */
export const MESSAGE_OPTIONS_TYPE: DescMessage = descriptor(MESSAGE_OPTIONS, INSIDE);

/** A descriptor of a proto2 message, with what is read of the type of options. */
function descriptor({ name, field }: MessageTable, inside: readonly DescMessage[]): DescMessage {
  const type = { kind: "message", typeName: `google.protobuf.${name}`, name, fields: [] as DescField[] };
  for (const { name, number, type: code, typeName, label } of field) {
    const one = {
      kind: "field",
      fieldKind: label === 3 ? "list" : code === 11 ? "message" : "scalar",
      name,
      localName: camelCase(name),
      number,
      parent: type,
      presence: label === 3 ? IMPLICIT : EXPLICIT,
      oneof: undefined,
      scalar: code,
      enum: undefined,
      message: inside.find((known) => `.${known.typeName}` === typeName),
    };
    // A descriptor has more properties, which are for reading and writing messages. Nothing here reads those.
    type.fields.push(one as unknown as DescField);
  }
  return type as unknown as DescMessage; // as above
}
