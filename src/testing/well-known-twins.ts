import { create, type DescField, type DescMessage, fromJson, type Message } from "@bufbuild/protobuf";
import {
  type Any,
  AnySchema,
  anyPack,
  DurationSchema,
  FieldMaskSchema,
  ListValueSchema,
  StructSchema,
  TimestampSchema,
  ValueSchema,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import type { KeyMatcher } from "../policy/key-matcher.js";
import { isStructType, isWrapperType } from "../schema/well-known.js";
import { scalarArbitrary } from "./scalar-arbitrary.js";
import { openTextTwins, structTwins, valueTwins } from "./struct-twins.js";
import { both, gather, independent, type MessageTwins, same, type Twin, type TwinsContext } from "./twins.js";

/** Twins of well-known types, whose values must obey rules beyond their descriptors. Undefined for other types. */
export function wellKnownTwins(
  desc: DescMessage,
  depth: number,
  context: TwinsContext,
  messageTwins: MessageTwins,
): fc.Arbitrary<Twin<Message>> | undefined {
  switch (desc.typeName) {
    case "google.protobuf.Any":
      return anyTwins(depth, context, messageTwins);
    case "google.protobuf.Timestamp":
      return same(timestampArbitrary());
    case "google.protobuf.Duration":
      return same(durationArbitrary());
    case "google.protobuf.FieldMask":
      return same(fieldMaskArbitrary());
    default:
      return isStructType(desc.typeName) ? jsonTwins(desc.typeName, depth, undefined, context) : undefined;
  }
}

/**
 * Twins of a field that @bufbuild/protobuf does not represent as a message of its type, and of fields with free JSON, whose
 * keys are judged by the rules of the field. Undefined for other fields.
 */
export function representedTwins(
  field: DescField,
  depth: number,
  isSecretKey: KeyMatcher | undefined,
  context: TwinsContext,
): fc.Arbitrary<Twin> | undefined {
  const { message, parent } = field;
  if (message === undefined) return undefined;
  const { credentials } = context.secrecy;
  if (message.typeName === "google.protobuf.Struct" && parent.typeName !== "google.protobuf.Value") {
    return structTwins(depth, isSecretKey, credentials);
  }
  if (isStructType(message.typeName)) return jsonTwins(message.typeName, depth, isSecretKey, context);
  const wrapped = message.fields[0]?.scalar;
  const isUnwrapped =
    field.fieldKind === "message" && field.oneof === undefined && isWrapperType(message.typeName);
  if (!isUnwrapped || wrapped === undefined) return undefined;
  const values = scalarArbitrary(wrapped);
  return message.typeName === "google.protobuf.StringValue"
    ? openTextTwins(values.map(String), credentials)
    : same(values);
}

function jsonTwins(
  typeName: string,
  depth: number,
  isSecretKey: KeyMatcher | undefined,
  { secrecy: { credentials } }: TwinsContext,
): fc.Arbitrary<Twin<Message>> {
  if (typeName === "google.protobuf.Struct") {
    return structTwins(depth, isSecretKey, credentials).map((twin) =>
      both(twin, (json) => fromJson(StructSchema, json)),
    );
  }
  const values = valueTwins(depth, isSecretKey, credentials);
  if (typeName === "google.protobuf.Value") {
    return values.map((twin) => both(twin, (json) => fromJson(ValueSchema, json)));
  }
  return fc
    .array(values, { maxLength: 3 })
    .map((items) => both(gather(items), (json) => fromJson(ListValueSchema, json)));
}

function timestampArbitrary(): fc.Arbitrary<Message> {
  const seconds = fc.bigInt({ min: -62_135_596_800n, max: 253_402_300_799n });
  return fc.record({ seconds, nanos: nanosArbitrary() }).map((time) => create(TimestampSchema, time));
}

function durationArbitrary(): fc.Arbitrary<Message> {
  const seconds = fc.bigInt({ min: 0n, max: 315_576_000_000n });
  return fc
    .record({ seconds, nanos: nanosArbitrary(), negative: fc.boolean() })
    .map(({ seconds, nanos, negative }) =>
      // No minus zero: nanos are an int32.
      create(DurationSchema, negative ? { seconds: -seconds, nanos: 0 - nanos } : { seconds, nanos }),
    );
}

function nanosArbitrary(): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(0, 1, 1000, 1_000_000, 999_999_999), fc.nat({ max: 999_999_999 }));
}

