import { type DescExtension, type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import type { EnumValueDescriptorProto } from "@bufbuild/protobuf/wkt";
import { ownValue } from "../options/own-value.js";
import { entryKeyType, type OptionType } from "./set-option.js";

/** Extensions by the full name of the message they extend, then by number. */
export type ExtensionLookup = ReadonlyMap<string, ReadonlyMap<number, readonly DescExtension[]>>;

/**
 * The type of an option, or of a member of it.
 *
 * @param isEntryValue whether it is the type of a map's values that is asked for.
 */
export function optionType(
  field: DescField | DescExtension,
  lookup: ExtensionLookup,
  isEntryValue = false,
): OptionType {
  const { message, enum: enumType } = field;
  const isMap = field.fieldKind === "map" && !isEntryValue;
  const members = isMap || message === undefined ? [] : membersOf(message, lookup);
  return {
    kind: isMap ? "message" : kindOf(field),
    isRepeated: isMap || field.fieldKind === "list",
    carriesMark: canBeMarked(field, lookup),
    values: isMap ? [] : (enumType?.values ?? []).map(({ name, number }) => ({ name, number })),
    member(name) {
      if (isMap) return name === "value" ? optionType(field, lookup, true) : entryKeyType(name);
      const found = members.find((member) => memberName(member) === name);
      return found && optionType(found, lookup);
    },
    memberNames: () => (isMap ? ["key", "value"] : members.map(memberName)),
  };
}

function kindOf(field: DescField | DescExtension): OptionType["kind"] {
  if (field.message !== undefined) return "message";
  if (field.enum !== undefined) return "enum";
  if (field.scalar === ScalarType.BOOL) return "bool";
  if (field.scalar === ScalarType.STRING) return "text";
  return field.scalar === ScalarType.BYTES ? "bytes" : "number";
}

function memberName(member: DescField | DescExtension): string {
  return member.kind === "field" ? member.name : member.typeName;
}

function membersOf(desc: DescMessage, lookup: ExtensionLookup): readonly (DescField | DescExtension)[] {
  return [...desc.fields, ...[...(lookup.get(desc.typeName)?.values() ?? [])].flat()];
}

/** Whether an option is a bool, or an enum or message that can carry a value marked `debug_redact`. */
export function canBeMarked(option: DescField | DescExtension, lookup: ExtensionLookup): boolean {
  if (option.message === undefined && option.enum === undefined && option.scalar === ScalarType.BOOL)
    return true;
  return canCarryRedaction(option, lookup, new Set());
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
  return membersOf(desc, lookup).some((member) => canCarryRedaction(member, lookup, seen));
}

/** Whether an enum value is marked `debug_redact`. */
export function isMarked(value: EnumValueDescriptorProto): boolean {
  const options = ownValue(value, "options");
  return options !== undefined && ownValue(options, "debugRedact") === true;
}
