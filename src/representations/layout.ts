import type { FieldShape } from "../schema/message-shape.js";
import type { MapForm } from "./map-form.js";
import type { MessageObject } from "./object/message-object.js";
import type { Reader } from "./reader.js";

/** How messages of one type are laid out in one representation: what a copy of them has to follow. */
export interface MessageLayout {
  /** The forms that such a message can have. The first one that fits a message counts. */
  readonly forms: readonly MessageForm[];
  /** The form of the maps in a map field. */
  mapForm(field: FieldShape): MapForm;
}

/** One form of a message. */
export type MessageForm = ObjectForm | StandInForm | ConvertedForm;

/** An object with properties for its fields. */
export interface ObjectForm {
  readonly kind: "object";
  /** Whether a message that was accepted has this form. */
  fits(message: unknown): boolean;
  /**
   * A property in which each message has the full name of its type itself, and by which it is told: a plain object that
   * has it is accepted, and has this form.
   */
  readonly ownTypeName?: string;
  /** What stands under each own property. One that is not listed does not belong to the type. */
  readonly properties: ReadonlyMap<string | symbol, Property>;
  /** For `google.protobuf.Value`: the properties with which a message like the given one holds a text. */
  readonly textProperties?: (like: unknown, text: string) => Readonly<Record<string, unknown>>;
}

/** The value of one field stands for the message: `5n` for an Int64Value, a JSON object for a Struct. */
export interface StandInForm {
  readonly kind: "stand-in";
  fits(message: unknown): boolean;
  readonly field: FieldShape;
  /** How the value, and what it holds, is read. */
  readonly reader: Reader;
  /** Whether the value counts as set. Of lists and maps this is not asked. */
  isSet(value: unknown): boolean;
}

/** A value in which the fields do not stand apart: a `Date` for a Timestamp, a text for a FieldMask. */
export interface ConvertedForm {
  readonly kind: "converted";
  fits(message: unknown): boolean;
  /** The form of what {@link open} returns. */
  readonly opened: ObjectForm;
  /** The same message as an object with properties. */
  open(message: unknown): MessageObject;
  /** The inverse: a value like the given one. */
  close(opened: MessageObject, like: unknown): unknown;
}

/** What stands under a property of a message. */
export type Property = TypeProperty | FieldProperty | OneofProperty;

/** The type of the message: its full name, or an object of its library that knows the name. */
export interface TypeProperty {
  readonly kind: "type";
  /** Whether a value says just that. */
  isType(value: unknown): boolean;
}

/** The value of a field. */
export interface FieldProperty {
  readonly kind: "field";
  readonly field: FieldShape;
  /** Whether a value that stands here and is not null counts as set. Of lists and maps this is not asked. */
  isSet(value: unknown, message: unknown): boolean;
  /** Whether the property is there in every message, with a zero value if the field is not set. */
  readonly isRequired: boolean;
}

/** An object that says which member of a oneof is set, and holds its value; or only the name of the member. */
export interface OneofProperty {
  readonly kind: "oneof";
  /** The members by all names that they can have. */
  readonly members: ReadonlyMap<string, FieldShape>;
  /** Properties of the object under which the name of the member can stand. Its value is under that name, or `value`. */
  readonly caseProperties: readonly string[];
  /** Whether the name can stand alone, in place of the object. */
  readonly mayBeName: boolean;
  /** Whether the object is there in every message. */
  readonly isRequired: boolean;
}
