import {
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  fromBinary,
  isFieldSet,
  isMessage,
  type Message,
  ScalarType,
} from "@bufbuild/protobuf";
import { WireType } from "@bufbuild/protobuf/wire";
import type { FeatureSet_FieldPresence, FieldOptions, MessageOptions } from "@bufbuild/protobuf/wkt";
import { memberOf, ownValue } from "../options/own-value.js";
import { FIELD_OPTIONS_TYPE } from "./field-options.js";
import { canBeMarked, type ExtensionLookup, isMarked } from "./protobuf-es-option-types.js";
import type { OptionValue, SetOption } from "./set-option.js";
import { isStructType, isWrapperType } from "./well-known.js";

/** As a constant of its own: the enum would bring all of descriptor.proto along. */
const IMPLICIT: FeatureSet_FieldPresence.IMPLICIT = 2;

/** Indexes extensions by what they extend, to find them for the unknown fields of an options message. */
export function extensionsByExtendee(extensions: Iterable<DescExtension>): ExtensionLookup {
  const lookup = new Map<string, Map<number, DescExtension[]>>();
  for (const extension of extensions) {
    const { typeName } = extension.extendee;
    const numbers = lookup.get(typeName) ?? new Map<number, DescExtension[]>();
    const known = numbers.get(extension.number) ?? [];
    lookup.set(typeName, numbers.set(extension.number, [...known, extension]));
  }
  return lookup;
}

/**
 * The options that are set on a field or message, standard and custom ones.
 *
 * @param type the type of the options: that of fields or of messages.
 * @throws if the bytes of a custom option do not decode.
 */
export function setOptions(
  type: DescMessage,
  options: FieldOptions | MessageOptions | undefined,
  lookup: ExtensionLookup,
): readonly SetOption[] {
  if (options === undefined) return [];
  if (options.uninterpretedOption.length > 0) throw new Error("options that were not interpreted");
  return optionsOfMessage(type, options, lookup);
}

/** The number of `csi.v1.csi_secret` in the global registry of protobuf options. No declaration of it is needed. */
const CSI_SECRET = 1059;

function optionsOfMessage(desc: DescMessage, message: unknown, lookup: ExtensionLookup): SetOption[] {
  if (!isMessage(message, desc)) throw new Error(`a value that is no ${desc.typeName}`);
  const own = desc.fields
    .filter((field) => isFieldSet(message, field))
    .map((field) => ({ name: field.name, values: valuesOf(field, fieldValue(message, field), lookup) }));
  const numbers = new Set((ownValue(message, "$unknown") ?? []).map(({ no }) => no));
  const custom = [...numbers].flatMap((number) => {
    const extensions = lookup.get(desc.typeName)?.get(number) ?? [];
    const isCsiSecret = extensions.length === 0 && desc === FIELD_OPTIONS_TYPE && number === CSI_SECRET;
    return isCsiSecret ? csiSecret(message) : extensionValues(extensions, message, lookup);
  });
  return [...own, ...custom];
}

/** The fields that are not set, and whose value is zero nevertheless. */
function zerosOfMessage(desc: DescMessage, message: Message, lookup: ExtensionLookup): SetOption[] {
  const zeros = desc.fields.filter(
    (field) =>
      (field.fieldKind === "scalar" || field.fieldKind === "enum") &&
      field.presence === IMPLICIT &&
      !isFieldSet(message, field),
  );
  return zeros.map((field) => ({
    name: field.name,
    values: valuesOf(field, fieldValue(message, field), lookup),
  }));
}

/** The value of a field that is set, or the default of one that is not. */
function fieldValue(message: Message, { oneof, localName }: DescField): unknown {
  const property = memberOf(message, oneof?.localName ?? localName);
  return oneof === undefined ? property : ownValue(Object(property), "value");
}

/** The option without its declaration: it is true if its last varint is not zero. */
function csiSecret(message: Message): SetOption {
  const last = ownValue(message, "$unknown")?.findLast(({ no }) => no === CSI_SECRET);
  const isTrue = last?.data.some((byte) => (byte & 0x7f) !== 0) ?? false;
  return { name: "csi.v1.csi_secret", values: [{ kind: "bool", value: isTrue }] };
}

/**
 * The values of all options that have one number. At least one of them must decode. Another one, whose bytes mean nothing to
 * it, may be what the author of the field meant: its value counts as lost.
 */
