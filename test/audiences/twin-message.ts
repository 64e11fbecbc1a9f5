import {
  clone,
  create,
  type DescField,
  type DescMessage,
  type Message,
  ScalarType,
} from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import {
  isLeftOut,
  partOf,
  partType,
  type ReferenceHidden,
  showsPart,
} from "../reference/reference-actions.js";
import { referenceJson } from "../reference/reference-json.js";
import { hiddenBy, hiddenKey, namesField, type ReferencePolicy } from "../reference/reference-policy.js";
import { holdsJson, pick, type Random } from "./json-in-messages.js";

type SingularField = DescField & { readonly fieldKind: "scalar" | "enum" | "message" };

/** What the values of a message may be, and what may differ. */
interface Twinning {
  readonly policy: ReferencePolicy;
  readonly random: Random;
  /** The texts of new values, by the pseudonyms of the values before: equal ones stay equal. */
  readonly renamed: Map<string, string>;
}

/** A message that differs from another one only in what the policy does not show. Slow, and as obviously right as can be. */
export function twinOf(
  desc: DescMessage,
  message: Message,
  policy: ReferencePolicy,
  random: Random,
): Message {
  const twin = clone(desc, message);
  change(reflect(desc, twin), { policy, random, renamed: new Map() });
  return twin;
}

function change(message: ReflectMessage, twinning: Twinning): void {
  // What these hold is one value to the field that holds them.
  if (message.desc.typeName.startsWith("google.protobuf.")) return;
  for (const field of message.fields) {
    const hidden = hiddenBy(twinning.policy, field);
    if (hidden === undefined) {
      if (message.isSet(field)) changeInside(message, field, twinning);
    } else if (isLeftOut(hidden, field)) {
      leaveOut(message, field, twinning);
    } else if (message.isSet(field)) changeHidden(message, field, hidden, twinning);
  }
}

/** What is left out may be there or not. A member of a oneof would clear the others. */
function leaveOut(message: ReflectMessage, field: DescField, twinning: Twinning): void {
  const choice = twinning.random(3);
  if (choice === 0) message.clear(field);
  else if (choice === 1 && (field.oneof === undefined || message.isSet(field)))
    setAny(message, field, twinning.random);
}

function changeHidden(
  message: ReflectMessage,
  field: DescField,
  hidden: ReferenceHidden,
  twinning: Twinning,
): void {
  if (!showsPart(hidden.action, partType(field))) setAny(message, field, twinning.random);
  else if (field.fieldKind === "list") {
    const list = message.get(field);
    for (const [index, item] of [...list].entries()) list.set(index, alike(item, field, hidden, twinning));
  } else if (field.fieldKind === "scalar") {
    message.set(field, alike(message.get(field), field, hidden, twinning) as never); // of the same type
  }
}

/** Changes what is hidden in an open field. */
function changeInside(message: ReflectMessage, field: DescField, twinning: Twinning): void {
  const { policy } = twinning;
  if (field.fieldKind === "map") {
    const map = message.get(field);
    const keyRules = policy.mapKeys.filter((rule) => namesField(rule, field));
    for (const [key, value] of [...map.entries()]) {
      const hidden = hiddenKey(keyRules, String(key));
      if (hidden === undefined) map.set(key, inside(value, field, twinning));
      else if (field.scalar === ScalarType.STRING && !holdsJson(field, policy))
        map.set(key, alike(value, field, hidden, twinning));
      else map.set(key, anyValue(field, twinning.random));
    }
  } else if (field.fieldKind === "list") {
    const list = message.get(field);
    for (const [index, item] of [...list].entries()) list.set(index, inside(item, field, twinning));
  } else message.set(field, inside(message.get(field), field, twinning) as never); // of the same type
}

/** A value of an open field that differs in what is hidden in it. */
function inside(value: unknown, field: DescField, twinning: Twinning): unknown {
  if (isReflectMessage(value)) {
    change(value, twinning);
    return value;
  }
  return holdsJson(field, twinning.policy) ? otherJson(value, field, twinning) : value;
}

const OTHER_JSON: readonly unknown[] = ["x", null, 17, { a: { b: [1, "c"] } }, "a text of some length", []];

function otherJson(value: unknown, field: DescField, twinning: Twinning): unknown {
  const rules = twinning.policy.json?.filter((rule) => namesField(rule, field)) ?? [];
  const text = value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);
  const changed = referenceJson(text, {
    hidden(key, json) {
      const hidden = hiddenKey(rules, key);
      return hidden && JSON.stringify(alikeInJson(JSON.parse(json), hidden, twinning));
    },
    hasCredential: () => false,
    hasDetectors: false,
  });
  // Text that is not clear stays as it is: whether it is clear is not secret.
  if (changed === undefined) return value;
  return value instanceof Uint8Array ? Buffer.from(changed) : changed;
}

/** Of texts a part may be shown. All other values look alike, and like texts without a part. */
function alikeInJson(value: unknown, { action }: ReferenceHidden, twinning: Twinning): unknown {
  const { random } = twinning;
  if (!showsPart(action, ScalarType.STRING)) return pick(OTHER_JSON, random);
  if (typeof value === "string" && partOf(action, value) !== undefined)
    return alikeText(value, action, twinning);
  return pick(
    OTHER_JSON.filter((one) => typeof one !== "string"),
    random,
  );
}

