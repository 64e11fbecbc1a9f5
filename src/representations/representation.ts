import type { FieldPlan, MessagePlan } from "../plan/compiled.js";
import type { FieldShape, ValueType } from "../schema/message-shape.js";

/**
 * The layout of messages of one library. A writer calls these functions once per type, when it compiles. The functions that
 * they return are called for every message. A representation never changes a message. It throws if a getter or a proxy of the
 * message throws, and writers expect that.
 */
export interface Representation {
  /** Binds the representation to one message type. */
  bind(plan: MessagePlan): MessageAccess;
}

/** Reads the messages of one type. */
export interface MessageAccess {
  /** Whether a value is a message of this type in this representation. Only such a value may be read. */
  accepts(value: unknown): boolean;
  /**
   * Makes a getter for a field. It returns undefined if the field is not set; a list or map that is not set may also come
   * back empty. The value of a singular field comes back neutral (see `scalars/scalar.ts`). {@link neutral} makes items of a
   * list and values of a map neutral. A wrong value comes back as it is, and writers do not show it.
   */
  value(field: FieldShape): (message: unknown) => unknown;
  /**
   * The property that holds a field, if the getter of the field reads only one property. Then a writer may read the property
   * itself, without a call.
   */
  property?(field: FieldShape): PropertyRead | undefined;
  /**
   * Makes a function that reads these fields at once. Absent if there is none for the type. Where it returns undefined,
   * {@link accepts} and the getters have to be asked.
   */
  atOnce?(fields: readonly FieldShape[]): FieldsAtOnce | undefined;
  /** How to read the maps that the getters return. */
  readonly maps: MapAccess;
  /** Turns items of the given type into neutral values; undefined if they are neutral already, as all messages are. */
  neutral(type: ValueType): ((value: unknown) => unknown) | undefined;
  /** The representation of the messages in a field. */
  messagesIn(field: FieldShape): Representation;
  /** Whether all strings of these messages are known to need no escapes. Keys of maps may need them. Default: no. */
  readonly textsArePlain?: boolean;
  /** For `google.protobuf.Any`: the message inside, if it is not packed into bytes; undefined if it is. */
  readonly openedAny?: (any: unknown) => OpenedAny | undefined;
  /**
   * The forms that a message can have. The first form that fits counts. The getters above come from the same forms. Absent
   * for wire bytes, which are not objects of a library.
   */
  readonly forms?: readonly MessageForm[];
}

/**
 * Reads the fields of a message that {@link MessageAccess.accepts} accepts, and returns what their getters return. In place of
 * undefined there may also be null.
 */
export type FieldsAtOnce = (message: unknown) => readonly unknown[] | undefined;

/** A field that is a property of the message. It is not set if the property is undefined or null. */
export interface PropertyRead {
  readonly name: string;
  /** Another value of the property that means "not set", compared with `===`. */
  readonly unset: unknown;
  /** Whether only a property of the message itself may be read so: for an inherited one, the getter decides if it counts. */
  readonly isOwn: boolean;
}

/** An Any that holds its message opened. */
export interface OpenedAny {
  readonly typeUrl: string;
  /** The message; {@link EMPTY_MESSAGE} if the Any holds nothing but the URL. */
  readonly message: unknown;
  readonly representation: Representation;
}

/** How to read the maps that getters return. */
export interface MapAccess {
  /** The keys as ProtoJSON texts; undefined if the value is not a map. */
  keys(map: unknown): readonly string[] | undefined;
  /** The value under one of these keys. */
  get(map: unknown, key: string): unknown;
}

/** Opens the maps of one field, and builds copies of them. */
export interface MapSlot {
  /** Converts the value in the message to a map that {@link MapAccess} reads. */
  open(raw: unknown): unknown;
  /** Whether a map holds exactly this number of entries, and nothing else. */
  isExact(raw: unknown, entries: number): boolean;
  /** A map with the given entries, in the form of the given map (if it is one). Keys are ProtoJSON texts. */
  build(like: unknown, keys: readonly string[], values: readonly unknown[]): unknown;
}

