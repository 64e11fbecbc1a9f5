import {
  type DescEnum,
  type DescExtension,
  type DescField,
  getExtension,
  getOption,
  hasOption,
  isMessage,
  type Registry,
} from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { FieldOptionsSchema } from "@bufbuild/protobuf/wkt";

/** Which options make a field secret. */
export interface ReferenceSecretOptions {
  /** Full names of boolean extensions of FieldOptions, like "csi.v1.csi_secret"; of a repeated one, one true is enough. */
  readonly names: readonly string[];
  /** Whether the standard option debug_redact counts too, as the C++ runtime reads it. Default true. */
  readonly debugRedact?: boolean;
}

/**
 * Whether an option of the field makes it secret. The registry must hold the extensions of FieldOptions, and those of
 * the option messages.
 */
export function referenceIsSecret(
  field: DescField,
  options: ReferenceSecretOptions,
  registry: Registry,
): boolean {
  const named = options.names.some((name) => {
    const option = registry.getExtension(name);
    return (
      option !== undefined && hasOption(field, option) && [getOption(field, option)].flat().includes(true)
    );
  });
  return named || ((options.debugRedact ?? true) && isDebugRedacted(field, registry));
}

/** The rule of GetRedactionState in the C++ runtime's text_format.cc. */
function isDebugRedacted(field: DescField, registry: Registry): boolean {
  const options = field.proto.options;
  if (options === undefined) {
    return false;
  }
  return options.debugRedact || holdsRedactedEnum(reflect(FieldOptionsSchema, options), registry);
}

/** IsOptionSensitive: whether a set field, at any depth, holds an enum value that is itself marked debug_redact. */
function holdsRedactedEnum(message: ReflectMessage, registry: Registry): boolean {
  const setFields = message.fields.filter((field) => message.isSet(field));
  return (
    setFields.some((field) => isSensitive(field, valuesOf(message, field), registry)) ||
    setExtensions(message, registry).some((extension) =>
      isSensitive(extension, extensionValues(message, extension), registry),
    )
  );
}

function isSensitive(
  option: DescField | DescExtension,
  values: readonly unknown[],
  registry: Registry,
): boolean {
  if (option.enum !== undefined) {
    const desc = option.enum;
    return values.some((value) => isRedactedValue(desc, value));
  }
  return values.some((value) => isReflectMessage(value) && holdsRedactedEnum(value, registry));
}

/** Aliases share a number, and the wire does not tell which one was written: one that is marked is enough. */
function isRedactedValue(desc: DescEnum, number: unknown): boolean {
  return desc.values.some((value) => value.number === number && value.proto.options?.debugRedact === true);
}

function valuesOf(message: ReflectMessage, field: DescField): readonly unknown[] {
  switch (field.fieldKind) {
    case "list":
      return [...message.get(field)];
    case "map":
      return [...message.get(field).values()];
    default:
      return [message.get(field)];
  }
}

function setExtensions(message: ReflectMessage, registry: Registry): readonly DescExtension[] {
  const numbers = new Set((message.getUnknown() ?? []).map((unknownField) => unknownField.no));
  return [...numbers]
    .map((number) => registry.getExtensionFor(message.desc, number))
    .filter((extension) => extension !== undefined);
}

function extensionValues(message: ReflectMessage, extension: DescExtension): readonly unknown[] {
  const value: unknown = getExtension(message.message, extension);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const desc = extension.message;
  if (desc === undefined) {
    return values;
  }
  // What is no message here is a wrapper or a Struct in its short form, and holds no enum that could be marked.
  return values.map((item) => (isMessage(item, desc) ? reflect(desc, item) : undefined));
}