function fieldMaskArbitrary(): fc.Arbitrary<Message> {
  const path = fc.stringMatching(/^[a-z]{1,4}(_[a-z]{1,3}){0,2}(\.[a-z]{1,4}(_[a-z]{1,3})?)?$/);
  return fc.array(path, { maxLength: 3 }).map((paths) => create(FieldMaskSchema, { paths }));
}

/** Texts before the slash and the type name in a type URL. */
const HOSTS = [
  "example.com/types",
  "https://types.example:8443/v1",
  "",
  "type.googleapis.com/nested",
  "\u{1f511}",
];

/**
 * Twins of `google.protobuf.Any`: with messages of known types, under the usual URL and under other URLs; with messages of
 * unknown types; and with a credential in the URL. Such a URL is secret, and so is the payload, which would show its type.
 */
export function anyTwins(
  depth: number,
  context: TwinsContext,
  messageTwins: MessageTwins,
): fc.Arbitrary<Twin<Message>> {
  const empty = same<Message>(fc.constant(null).map(() => create(AnySchema)));
  if (depth <= 1 || context.anyTypes.length === 0) return empty;
  const packed: fc.Arbitrary<Twin<Any>> = fc
    .constantFrom(...context.anyTypes)
    .chain((desc) =>
      messageTwins(desc, depth - 1, context).map((twin) => both(twin, (message) => anyPack(desc, message))),
    );
  const foreign = fc
    .tuple(packed, fc.constantFrom(...HOSTS))
    .map(([twin, host]) => both(twin, (any) => withHost(any, host)));
  const { credentials } = context.secrecy;
  return fc.oneof<fc.WeightedArbitrary<Twin<Message>>[]>(
    { weight: 5, arbitrary: packed },
    { weight: 2, arbitrary: foreign },
    { weight: 1, arbitrary: empty },
    ...(context.unknownTypes ? [{ weight: 1, arbitrary: unknownTwins() }] : []),
    ...(credentials === undefined
      ? []
      : [{ weight: 1, arbitrary: secretAnyTwins(packed, credentials, context) }]),
  );
}

function withHost(any: Any, host: string): Any {
  return create(AnySchema, {
    typeUrl: host + any.typeUrl.slice(any.typeUrl.lastIndexOf("/")),
    value: any.value,
  });
}

const payload = fc.uint8Array({ minLength: 1, maxLength: 12 });

/** Twins with different payloads of an unknown type: such a payload is never printed. */
function unknownTwins(): fc.Arbitrary<Twin<Message>> {
  const url = fc.constantFrom("type.googleapis.com/no.such.Type", "example.com/Unknown", "Slashless");
  return fc
    .tuple(url, independent(payload))
    .map(([typeUrl, values]) => both(values, (value) => create(AnySchema, { typeUrl, value })));
}

/** Twins with a credential in the URL. */
function secretAnyTwins(
  packed: fc.Arbitrary<Twin<Any>>,
  credentials: fc.Arbitrary<string>,
  { unknownTypes }: TwinsContext,
): fc.Arbitrary<Twin<Message>> {
  // Presence is not secret, so both twins have a payload.
  const known = fc
    .tuple(
      packed.map(([any]) => any).filter(({ value }) => value.length > 0),
      credentials,
    )
    .map(([any, credential]) => withHost(any, credential));
  const unknown = fc
    .tuple(payload, credentials)
    .map(([value, credential]) => create(AnySchema, { typeUrl: `example.com/${credential}`, value }));
  return independent<Message>(unknownTypes ? fc.oneof(known, unknown) : known);
}