/** One form of a message. */
export type MessageForm = ObjectForm | StandInForm | ConvertedForm;

/** An object with properties for its fields. */
export interface ObjectForm {
  readonly kind: "object";
  /** Whether a message that was accepted has this form. */
  fits(message: unknown): boolean;
  /** The slot of each property. A property that is not listed does not belong to the type. */
  readonly slots: ReadonlyMap<string | symbol, Slot>;
  /** For `google.protobuf.Value`: the properties with which a message like the given one holds a text. */
  readonly textProperties?: (like: unknown, text: string) => Readonly<Record<string, unknown>>;
}

/** The value of one field stands for the message: `5n` for an Int64Value, a JSON object for a Struct. */
export interface StandInForm {
  readonly kind: "stand-in";
  fits(message: unknown): boolean;
  readonly field: FieldPlan;
  /** The value as the getter of the field returns it. */
  value(message: unknown): unknown;
  /** The representation of the messages inside the value. */
  readonly inside: Representation;
  readonly map: MapSlot;
}

/** A value that must be converted to have separate fields: a `Date` for a Timestamp, a text for a FieldMask. */
export interface ConvertedForm {
  readonly kind: "converted";
  fits(message: unknown): boolean;
  /** The form of what {@link open} returns. */
  readonly opened: ObjectForm;
  /** The same message as an object with properties. */
  open(message: unknown): MessageObject;
  /** The inverse: a value in the form of the given one. */
  close(opened: MessageObject, like: unknown): unknown;
}

/** A message as an object of properties; their names come from descriptors. */
export type MessageObject = Readonly<Record<string | symbol, unknown>>;

/** The meaning of a property of a message. Getters and copies both use it. */
export type Slot = TypeSlot | FieldSlot | OneofSlot;

/** The type of the message: its full name, or an object of its library that knows the name. */
export interface TypeSlot {
  readonly kind: "type";
  /** Whether a value states this type. */
  isType(value: unknown): boolean;
}

/** The value of a field. */
export interface FieldSlot {
  readonly kind: "field";
  readonly plan: FieldPlan;
  /** Names of the properties that the field may have, the most exact first. */
  readonly names: readonly string[];
  /** The value that a property holds for the field; undefined if it holds none. */
  read(message: MessageObject, name: string): unknown;
  /** Whether a raw value counts as set. Do not ask it for lists and maps. */
  isSet(raw: unknown, message: MessageObject): boolean;
  /** Whether null is a value of the type. Where it stands beside other fields, {@link read} knows if it is one. */
  readonly isNullable: boolean;
  /** Whether the property is there in every message, with a zero value if the field is not set. */
  readonly isRequired: boolean;
  /** For a map field: finds the slot of the map in a message. */
  readonly map: ((message: MessageObject) => MapSlot) | undefined;
}

/** An object that names the member of a oneof that is set, and holds its value; or only the name of the member. */
export interface OneofSlot {
  readonly kind: "oneof";
  /** The members by all names that they can have. */
  readonly members: ReadonlyMap<string, FieldSlot>;
  /** Properties of the object that may hold the name of the member. The value is under that name, or under `value`. */
  readonly caseProperties: readonly string[];
  /** Whether the name alone may take the place of the object. */
  readonly mayBeName: boolean;
  /** Whether the object is there in every message. */
  readonly isRequired: boolean;
}

/** The getter of a field; if the type does not have the field, one that finds nothing. */
export function getterOf(plan: FieldPlan | undefined, access: MessageAccess): (message: unknown) => unknown {
  return plan === undefined ? () => undefined : access.value(plan.field);
}

/** The message of an opened Any without content: no field of it is set. */
export const EMPTY_MESSAGE: MessageObject = Object.freeze({});
