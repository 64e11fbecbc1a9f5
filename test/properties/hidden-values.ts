import { type DescMessage, isMessage, type Message } from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { type Any, AnySchema, anyUnpack } from "@bufbuild/protobuf/wkt";
import { registry } from "./subjects.js";

/** A text in a message. */
export interface HeldText {
  readonly text: string;
  /** Whether it names what it stands for: the key of a map or a Struct, or the type URL of an Any. */
  readonly isName: boolean;
}

/** Shorter texts, without the blanks around them, are found in too many others: `secretsOf` may leave them out. */
const SHORTEST = 8;

/** Names of properties, which a copy has whatever its values are: some texts are `toString`, and so are some fields. */
const propertyNames = [...registry].flatMap((type) =>
  type.kind === "message" ? type.members.map(({ localName }) => localName) : [],
);

/**
 * The texts that a message holds and its printed form does not show: in fields, lists, map entries, Structs, type URLs,
 * and in each Any of a known type. Fields without a descriptor do not count.
 */
export function hiddenValues(desc: DescMessage, message: Message, printed: string): readonly HeldText[] {
  const known = [...textsOf(JSON.parse(printed)), ...propertyNames];
  return textsIn(reflect(desc, message)).filter(
    ({ text }) => text.trim().length >= SHORTEST && !known.some((one) => one.includes(text)),
  );
}

function textsIn(reflected: ReflectMessage): HeldText[] {
  const { message, fields } = reflected;
  if (isMessage(message, AnySchema)) return [{ text: message.typeUrl, isName: true }, ...payloadOf(message)];
  return fields.filter((field) => reflected.isSet(field)).flatMap((field) => held(reflected.get(field)));
}

function held(value: unknown): HeldText[] {
  if (typeof value === "string") return [{ text: value, isName: false }];
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  if (isReflected(value)) return textsIn(value);
  if (isEntries(value)) {
    return [...value.entries()].flatMap(([key, inner]) => [
      ...(typeof key === "string" ? [{ text: key, isName: true }] : []),
      ...held(inner),
    ]);
  }
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)].flatMap(held) : []; // a list
}

function payloadOf(any: Any): HeldText[] {
  const packed = anyUnpack(any, registry);
  const desc = packed && registry.getMessage(packed.$typeName);
  return packed === undefined || desc === undefined ? [] : textsIn(reflect(desc, packed));
}

function isReflected(value: object): value is ReflectMessage {
  return "desc" in value && "message" in value;
}

function isEntries(value: object): value is { entries(): Iterable<readonly [unknown, unknown]> } {
  return "entries" in value && "has" in value;
}

/** All texts and keys in a JSON value. */
function textsOf(json: unknown): readonly string[] {
  if (typeof json === "string") return [json];
  if (typeof json !== "object" || json === null) return [];
  if (Array.isArray(json)) return json.flatMap(textsOf);
  return Object.entries(json).flatMap(([key, value]) => [key, ...textsOf(value)]);
}
