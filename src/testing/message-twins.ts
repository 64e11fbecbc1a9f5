import {
  create,
  type DescField,
  type DescMessage,
  type DescOneof,
  type Message,
  type MessageInitShape,
  ScalarType,
  type UnknownField,
} from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { enumArbitrary, mapKeyArbitrary, scalarArbitrary } from "./scalar-arbitrary.js";
import { openTextTwins, ownProperties, structTwins, withCredentialKeys } from "./struct-twins.js";
import { both, gather, independent, keysOf, same, type Twin, type TwinsContext } from "./twins.js";
import { representedTwins, wellKnownTwins } from "./well-known-twins.js";

/** The most levels of JSON in a text. */
const JSON_DEPTH = 3;

/** A property of the initializer of a message, for a field or oneof. The value is undefined if the property is not set. */
type Property = readonly [name: string, value: unknown];

/** Generates twins of messages of a type, which hold at most `depth` levels of messages. Made once per type and depth. */
export function messageTwins(
  desc: DescMessage,
  depth: number,
  context: TwinsContext,
): fc.Arbitrary<Twin<Message>> {
  const known = context.made.get(desc) ?? new Map<number, fc.Arbitrary<Twin<Message>>>();
  context.made.set(desc, known);
  const made = known.get(depth) ?? makeMessageTwins(desc, depth, context);
  known.set(depth, made);
  return made;
}

function makeMessageTwins(
  desc: DescMessage,
  depth: number,
  context: TwinsContext,
): fc.Arbitrary<Twin<Message>> {
  return (
    wellKnownTwins(desc, depth, context, messageTwins) ??
    fc
      .tuple(
        fc.tuple(...desc.members.map((member) => memberTwins(member, depth, context))),
        context.unknownFields ? unknownFieldsArbitrary(desc) : fc.constant<UnknownField[]>([]),
      )
      .map(([members, unknown]) =>
        both(gather(members), (properties) => {
          const message = create(desc, initOf(properties));
          if (unknown.length > 0) message.$unknown = unknown;
          return message;
        }),
      )
  );
}

function initOf(properties: readonly Property[]): MessageInitShape<DescMessage> {
  const set = properties.filter(([, value]) => value !== undefined);
  // Without a prototype, because `create` reads inherited properties too: a field may be called hasOwnProperty. And
  // generic code has no static type for the initializer of a type that it meets at run time.
  return Object.assign(Object.create(null), Object.fromEntries(set)) as MessageInitShape<DescMessage>;
}

function memberTwins(
  member: DescField | DescOneof,
  depth: number,
  context: TwinsContext,
): fc.Arbitrary<Twin<Property>> {
  if (member.kind === "oneof") return oneofTwins(member, depth, context);
  const named = (twins: fc.Arbitrary<Twin<unknown>>): fc.Arbitrary<Twin<Property>> =>
    twins.map((twin) => both(twin, (value) => [member.localName, value] as const));
  const unset = fc.constant<Twin<unknown>>([undefined, undefined]);
  const isRequired = member.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
  if (member.fieldKind === "message" && depth <= 1 && !isRequired) return named(unset);
  const set = fieldTwins(member, depth, context);
  return named(isRequired ? set : fc.oneof({ weight: 2, arbitrary: set }, { weight: 1, arbitrary: unset }));
}

function oneofTwins(oneof: DescOneof, depth: number, context: TwinsContext): fc.Arbitrary<Twin<Property>> {
  const members = oneof.fields
    .filter((field) => field.fieldKind !== "message" || depth > 1)
    .map((field) =>
      fieldTwins(field, depth, context).map((twin) =>
        both(twin, (value): unknown => ({ case: field.localName, value })),
      ),
    );
  const unset = fc.constant<Twin<unknown>>([undefined, undefined]);
  return fc
    .oneof({ weight: 1, arbitrary: unset }, ...members.map((arbitrary) => ({ weight: 1, arbitrary })))
    .map((twin) => both(twin, (value) => [oneof.localName, value] as const));
}

/** Twins of a field that is set in both. */
function fieldTwins(field: DescField, depth: number, context: TwinsContext): fc.Arbitrary<Twin<unknown>> {
  const isSecret = context.secrecy.verdict(field).kind === "secret";
  if (field.fieldKind === "list") return listTwins(field, depth, context, isSecret);
  if (field.fieldKind === "map") return mapTwins(field, depth, context, isSecret);
  const values = valueTwins(field, depth, context);
  if (!isSecret) return values;
  // Presence is not secret, so neither twin may have a value that counts as not set.
  return secretTwins(values.filter(([left]) => !isImplicitDefault(field, left)));
}

function listTwins(
  field: DescField & { fieldKind: "list" },
  depth: number,
  context: TwinsContext,
  isSecret: boolean,
): fc.Arbitrary<Twin<unknown>> {
  const items = field.listKind === "message" && depth <= 1 ? undefined : valueTwins(field, depth, context);
  if (items === undefined) return same(fc.constant<UnknownField[]>([]));
  const list = (minLength: number): fc.Arbitrary<Twin<unknown>> =>
    fc.array(items, { minLength, maxLength: Math.max(minLength, context.maxItems) }).map(gather);
  return isSecret ? secretTwins(list(1)) : list(0);
}

