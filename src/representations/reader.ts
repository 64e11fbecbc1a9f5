import type { MessagePlan } from "../plan/compiled.js";
import type { FieldShape, ValueType } from "../schema/message-shape.js";
import type { MessageLayout } from "./layout.js";

/**
 * How to get field values out of one representation of messages. Everything here is called once per type, when its
 * printers are compiled; what it returns is called for every message. A reader never changes what it reads. It may
 * throw where the object does (a getter, a proxy): its callers expect that.
 */
export interface Reader {
  /** Binds the representation to one message type. */
  bind(plan: MessagePlan): MessageReader;
}

/** How to read messages of one type. */
export interface MessageReader {
  /** Whether a value is a message of this type in this representation. Only then may it be read. */
  accepts(value: unknown): boolean;
  /**
   * The value of a field, undefined if it is not set. Lists and maps may also come back empty. The value of a singular
   * field comes back neutral; items of a list and values of a map still have to be made so by {@link neutral}.
   *
   * Neutral values are: string, boolean, Uint8Array, number for float, double, 32-bit integers and enums, bigint or
   * decimal string for 64-bit integers, an array, and for a map what {@link MapReader} reads. Whatever else stands
   * there is returned as it is, and not printed.
   */
  value(field: FieldShape): (message: unknown) => unknown;
  /**
   * Where the value of a field stands, for fields whose {@link value} is nothing but one property: who reads many fields
   * may read it without a call.
   */
  property?(field: FieldShape): PropertyRead | undefined;
  /** How to read the maps of this representation. */
  readonly maps: MapReader;
  /** Turns items of the given type into neutral values; undefined if they are neutral already. */
  neutral(type: ValueType): ((value: unknown) => unknown) | undefined;
  /** How the messages in a field are laid out. */
  messagesIn(field: FieldShape): Reader;
  /** Whether all strings of these messages, but for the keys of maps, are known to need no escapes. Default: no. */
  readonly textsArePlain?: boolean;
  /** For `google.protobuf.Any`: the message inside where it is not packed into bytes; undefined where it is. */
  readonly openedAny?: (any: unknown) => OpenedAny | undefined;
  /** How the messages are laid out, for copies of them. Absent where they are no objects of a library: wire bytes. */
  readonly layout?: () => MessageLayout;
}

/** How a field is read that is a property of the message. It is not set where the property is undefined or null. */
export interface PropertyRead {
  readonly name: string;
  /** What stands there, too, where the field is not set: compared with `===`. */
  readonly unset: unknown;
  /** Whether only a property of the message itself counts, none that it inherits. */
  readonly isOwn: boolean;
}

/** An Any that holds its message opened. */
export interface OpenedAny {
  readonly typeUrl: string;
  readonly message: unknown;
  readonly reader: Reader;
}

/** How to read the maps of one representation. */
export interface MapReader {
  /** The keys as ProtoJSON texts; undefined if the value is not a map. */
  keys(map: unknown): readonly string[] | undefined;
  /** The value under one of these keys. */
  get(map: unknown, key: string): unknown;
}
