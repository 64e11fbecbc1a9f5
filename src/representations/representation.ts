import type { FieldPlan, MessagePlan } from "../plan/compiled.js";
import type { FieldShape, ValueType } from "../schema/message-shape.js";

/**
 * How one library lays out messages. Everything here is called once per type, when a writer compiles; the functions that it
 * returns are called for every message. A representation never changes a message. It may throw where the message does (a
 * getter, a proxy): writers expect that.
 */
export interface Representation {
  /** Binds the representation to one message type. */
  bind(plan: MessagePlan): MessageAccess;
}

/** How to reach what is in messages of one type. */
export interface MessageAccess {
  /** Whether a value is a message of this type in this representation. Only such a value may be read. */
  accepts(value: unknown): boolean;
  /**
   * Makes a getter for a field; it returns undefined if the field is not set. Lists and maps may also come back empty. The
   * value of a singular field comes back neutral (see `scalars/scalar.ts`). Items of a list and values of a map are made
   * neutral by {@link neutral}. Whatever else stands there comes back as it is, and writers do not show it.
   */
  value(field: FieldShape): (message: unknown) => unknown;
  /**
   * Where the value of a field stands, if the getter of the field reads nothing but one property: a writer that reads many
   * fields may then read the property without a call.
   */
  property?(field: FieldShape): PropertyRead | undefined;
  /** How to read the maps that the getters return. */
  readonly maps: MapAccess;
  /** Turns items of the given type into neutral values; undefined if they are neutral already. */
  neutral(type: ValueType): ((value: unknown) => unknown) | undefined;
  /** How the messages in a field are laid out. */
  messagesIn(field: FieldShape): Representation;
  /** Whether all strings of these messages, but for the keys of maps, are known to need no escapes. Default: no. */
  readonly textsArePlain?: boolean;
  /** For `google.protobuf.Any`: the message inside, if it is not packed into bytes; undefined if it is. */
  readonly openedAny?: (any: unknown) => OpenedAny | undefined;
  /**
   * The forms that a message can have; the first one that fits counts. The getters above come from the same forms. Absent
   * where messages are not objects of a library: wire bytes.
   */
  readonly forms?: readonly MessageForm[];
}

/** A field that is a property of the message. It is not set where the property is undefined or null. */
export interface PropertyRead {
  readonly name: string;
  /** Another value that stands there where the field is not set: compared with `===`. */
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

/** How the maps of one field stand in messages, and how copies of them are made. */
export interface MapSlot {
  /** Turns what stands in the message into a map that {@link MapAccess} reads. */
  open(raw: unknown): unknown;
  /** Whether a map holds nothing but so many entries. */
  isExact(raw: unknown, entries: number): boolean;
  /** A map like the given one, if that is a map, with the given entries. Keys are ProtoJSON texts. */
  build(like: unknown, keys: readonly string[], values: readonly unknown[]): unknown;
}

/** One form of a message. */
export type MessageForm = ObjectForm | StandInForm | ConvertedForm;

/** An object with properties for its fields. */
export interface ObjectForm {
  readonly kind: "object";
  /** Whether a message that was accepted has this form. */
  fits(message: unknown): boolean;
  /** What stands under each property. A property that is not listed does not belong to the type. */
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
  /** How the messages inside the value are laid out. */
  readonly inside: Representation;
  readonly map: MapSlot;
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

/** A message as an object of properties; their names come from descriptors. */
export type MessageObject = Readonly<Record<string | symbol, unknown>>;

/** What stands under a property of a message. Getters and copies both come from it. */
export type Slot = TypeSlot | FieldSlot | OneofSlot;

/** The type of the message: its full name, or an object of its library that knows the name. */
export interface TypeSlot {
  readonly kind: "type";
  /** Whether a value says just that. */
  isType(value: unknown): boolean;
}

/** The value of a field. */
export interface FieldSlot {
  readonly kind: "field";
  readonly plan: FieldPlan;
  /** Names of the properties that the field may have, the most exact first. */
  readonly names: readonly string[];
  /** What a property holds for the field; undefined if the property holds no value. */
  read(message: MessageObject, name: string): unknown;
  /** Whether a raw value counts as set. Do not ask it for lists and maps. */
  isSet(raw: unknown, message: MessageObject): boolean;
  /** Whether null is a value of the type. Where it stands beside other fields, {@link read} knows if it is one. */
  readonly isNullable: boolean;
  /** Whether the property is there in every message, with a zero value if the field is not set. */
  readonly isRequired: boolean;
  /** For a map field: how the map of a message stands there. */
  readonly map: ((message: MessageObject) => MapSlot) | undefined;
}

/** An object that says which member of a oneof is set, and holds its value; or only the name of the member. */
export interface OneofSlot {
  readonly kind: "oneof";
  /** The members by all names that they can have. */
  readonly members: ReadonlyMap<string, FieldSlot>;
  /** Properties of the object under which the name of the member can stand. Its value is under that name, or `value`. */
  readonly caseProperties: readonly string[];
  /** Whether the name can stand alone, in place of the object. */
  readonly mayBeName: boolean;
  /** Whether the object is there in every message. */
  readonly isRequired: boolean;
}

/** Stands for a message in which nothing is set, where the message itself is not there: in an opened Any without content. */
export const EMPTY_MESSAGE: MessageObject = Object.freeze({});