function mapTwins(
  field: DescField & { fieldKind: "map" },
  depth: number,
  context: TwinsContext,
  isSecret: boolean,
): fc.Arbitrary<Twin<unknown>> {
  if (field.mapKind === "message" && depth <= 1) return same(fc.constant({}));
  const values = valueTwins(field, depth, context);
  const isSecretKey = keysOf(context.secrecy.verdict(field));
  const secretValues = secretTwins(values);
  const entry = mapKeyArbitrary(field.mapKey).chain((key) =>
    (isSecretKey?.(key) ? secretValues : values).map((twin) => both(twin, (value) => [key, value] as const)),
  );
  const map = (minLength: number): fc.Arbitrary<Twin<unknown>> => {
    const entries = fc
      .uniqueArray(entry, {
        minLength,
        maxLength: Math.max(minLength, context.maxItems),
        selector: ([[key]]) => key,
      })
      .map((twins) => gather(twins));
    // Detectors judge strings only.
    const credentials = field.mapKey === ScalarType.STRING ? context.secrecy.credentials : undefined;
    return withCredentialKeys(entries, values, credentials).map((twin) => both(twin, ownProperties));
  };
  return isSecret ? secretTwins(map(1)) : map(0);
}

/** Twins of one value: of a singular field, of a list item, or of the value of a map entry. */
function valueTwins(field: DescField, depth: number, context: TwinsContext): fc.Arbitrary<Twin<unknown>> {
  const { secrecy } = context;
  if (field.message !== undefined) {
    const isSecretKey = keysOf(secrecy.verdict(field));
    return (
      representedTwins(field, depth - 1, isSecretKey, context) ??
      messageTwins(field.message, depth - 1, context)
    );
  }
  if (field.enum !== undefined) return same(enumArbitrary(field.enum));
  const verdict = secrecy.verdict(field);
  if (verdict.kind === "keyed" && verdict.json !== undefined) {
    const json = structTwins(JSON_DEPTH, verdict.json, secrecy.credentials);
    const isText = field.scalar === ScalarType.STRING;
    return json
      .map((twin) => both(twin, JSON.stringify))
      .map((twin) => (isText ? twin : both(twin, encoded)));
  }
  const values = scalarArbitrary(field.scalar, "longAsString" in field && field.longAsString);
  if (field.scalar !== ScalarType.STRING) return same(values);
  return openTextTwins(values.map(String), secrecy.credentials);
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Independent twins of the same kind as the left values of the given twins. */
function secretTwins(twins: fc.Arbitrary<Twin<unknown>>): fc.Arbitrary<Twin<unknown>> {
  return independent(twins.map(([left]) => left));
}

/** Whether a value of a singular field counts as not set, because the field has implicit presence. */
function isImplicitDefault(field: DescField, value: unknown): boolean {
  if (field.presence !== FeatureSet_FieldPresence.IMPLICIT || field.oneof !== undefined) return false;
  if (field.enum !== undefined) return value === field.enum.values[0]?.number;
  if (value instanceof Uint8Array) return value.length === 0;
  return value === false || value === "" || value === "0" || value === 0n || Object.is(value, 0);
}

/** Fields that a type does not have, as a newer sender would add them. */
function unknownFieldsArbitrary(desc: DescMessage): fc.Arbitrary<UnknownField[]> {
  const used = new Set(desc.fields.map(({ number }) => number));
  const extended = desc.proto.extensionRange;
  const number = fc
    .integer({ min: 1, max: 2 ** 29 - 1 })
    .filter(
      (no) => !used.has(no) && !isReserved(no) && !extended.some(({ start, end }) => no >= start && no < end),
    );
  return fc.array(
    fc.tuple(number, unknownValueArbitrary()).map(([no, value]) => ({ no, ...value })),
    { maxLength: 2 },
  );
}

/** Whether protobuf reserves a field number. */
function isReserved(no: number): boolean {
  return no >= 19_000 && no <= 19_999;
}

function unknownValueArbitrary(): fc.Arbitrary<Omit<UnknownField, "no">> {
  const written = (
    wireType: WireType,
    write: (writer: BinaryWriter) => BinaryWriter,
  ): Omit<UnknownField, "no"> => ({
    wireType,
    data: write(new BinaryWriter()).finish(),
  });
  return fc.oneof(
    fc.nat().map((value) => written(WireType.Varint, (writer) => writer.uint32(value))),
    fc.nat().map((value) => written(WireType.Bit32, (writer) => writer.fixed32(value))),
    fc.double().map((value) => written(WireType.Bit64, (writer) => writer.double(value))),
    fc.string().map((value) => written(WireType.LengthDelimited, (writer) => writer.string(value))),
  );
}
