import type { DescExtension, DescField, DescMessage } from "@bufbuild/protobuf";
import { WireType } from "@bufbuild/protobuf/wire";
import type { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { OptionCursor, type RawField } from "./option-cursor.js";
import { defaultOf, isZero, type ScalarContent, scalarValue, wireTypeOf, zeroOf } from "./option-scalars.js";
import { canBeMarked, type ExtensionLookup } from "./protobuf-es-option-types.js";
import type { OptionValue, SetOption } from "./set-option.js";
import { isStructType, isWrapperType } from "./well-known.js";

/** As a constant of its own: the enum would bring all of descriptor.proto along. */
const IMPLICIT: FeatureSet_FieldPresence.IMPLICIT = 2;

type Field = DescField | DescExtension;

/** What one value of a field is: of a map, that of an entry. */
interface Content extends ScalarContent {
  readonly message: DescMessage | undefined;
  readonly isGroup: boolean;
}

/**
 * The values of all options that have one number. At least one of them must decode. Another one, whose bytes mean nothing to
 * it, may be what the author of the field meant: its value counts as lost.
 *
 * @throws if the bytes are a value of none of them.
 */
export function extensionValues(
  extensions: readonly DescExtension[],
  raw: readonly RawField[],
  lookup: ExtensionLookup,
): SetOption[] {
  const failures: unknown[] = [];
  const options = extensions.map((extension): SetOption => {
    const name = extension.typeName;
    try {
      const values = valuesOf(extension, raw, lookup);
      return { name, values: values.length > 0 || isList(extension) ? values : [defaultOf(extension)] };
    } catch (error) {
      failures.push(error);
      return { name, values: [{ kind: "lost", mayBeMarked: canBeMarked(extension, lookup) }] };
    }
  });
  if (failures.length > 0 && failures.length === options.length) throw failures[0];
  return options;
}

/** The members of a message-typed option. */
function messageValue(desc: DescMessage, raw: readonly RawField[], lookup: ExtensionLookup): OptionValue {
  const { typeName } = desc;
  // These stand unwrapped in most places. They cannot hold an enum of the schema.
  if (isWrapperType(typeName) || isStructType(typeName)) return { kind: "lost", mayBeMarked: false };
  const options: SetOption[] = [];
  const zeros: SetOption[] = [];
  for (const field of desc.fields) {
    const { name } = field;
    const values = valuesOf(field, ownOccurrences(field, raw), lookup);
    const hasZero =
      (field.fieldKind === "scalar" || field.fieldKind === "enum") && field.presence === IMPLICIT;
    if (hasZero && values.every(isZero)) zeros.push({ name, values: [zeroOf(field)] });
    else if (values.length > 0) options.push({ name, values });
  }
  for (const no of new Set(raw.map((one) => one.no))) {
    const extensions = lookup.get(typeName)?.get(no);
    if (extensions === undefined) continue;
    const own = raw.filter((one) => one.no === no);
    options.push(...extensionValues(extensions, own, lookup));
  }
  return { kind: "message", options, zeros };
}

/** Where a field stands. Of the members of a oneof, only the last one is set: what stands before another member is gone. */
function ownOccurrences({ number, oneof }: DescField, raw: readonly RawField[]): readonly RawField[] {
  const others = new Set(oneof?.fields.map((member) => member.number));
  others.delete(number);
  const last = others.size === 0 ? -1 : raw.findLastIndex(({ no }) => others.has(no));
  return raw.slice(last + 1).filter(({ no }) => no === number);
}

/** The values of a field: the items of a list, the entries of a map, or the one value; none if it is not set. */
function valuesOf(field: Field, raw: readonly RawField[], lookup: ExtensionLookup): OptionValue[] {
  if (field.fieldKind === "map") return entriesOf(field, raw, lookup);
  const isGroup = field.message !== undefined && field.delimitedEncoding;
  const content: Content = { scalar: field.scalar, enum: field.enum, message: field.message, isGroup };
  if (!isList(field)) return oneValue(content, raw, lookup);
  const { message } = content;
  return message === undefined
    ? raw.flatMap((one) => itemsIn(content, one))
    : raw.map((one) => messageValue(message, membersIn(isGroup, one), lookup));
}

/** Whether a field has several values. */
function isList(field: Field): boolean {
  return field.fieldKind === "list";
}

/** The value of a field that has one, or no value if it is not set. */
function oneValue(content: Content, raw: readonly RawField[], lookup: ExtensionLookup): OptionValue[] {
  const { message, isGroup } = content;
  if (message === undefined) {
    // The last of several scalars counts, so the others need not decode. A number that a closed enum lacks counts as none.
    for (const one of raw.toReversed()) {
      checkWireType(wireTypeOf(content), one);
      const value = scalarValue(content, new OptionCursor(one.data));
      if (value !== undefined) return [value];
    }
    return [];
  }
  // A message that comes in parts is merged.
  const members = raw.flatMap((one) => membersIn(isGroup, one));
  return raw.length === 0 ? [] : [messageValue(message, members, lookup)];
}

/** The items in one occurrence of a list. They may be packed. */
function itemsIn(content: Content, one: RawField): OptionValue[] {
  const wireType = wireTypeOf(content);
  const cursor = new OptionCursor(one.data);
  if (one.wireType !== WireType.LengthDelimited || wireType === one.wireType) {
    checkWireType(wireType, one);
    return [scalarValue(content, cursor)].filter((value) => value !== undefined);
  }
  const packed = new OptionCursor(cursor.delimited());
  const values: OptionValue[] = [];
  while (!packed.isAtEnd) {
    const value = scalarValue(content, packed);
    if (value !== undefined) values.push(value);
  }
  return values;
}

/** The fields of a message that stands in a field. */
function membersIn(isGroup: boolean, one: RawField): RawField[] {
  checkWireType(isGroup ? WireType.StartGroup : WireType.LengthDelimited, one);
  const cursor = new OptionCursor(one.data);
  return isGroup ? cursor.fields(one.no) : new OptionCursor(cursor.delimited()).fields();
}

function checkWireType(expected: number, { wireType }: RawField): void {
  if (wireType !== expected) throw new Error("bytes of another wire type than the option has");
}

/** The entries of a map: messages with a key and a value. The last of several entries with one key counts. */
function entriesOf(
  field: DescField & { fieldKind: "map" },
  raw: readonly RawField[],
  lookup: ExtensionLookup,
): OptionValue[] {
  const key: Content = { scalar: field.mapKey, enum: undefined, message: undefined, isGroup: false };
  const value: Content = { scalar: field.scalar, enum: field.enum, message: field.message, isGroup: false };
  const entries = new Map<string, OptionValue>();
  for (const one of raw) {
    const members = membersIn(false, one);
    const part = (no: number, content: Content): OptionValue => {
      const own = members.filter((member) => member.no === no);
      return oneValue(content, own, lookup)[0] ?? emptyValue(content, lookup);
    };
    const found = part(1, key);
    entries.set("value" in found ? String(found.value) : "", part(2, value));
  }
  return [...entries].map(([text, found]) => ({
    kind: "message",
    options: [
      { name: "key", values: [{ kind: "text", value: text }] },
      { name: "value", values: [found] },
    ],
    zeros: [],
  }));
}

function emptyValue(content: Content, lookup: ExtensionLookup): OptionValue {
  return content.message === undefined ? zeroOf(content) : messageValue(content.message, [], lookup);
}
