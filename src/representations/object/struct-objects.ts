import type { FieldPlan, MessagePlan, Plan } from "../../plan/compiled.js";
import type { MapKeys } from "../../plan/map-keys.js";
import { isJsonOf, jsonForms, jsonValue } from "../json-struct.js";
import { isMap, isMessageObject, isPlainObject } from "../kinds.js";
import { propertyKeys, propertyValue } from "../own-property.js";
import { isPlainMap } from "../plain-maps.js";
import { propertyNames } from "../property-name.js";
import {
  EMPTY_MESSAGE,
  type MessageAccess,
  type MessageObject,
  type Representation,
} from "../representation.js";
import { objectParts } from "./object-access.js";
import { ReadableMap } from "./object-maps.js";
import { CASE_PROPERTIES } from "./object-slots.js";

/**
 * Binds Struct, Value and ListValue as messages (protobufjs, proto-loader) or as the JSON that they stand for (ts-proto,
 * ProtoJSON). An object that looks like the message is read as the message, with one exception: see {@link messageTest}. The
 * form of the outermost message applies to everything inside it: inside JSON, a name such as `stringValue` is a key.
 */
export function bindStruct(
  plan: MessagePlan,
  representationOf: (typeName: string) => Representation,
): MessageAccess {
  const { form, access } = objectParts(plan, representationOf);
  const isHidden = hiddenKeyTest(plan);
  const isMessage = messageTest(plan, isHidden);
  const isHiddenJson = (value: unknown): value is MessageObject =>
    plan.typeName !== LIST && isMessageObject(value) && hasWord(value, isHidden);
  const messageForm = {
    ...form,
    fits: (value: unknown): boolean => isMessageObject(value) && isMessage(value),
    ...(plan.typeName === "google.protobuf.Value" && { textProperties }),
  };
  return {
    ...access,
    accepts: (value) => value instanceof Json || isJsonOf(plan.typeName, value) || access.accepts(value),
    value(field) {
      const getOwn = access.value(field);
      const getJson = jsonValue(field);
      const mark = MARKS.get(field.name) ?? ((inner: unknown) => inner);
      return (value) => {
        if (value instanceof Json) return mark(getJson(value.value));
        if (messageForm.fits(value)) return getOwn(value);
        if (isJsonOf(plan.typeName, value)) return mark(getJson(value));
        return isHiddenJson(value) ? mark(getJson(withoutType(value))) : getOwn(value);
      };
    },
    // A message that is empty looks like no other form: it comes last.
    forms: [
      messageForm,
      ...jsonForms(plan),
      { ...messageForm, fits: (value) => isMessageObject(value) && !isHiddenJson(value) },
    ],
  };
}

/** Wraps an object or array inside JSON. The same value always gets the same wrapper, so that cycles are found. */
class Json {
  readonly value: object;

  constructor(value: object) {
    this.value = value;
  }
}

const marked = new WeakMap<object, Json>();

/** Marks an object or a list as part of JSON. A scalar needs no mark, and any other value is not JSON. */
function insideJson(value: unknown): unknown {
  if (!Array.isArray(value) && !isPlainMap(value)) return value;
  const mark = marked.get(value) ?? new Json(value);
  marked.set(value, mark);
  return mark;
}

const untyped = new WeakMap<object, MessageObject>();

/** A JSON object without the keys that say a type. The sender of the JSON may have put them there. */
function withoutType(json: MessageObject): MessageObject {
  const known = untyped.get(json) ?? { ...json };
  untyped.set(json, known);
  for (const key of ["$typeName", "$type"]) Reflect.deleteProperty(known, key);
  return known;
}

/** How the content of a JSON value is marked, by the field in which it stands. */
const MARKS: ReadonlyMap<string, (inner: unknown) => unknown> = new Map([
  ["struct_value", insideJson],
  ["list_value", insideJson],
  ["values", (items: unknown) => (Array.isArray(items) ? items.map(insideJson) : items)],
  [
    "fields",
    (fields: unknown) =>
      isMessageObject(fields)
        ? new ReadableMap(new Map(propertyKeys(fields).map((key) => [key, insideJson(fields[key])])))
        : fields,
  ],
]);

/**
 * Makes a test: is an object read as the message, and not as JSON? It is if it looks like the message. But JSON from a sender
 * may have the property names of the message as keys (`{"stringValue":"..."}`). If a rule names one of these keys, the
 * object is read as JSON, because that hides more. Instances of a class are always messages.
 */
function messageTest(plan: MessagePlan, isHidden: IsHidden): (object: MessageObject) => boolean {
  const looksLikeMessage = LOOKS.get(plan.typeName);
  // As JSON, a ListValue is an array.
  if (looksLikeMessage === undefined) return () => true;
  return (object) =>
    object === EMPTY_MESSAGE || (looksLikeMessage(object, isHidden) && !hasWord(object, isHidden));
}

