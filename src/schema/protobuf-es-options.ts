import { type DescExtension, type DescMessage, isMessage, type Message } from "@bufbuild/protobuf";
import type { FieldOptions, MessageOptions } from "@bufbuild/protobuf/wkt";
import { ownValue } from "../options/own-value.js";
import { FIELD_OPTIONS_TYPE } from "./field-options.js";
import { extensionValues } from "./option-values.js";
import type { ExtensionLookup } from "./protobuf-es-option-types.js";
import type { OptionValue, SetOption } from "./set-option.js";

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

/** The options in a message of descriptor.proto. Custom ones are among its unknown fields. */
function optionsOfMessage(desc: DescMessage, message: unknown, lookup: ExtensionLookup): SetOption[] {
  if (!isMessage(message, desc)) throw new Error(`a value that is no ${desc.typeName}`);
  const own = desc.fields.flatMap(({ name, localName, message: inner }) => {
    const value = ownValue(message, localName);
    if (value === undefined) return [];
    const values = [value].flat().map((item) => ownOptionValue(inner, item, lookup));
    return values.length === 0 ? [] : [{ name, values }];
  });
  const unknown = ownValue(message, "$unknown") ?? [];
  const custom = [...new Set(unknown.map(({ no }) => no))].flatMap((number) => {
    const extensions = lookup.get(desc.typeName)?.get(number) ?? [];
    if (extensions.length === 0)
      return desc === FIELD_OPTIONS_TYPE && number === CSI_SECRET ? csiSecret(message) : [];
    return extensionValues(
      extensions,
      unknown.filter(({ no }) => no === number),
      lookup,
    );
  });
  return [...own, ...custom];
}

/** The value of a standard option: they are bools, enums by their numbers, and messages. */
function ownOptionValue(type: DescMessage | undefined, value: unknown, lookup: ExtensionLookup): OptionValue {
  if (type !== undefined)
    return { kind: "message", options: optionsOfMessage(type, value, lookup), zeros: [] };
  if (typeof value === "boolean") return { kind: "bool", value };
  return typeof value === "number" ? { kind: "number", value } : { kind: "lost", mayBeMarked: true };
}

/** The option without its declaration: it is true if its last varint is not zero. */
function csiSecret(message: Message): SetOption {
  const last = ownValue(message, "$unknown")?.findLast(({ no }) => no === CSI_SECRET);
  const isTrue = last?.data.some((byte) => (byte & 0x7f) !== 0) ?? false;
  return { name: "csi.v1.csi_secret", values: [{ kind: "bool", value: isTrue }] };
}
