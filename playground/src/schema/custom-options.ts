import {
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Registry,
  ScalarType,
  setExtension,
} from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import type { CustomOptions } from "./file-descriptor.js";
import type { NameScope } from "./name-scope.js";
import { ProtoError } from "./parsed-file.js";

/**
 * Sets the options that the files declare themselves.
 *
 * @param registry the types of all files, still without these options.
 * @returns the names of options that no file declares. Rules cannot see them.
 * @throws {ProtoError} if the value of an option cannot be read: a rule might need it.
 */
export function setCustomOptions(
  options: readonly CustomOptions[],
  scope: NameScope,
  registry: Registry,
): readonly string[] {
  const undeclared = new Set<string>();
  for (const { schema, holder, owner, given } of options) {
    const extensionNamed = (name: string): DescExtension | undefined => {
      const fullName = scope.resolve(name, owner, ["extension"])?.fullName;
      return fullName === undefined ? undefined : registry.getExtension(fullName);
    };
    const values = new Map<DescExtension, unknown[]>();
    for (const { name, value } of given.custom) {
      const extension = extensionNamed(name);
      if (extension === undefined || extension.extendee.typeName !== schema.typeName) undeclared.add(name);
      else values.set(extension, [...(values.get(extension) ?? []), value]);
    }
    const reader = new OptionReader(registry, extensionNamed);
    for (const [extension, list] of values) {
      try {
        setExtension(holder, extension, reader.extensionValue(extension, list));
      } catch (cause) {
        throw new ProtoError(
          `${owner}: the value of the option ${extension.typeName} cannot be read. ${textOf(cause)}`,
        );
      }
    }
  }
  return [...undeclared];
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Reads the values of options, as the parser gives them. */
class OptionReader {
  readonly #registry: Registry;
  readonly #extensionNamed: (name: string) => DescExtension | undefined;

  constructor(registry: Registry, extensionNamed: (name: string) => DescExtension | undefined) {
    this.#registry = registry;
    this.#extensionNamed = extensionNamed;
  }

  /** A value of an extension, as @bufbuild/protobuf holds it. */
  extensionValue(extension: DescExtension, values: readonly unknown[]): unknown {
    if (extension.fieldKind === "list") {
      const items = values.flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]));
      return items.map((item) => this.#singleValue(extension, item));
    }
    // The parser gives members that are set one by one in several objects.
    const merged = values.length > 1 && values.every(isRecord) ? Object.assign({}, ...values) : values.at(-1);
    return this.#singleValue(extension, merged);
  }

  #singleValue(extension: DescExtension, value: unknown): unknown {
    if (extension.message !== undefined) {
      const json = this.#messageJson(extension.message, value);
      return fromJson(extension.message, json, { registry: this.#registry });
    }
    if (extension.enum !== undefined) return enumNumber(extension.enum, value);
    return scalarValue(extension.scalar, value);
  }

  /** ProtoJSON of a message that is written in protobuf's text format. */
  #messageJson(type: DescMessage, value: unknown): JsonObject {
    if (!isRecord(value)) throw new ProtoError(`${String(value)} is no message.`);
    const json = new Map<string, JsonValue>();
    for (const [name, member] of membersOf(value)) {
      const extension = this.#extensionNamed(/^[([](.+)[)\]]$/.exec(name)?.[1] ?? "");
      const field = extension ?? type.fields.find((candidate) => candidate.name === name);
      if (field === undefined) throw new ProtoError(`${type.typeName} has no field ${name}.`);
      json.set(extension === undefined ? name : `[${extension.typeName}]`, this.#fieldJson(field, member));
    }
    return Object.fromEntries(json);
  }

  #fieldJson(field: DescField | DescExtension, value: unknown): JsonValue {
    const items = Array.isArray(value) ? value : [value];
    if (field.fieldKind === "list") return items.map((item) => this.#valueJson(field, item));
    if (field.fieldKind !== "map") return this.#valueJson(field, value);
    return Object.fromEntries(
      items.map((entry) => {
        if (!isRecord(entry)) throw new ProtoError(`${field.name} is a map.`);
        return [String(entry["key"] ?? ""), this.#valueJson(field, entry["value"])];
      }),
    );
  }

  #valueJson(field: DescField | DescExtension, value: unknown): JsonValue {
    if (field.message !== undefined) return this.#messageJson(field.message, value);
    if (field.enum !== undefined) return enumNumber(field.enum, value);
    if (field.scalar === ScalarType.BYTES) return base64Encode(bytesOf(String(value)));
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") return value;
    throw new ProtoError(`${field.name} has no value.`);
  }
}

/** The members of an object. The parser cuts the name of an extension, `(acme.v1.extra)`, at its dots. */
function membersOf(value: Readonly<Record<string, unknown>>): readonly [string, unknown][] {
  return Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    if (!/^\([^)]*$/.test(name) || !isRecord(member)) return [[name, member]];
    const joined = Object.entries(member).map(([rest, inner]): [string, unknown] => [
      `${name}.${rest}`,
      inner,
    ]);
    return [...membersOf(Object.fromEntries(joined))];
  });
}

function scalarValue(type: ScalarType | undefined, value: unknown): unknown {
  switch (type) {
    case ScalarType.STRING:
      return String(value);
    case ScalarType.BYTES:
      return bytesOf(String(value));
    case ScalarType.BOOL:
      if (typeof value !== "boolean") throw new ProtoError(`${String(value)} is neither true nor false.`);
      return value;
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return BigInt(numberOf(value));
    default:
      return numberOf(value);
  }
}

function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  throw new ProtoError(`${String(value)} is no number.`);
}

function enumNumber(type: DescEnum, value: unknown): number {
  const number = typeof value === "number" ? value : type.values.find(({ name }) => name === value)?.number;
  if (number === undefined) throw new ProtoError(`${type.typeName} has no value ${String(value)}.`);
  return number;
}

/** The parser gives each byte of a literal as one character. */
function bytesOf(text: string): Uint8Array {
  const isBytes = [...text].every((character) => character <= "\xff");
  return isBytes
    ? Uint8Array.from(text, (character) => character.charCodeAt(0))
    : new TextEncoder().encode(text);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
