import type { Marks } from "./set-option.js";

/**
 * The neutral shape of a message type: the facts that the sanitizer needs, independent of the library that describes the
 * type. Shapes are plain data. A shape always has all its properties, because a missing one would be read from
 * Object.prototype. A field that holds messages names their type, so types may contain each other. The {@link SchemaSet}
 * finds the shape of a type by its name.
 */
export interface MessageShape {
  /** Full name without a leading dot, such as `csi.v1.NodePublishVolumeRequest`. */
  readonly typeName: string;
  /** Fields in the order in which the type declares them. */
  readonly fields: readonly FieldShape[];
  /** The options that are set on the message, for each schema that describes it. */
  readonly marks: readonly Marks[];
}

/** One field of a message type. */
export interface FieldShape {
  /** Name in the .proto file, such as `volume_context`. */
  readonly name: string;
  /** Full name of the field, such as `csi.v1.NodePublishVolumeRequest.volume_context`. */
  readonly fullName: string;
  /** Whether the name is a guess, because the library kept only the name of the property. */
  readonly isGuessedName: boolean;
  /** Full names that other descriptors of the same type give to this field number. */
  readonly otherNames: readonly string[];
  /** Names that the field's property may have in message objects, in addition to those that libraries derive from the name. */
  readonly propertyNames: readonly string[];
  /** Name in ProtoJSON. */
  readonly jsonName: string;
  /** Field number on the wire. */
  readonly number: number;
  /** Whether strings with invalid UTF-8 are malformed, as in proto3, or kept with replacement characters. */
  readonly validatesUtf8: boolean;
  /** How often the field may occur, and when it counts as set. */
  readonly cardinality: Cardinality;
  /** Type of the value: of an item in a list, of an entry's value in a map. */
  readonly type: ValueType;
  /** The options that are set on the field, for each schema that describes it. */
  readonly marks: readonly Marks[];
}

/** How often a field may occur, and when it counts as set. */
export type Cardinality =
  | SingularCardinality
  | { readonly kind: "list"; readonly packed: boolean }
  | { readonly kind: "map"; readonly key: MapKeyType };

/** A field that occurs at most once. */
export interface SingularCardinality {
  readonly kind: "singular";
  readonly presence: "explicit" | "implicit";
  /** Name of the oneof that the field is a member of. */
  readonly oneof: string | undefined;
  /** The default that the .proto file gives to a field with explicit presence, if it is not zero. */
  readonly defaultValue: unknown;
  /** Whether the field is `optional` in proto3. Then no library fills in a default for it: it has a property only if it is set. */
  readonly isProto3Optional: boolean;
  /** Whether the field is `required`, as in proto2: a message without it cannot be decoded. */
  readonly isRequired: boolean;
}

/** Type of one value. */
export type ValueType =
  | { readonly kind: "scalar"; readonly scalar: ScalarName }
  | { readonly kind: "enum"; readonly enum: EnumShape }
  | {
      readonly kind: "message";
      readonly typeName: string;
      /** Encoded as a group: between two tags instead of behind a length. */
      readonly delimited: boolean;
    };

/** Scalar types by their names in the protobuf language. */
export type ScalarName =
  | "double"
  | "float"
  | "int32"
  | "int64"
  | "uint32"
  | "uint64"
  | "sint32"
  | "sint64"
  | "fixed32"
  | "fixed64"
  | "sfixed32"
  | "sfixed64"
  | "bool"
  | "string"
  | "bytes";

/** Scalar types that a map key can have. */
export type MapKeyType = Exclude<ScalarName, "double" | "float" | "bytes">;

/** An enum type. */
export interface EnumShape {
  readonly typeName: string;
  /** Whether an undeclared value counts as an unknown field, as in proto2, or as a number. */
  readonly closed: boolean;
  /** Values in declaration order; the first one is the default of a field with implicit presence. */
  readonly values: readonly EnumValueShape[];
}

/** One value of an enum type. */
export interface EnumValueShape {
  readonly name: string;
  readonly jsonName: string;
  readonly number: number;
}
