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
import type { EnumValueDescriptorProto, FieldOptions } from "@bufbuild/protobuf/wkt";
import { memberOf, ownValue } from "../options/own-value.js";
import { FIELD_OPTIONS_TYPE } from "./field-options.js";
import type { OptionDeclaration, OptionValue, SetOption } from "./message-shape.js";
import { isStructType, isWrapperType } from "./well-known.js";

/** Extensions by the full name of the message they extend, then by number. */
export type ExtensionLookup = ReadonlyMap<string, ReadonlyMap<number, readonly DescExtension[]>>;

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
 * The options that are set on a field, standard and custom ones, reduced to the values that can make a field secret.
 *
 * @throws if the bytes of a custom option do not decode.
 */
export function setOptions(options: FieldOptions | undefined, lookup: ExtensionLookup): readonly SetOption[] {
  if (options === undefined) return [];
  if (options.uninterpretedOption.length > 0) throw new Error("options that were not interpreted");
  return optionsOfMessage(FIELD_OPTIONS_TYPE, options, lookup);
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
      const kind = optionCarries(extension, lookup) === "nothing" ? "other" : "lost";
      return { name: extension.typeName, values: [{ kind }] };
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

/** Whether a value of an option can have a wire type. For values that never count, it does not matter. */
function hasWireType(option: DescExtension, wireType: WireType): boolean {
  if (option.message !== undefined)
    return wireType === (option.delimitedEncoding ? WireType.StartGroup : WireType.LengthDelimited);
  if (option.enum === undefined && option.scalar !== ScalarType.BOOL) return true;
  return (
    wireType === WireType.Varint || (option.fieldKind === "list" && wireType === WireType.LengthDelimited)
  );
}

/** The values in a field of a message: the items of a list, the values of a map, or the one value. */
function valuesOf(field: DescField, value: unknown, lookup: ExtensionLookup): OptionValue[] {
  const elements = field.fieldKind === "map" ? Object.values(Object(value)) : [value].flat();
  return elements.map((element): OptionValue => {
    if (field.enum !== undefined) return { kind: "enum", debugRedact: marksRedaction(field.enum, element) };
    if (field.message !== undefined) {
      const { typeName } = field.message;
      // These stand unwrapped in most places. They cannot hold an enum of the schema.
      if (isWrapperType(typeName) || isStructType(typeName)) return { kind: "other" };
      return { kind: "message", options: optionsOfMessage(field.message, element, lookup) };
    }
    return typeof element === "boolean" ? { kind: "bool", value: element } : { kind: "other" };
  });
}

function marksRedaction(desc: DescEnum, number: unknown): boolean {
  return desc.values.some((value) => value.number === number && isMarked(value.proto));
}

/** Whether an enum value is marked `debug_redact`. */
function isMarked(value: EnumValueDescriptorProto): boolean {
  const options = ownValue(value, "options");
  return options !== undefined && ownValue(options, "debugRedact") === true;
}

/** What a custom option can carry: a bool, a value marked `debug_redact` (in an enum or message), or nothing that matters. */
export function optionCarries(option: DescExtension, lookup: ExtensionLookup): OptionDeclaration["carries"] {
  if (option.scalar === ScalarType.BOOL) return "bool";
  return canCarryRedaction(option, lookup, new Set()) ? "debug_redact" : "nothing";
}

function canCarryRedaction(
  field: DescField | DescExtension,
  lookup: ExtensionLookup,
  seen: Set<DescMessage>,
): boolean {
  if (field.enum !== undefined) return field.enum.values.some((value) => isMarked(value.proto));
  const desc = field.message;
  if (desc === undefined || seen.has(desc)) return false;
  seen.add(desc);
  const members = [...desc.fields, ...[...(lookup.get(desc.typeName)?.values() ?? [])].flat()];
  return members.some((member) => canCarryRedaction(member, lookup, seen));
}