const LIST = "google.protobuf.ListValue";

/** Whether the value under a key of a Struct is not shown. */
type IsHidden = (key: unknown) => boolean;

function hiddenKeyTest(plan: MessagePlan): IsHidden {
  const keys = keysOfStructs(plan);
  return (key) => typeof key === "string" && keys !== undefined && keys.judge(key) !== "open";
}

function hasWord(object: MessageObject, isHidden: IsHidden): boolean {
  return isPlainObject(object) && wordsOf(object).some(isHidden);
}

/** The rules for keys of Structs in a message of one of the three types. Undefined if there are no such rules. */
function keysOfStructs(plan: MessagePlan): MapKeys | undefined {
  const inside = (name: string): Plan | undefined =>
    plan.fields.find(({ field }: FieldPlan) => field.name === name)?.message;
  const inner = inside("struct_value") ?? inside("values");
  if (inner?.kind === "message") return keysOfStructs(inner);
  const keys = plan.fields.find(({ field }: FieldPlan) => field.name === "fields")?.keys;
  return keys?.hasRules ? keys : undefined;
}

/** The keys that an object would have if it was JSON, without the entries of a Struct. */
function wordsOf(object: MessageObject): readonly string[] {
  const words = [...propertyKeys(object)];
  const isStruct = words.includes("fields");
  for (const value of words.map((word) => object[word])) {
    if (Array.isArray(value)) {
      for (const item of value) if (isMessageObject(item)) words.push(...propertyKeys(item));
    } else if (isMessageObject(value) && !isStruct) {
      words.push(...wordsOf(value));
    }
  }
  return words;
}

const KINDS: readonly (readonly string[])[] = ["null", "number", "string", "bool", "struct", "list"].map(
  (kind) => propertyNames(`${kind}_value`, []),
);

/** Whether an object looks like the message. */
const LOOKS: ReadonlyMap<string, (object: MessageObject, isHidden: IsHidden) => boolean> = new Map<
  string,
  (object: MessageObject, isHidden: IsHidden) => boolean
>([
  ["google.protobuf.Struct", looksLikeStruct],
  ["google.protobuf.Value", looksLikeValue],
]);

/** Whether a property states the type of a message, or of a message in an opened Any. */
function isTypeProperty(name: string): boolean {
  return name.startsWith("$") || name === "@type";
}

/** The text must not depend on what is hidden, so values under hidden keys are not looked at. */
function looksLikeStruct(object: MessageObject, isHidden: IsHidden): boolean {
  const fields = propertyValue(object, "fields");
  if (propertyKeys(object).some((key) => key !== "fields" && !isTypeProperty(key))) return false;
  const entries = entriesOf(fields);
  return (
    entries?.every(
      ([key, value]) =>
        isHidden(key) || (isMessageObject(value) && looksLikeValue(value) && !hasWord(value, isHidden)),
    ) ?? false
  );
}

/** The entries of a map in any of its forms; undefined if it is not a map. */
function entriesOf(map: unknown): readonly (readonly [key: unknown, value: unknown])[] | undefined {
  if (isMap(map)) return [...map];
  if (Array.isArray(map)) return map.map(entryOf);
  return isMessageObject(map) ? propertyKeys(map).map((key) => [key, map[key]]) : undefined;
}

function entryOf(entry: unknown): readonly [key: unknown, value: unknown] {
  if (Array.isArray(entry)) return [entry[0], entry[1]];
  return isMessageObject(entry)
    ? [propertyValue(entry, "key"), propertyValue(entry, "value")]
    : ["", undefined];
}

/** Whether an object looks like a Value: one kind is set, and the only other properties name the kind. */
function looksLikeValue(object: MessageObject): boolean {
  if (isMessageObject(propertyValue(object, "kind"))) return true;
  const keys = propertyKeys(object).filter((key) => key !== "kind" && !isTypeProperty(key));
  return keys.length > 0 && keys.every((key) => KINDS.some((names) => names.includes(key)));
}

/** The properties of a Value that holds a text, in the style of another Value. */
function textProperties(like: unknown, text: string): Readonly<Record<string, unknown>> {
  const choice = isMessageObject(like) ? propertyValue(like, "kind") : undefined;
  const names = propertyKeys(Object(isMessageObject(choice) ? choice : like));
  const member = names.some((name) => name.endsWith("_value")) ? "string_value" : "stringValue";
  if (!isMessageObject(choice)) {
    // A getter of the class that tells the kind tells it of the copy, too.
    const isNamed = typeof choice === "string" && Object.hasOwn(Object(like), "kind");
    return { [member]: text, ...(isNamed && { kind: member }) };
  }
  const caseProperty = CASE_PROPERTIES.find((name) => propertyValue(choice, name) !== undefined) ?? "case";
  const isUnnamed = names.includes("value");
  return { kind: { [caseProperty]: member, [isUnnamed ? "value" : member]: text } };
}