/** Another value of which the action shows the same part. */
function alike(
  value: unknown,
  field: DescField,
  { action }: ReferenceHidden,
  { random, renamed }: Twinning,
): unknown {
  if (!showsPart(action, field.scalar)) return anyValue(field, random);
  if (typeof action === "object" && "pseudonym" in action) {
    // A pseudonym, and a text that an earlier pass has put there, stand for themselves.
    const shown = action.pseudonym(value);
    if (shown === undefined || String(value).startsWith("***")) return value;
    // Equal pseudonyms stay equal, whatever the types of their fields are.
    const name = renamed.get(shown) ?? newName(random);
    renamed.set(shown, name);
    return named(name, value);
  }
  const candidates = [anyValue(field, random), sameLength(value, random), sameEnd(value)];
  const part = partOf(action, value);
  return candidates.find((one) => partOf(action, one) === part && isSetAs(one, field)) ?? value;
}

/** The same for a text of which a part is shown, wherever it stands. */
function alikeText(value: string, action: ReferenceHidden["action"], { random, renamed }: Twinning): string {
  if (typeof action === "object" && "pseudonym" in action) {
    const shown = action.pseudonym(value);
    if (shown === undefined || value.startsWith("***")) return value;
    const name = renamed.get(shown) ?? newName(random);
    renamed.set(shown, name);
    return name;
  }
  const part = partOf(action, value);
  const candidates = [sameLength(value, random), sameEnd(value)].map(String);
  return candidates.find((one) => partOf(action, one) === part) ?? value;
}

/** The text of a new value of any type: digits, which begin like no date. */
function newName(random: Random): string {
  return 5 + random(4) + Array.from({ length: 14 }, () => String(random(10))).join("");
}

/** A new value of the type of the one before. */
function named(name: string, before: unknown): unknown {
  if (before instanceof Uint8Array) return Buffer.from(name);
  if (typeof before === "bigint") return BigInt(name);
  return typeof before === "number" ? Number(name) : name;
}

function sameLength(value: unknown, random: Random): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value, () => random(256));
  return Array.from({ length: Buffer.byteLength(String(value)) }, () => pick([..."abcxyz012"], random)).join(
    "",
  );
}

function sameEnd(value: unknown): unknown {
  return typeof value === "string" ? `something else before, ${value}` : value;
}

function isSetAs(value: unknown, field: DescField): boolean {
  const isImplicit = field.presence === FeatureSet_FieldPresence.IMPLICIT && field.fieldKind === "scalar";
  return !isImplicit || (value instanceof Uint8Array ? value.length > 0 : value !== "");
}

/** Sets a field to any value with which it is set. */
function setAny(message: ReflectMessage, field: DescField, random: Random): void {
  switch (field.fieldKind) {
    case "list": {
      const list = message.get(field);
      if (list.size > 0 && random(2) === 0) return;
      list.add(anyValue(field, random));
      return;
    }
    case "map": {
      const map = message.get(field);
      if (map.size > 0 && random(2) === 0) map.clear();
      map.set(anyKey(field.mapKey, random), anyValue(field, random));
      return;
    }
    default:
      setSingular(message, field, random);
  }
}

function setSingular(message: ReflectMessage, field: SingularField, random: Random): void {
  // Of the type of the field.
  message.set(field, anyValue(field, random) as never);
}

function anyKey(type: ScalarType, random: Random): string | number | bigint | boolean {
  switch (type) {
    case ScalarType.STRING:
      return `key ${random(100)}`;
    case ScalarType.BOOL:
      return random(2) === 0;
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return BigInt(random(100));
    default:
      return random(100);
  }
}

/** Any value of the type of a field, but not the zero: with that, the field may not be set. */
function anyValue(field: DescField, random: Random): unknown {
  if (field.message !== undefined) return leastMessage(field.message, random);
  if (field.enum !== undefined) {
    const numbers = field.enum.values.map(({ number }) => number);
    return pick(numbers.length > 1 ? numbers.filter(Boolean) : [7], random);
  }
  switch (field.scalar) {
    case ScalarType.STRING:
      return pick(
        ["x", "another text, which is long enough", "1234", "é€\u{1d4b3} of several bytes"],
        random,
      );
    case ScalarType.BYTES:
      return Uint8Array.from({ length: 1 + random(30) }, () => random(256));
    case ScalarType.BOOL:
      return true;
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return 1 + random(100) / 4;
    default:
      return is64(field) ? BigInt(1 + random(100)) : 1 + random(100);
  }
}

/** A message with its required fields only. */
function leastMessage(desc: DescMessage, random: Random): ReflectMessage {
  const message = reflect(desc, create(desc));
  for (const field of desc.fields)
    if (field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED) setAny(message, field, random);
  return message;
}

function is64(field: DescField): boolean {
  return (
    field.scalar !== undefined &&
    [
      ScalarType.INT64,
      ScalarType.UINT64,
      ScalarType.SINT64,
      ScalarType.FIXED64,
      ScalarType.SFIXED64,
    ].includes(field.scalar)
  );
}
