import { clone, type DescField, type DescMessage, type Message } from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { namesField, type ReferencePolicy } from "../reference/reference-policy.js";
import { mayHoldJson } from "./random-policy.js";

/** Makes numbers below a bound, the same ones from the same seed. */
export type Random = (bound: number) => number;

/** One of some values. */
export function pick<T>(values: readonly T[], random: Random): T {
  // There is at least one.
  return values[random(values.length)] as T;
}

/** Whether a policy judges what a field holds by the keys of the JSON in it. */
export function holdsJson(field: DescField, policy: ReferencePolicy): boolean {
  return mayHoldJson(field) && policy.json?.some((rule) => namesField(rule, field)) === true;
}

/** Texts in {@link JSON_TEXTS}. */
export const SECRETS_IN_JSON: readonly string[] = ["s3cr3t-w0rd", "in a text in the JSON"];

/** JSON, and texts that are nearly JSON. */
export const JSON_TEXTS: readonly string[] = [
  '{"password":"s3cr3t-w0rd","user":"jane"}',
  '{ "a" : [ { "token" : 12345 , "Key":"v" } ], "b":null }',
  '{"outer":"{\\"password\\":\\"in a text in the JSON\\",\\"b\\":1}","s":[true,1e3,"x"]}',
  '[{"a":1},{"b":{"Secret":["deep", {"s":"t"}]}}]',
  '{"a":1,"a":2}',
  '{"a":1e999}',
  '{"password":',
  "{}",
  '{"email":"jane.doe@example.com","phone":["+1 555 0100"],"id":"4929 1234 5678 9010"}',
  '{"s":"{\\"email\\":\\"jane.doe@example.com\\"}","email":"jane.doe@example.com"}',
];

/** The message with JSON in the fields whose strings or bytes the policy judges by the keys of JSON. */
export function withJson(
  desc: DescMessage,
  message: Message,
  policy: ReferencePolicy,
  random: Random,
): Message {
  const copy = clone(desc, message);
  plant(reflect(desc, copy), policy, random);
  return copy;
}

function plant(message: ReflectMessage, policy: ReferencePolicy, random: Random): void {
  for (const field of message.fields) {
    if (!message.isSet(field)) continue;
    const one = (value: unknown): unknown => {
      if (isReflectMessage(value)) plant(value, policy, random);
      if (!holdsJson(field, policy) || random(4) === 0) return value;
      const text = pick(JSON_TEXTS, random);
      return typeof value === "string" ? text : Buffer.from(text);
    };
    if (field.fieldKind === "map") {
      const map = message.get(field);
      for (const [key, value] of [...map.entries()]) map.set(key, one(value));
    } else if (field.fieldKind === "list") {
      const list = message.get(field);
      for (const [index, item] of [...list].entries()) list.set(index, one(item));
    } else message.set(field, one(message.get(field)) as never); // of the same type
  }
}