function extensionValues(
  extensions: readonly DescExtension[],
  message: Message,
  lookup: ExtensionLookup,
): SetOption[] {
  const failures: unknown[] = [];
  const options = extensions.map((extension): SetOption => {
    try {
      return { name: extension.typeName, values: extensionValue(extension, message, lookup) };
    } catch (error) {
      failures.push(error);
      const mayBeMarked = canBeMarked(extension, lookup);
      return { name: extension.typeName, values: [{ kind: "lost", mayBeMarked }] };
    }
  });
  if (failures.length > 0 && failures.length === options.length) throw failures[0];
  return options;
}

/**
 * The values of one option, which the message holds among its unknown fields. They are decoded as a message of a type
 * that has the option as its only field. `getExtension` does the same, but it brings all of the reflection API along.
 */
function extensionValue(extension: DescExtension, message: Message, lookup: ExtensionLookup): OptionValue[] {
  const { extendee } = extension;
  // An extension has all that a field has, except what is set here. The compiler cannot see that in a spread union.
  const field = { ...extension, kind: "field", parent: extendee, localName: "value" } as DescField;
  const container: DescMessage = { ...extendee, fields: [field], members: [field], oneofs: [] };
  const occurrences = (ownValue(message, "$unknown") ?? []).filter(({ no }) => no === extension.number);
  // The last of several scalars counts, so the others need not decode. Messages merge, and lists grow.
  const isScalar = extension.fieldKind === "scalar" || extension.fieldKind === "enum";
  const bytes: number[] = [];
  for (const { no, wireType, data } of isScalar ? occurrences.slice(-1) : occurrences) {
    if (!hasWireType(extension, wireType)) throw new Error(`bytes that are no ${extension.typeName}`);
    let tag = no * 8 + wireType;
    for (; tag > 0x7f; tag = Math.floor(tag / 128)) bytes.push((tag % 128) + 128);
    bytes.push(tag);
    for (const byte of data) bytes.push(byte);
  }
  return valuesOf(field, fieldValue(fromBinary(container, Uint8Array.from(bytes)), field), lookup);
}

/** Whether a value of an option can have a wire type. Items of a list may be packed. */
function hasWireType(option: DescExtension, wireType: WireType): boolean {
  if (option.message !== undefined)
    return wireType === (option.delimitedEncoding ? WireType.StartGroup : WireType.LengthDelimited);
  const own = option.enum === undefined ? wireTypeOf(option.scalar) : WireType.Varint;
  return wireType === own || (option.fieldKind === "list" && wireType === WireType.LengthDelimited);
}

function wireTypeOf(scalar: ScalarType): WireType {
  switch (scalar) {
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return WireType.LengthDelimited;
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return WireType.Bit64;
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return WireType.Bit32;
    default:
      return WireType.Varint;
  }
}

/** The values in a field of a message: the items of a list, the entries of a map, or the one value. */
function valuesOf(field: DescField, value: unknown, lookup: ExtensionLookup): OptionValue[] {
  if (field.fieldKind !== "map") return [value].flat().map((item) => optionValue(field, item, lookup));
  return Object.entries(Object(value)).map(([key, item]) => ({
    kind: "message",
    options: [
      { name: "key", values: [{ kind: "text", value: key }] },
      { name: "value", values: [optionValue(field, item, lookup)] },
    ],
    zeros: [],
  }));
}

function optionValue(field: DescField, value: unknown, lookup: ExtensionLookup): OptionValue {
  if (field.enum !== undefined) return enumValue(field.enum, value);
  if (field.message !== undefined) {
    const { typeName } = field.message;
    // These stand unwrapped in most places. They cannot hold an enum of the schema.
    if (isWrapperType(typeName) || isStructType(typeName)) return { kind: "lost", mayBeMarked: false };
    const options = optionsOfMessage(field.message, value, lookup);
    return { kind: "message", options, zeros: zerosOfMessage(field.message, value as Message, lookup) };
  }
  if (typeof value === "boolean") return { kind: "bool", value };
  if (typeof value === "number" || typeof value === "bigint") return { kind: "number", value };
  if (value instanceof Uint8Array) return { kind: "bytes", value };
  if (typeof value !== "string") return { kind: "lost", mayBeMarked: false };
  // A field with `jstype = JS_STRING` has an integer as a text.
  return field.scalar === ScalarType.STRING
    ? { kind: "text", value }
    : { kind: "number", value: BigInt(value) };
}

function enumValue(desc: DescEnum, number: unknown): OptionValue {
  const same = desc.values.filter((value) => value.number === number);
  return {
    kind: "enum",
    number: typeof number === "number" ? number : undefined,
    names: same.map(({ name }) => name),
    debugRedact: same.some(({ proto }) => isMarked(proto)),
  };
}
