import {
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  type Message,
  type MessageShape,
} from "@bufbuild/protobuf";

/** The options that a .proto file sets on something, as the parser says it. */
export interface GivenOptions {
  /** Options of protobuf itself, by name. */
  readonly own: ReadonlyMap<string, unknown>;
  /** Options that a file declares, in order. A repeated one may occur several times. */
  readonly custom: readonly CustomOption[];
}

export interface CustomOption {
  /** Its name, as the file writes it. */
  readonly name: string;
  /** A constant, or an object of members. */
  readonly value: unknown;
}

/** What the parser keeps among the options, and what is no option in a descriptor. */
const NO_OPTIONS: ReadonlySet<string> = new Set(["default", "json_name", "proto3_optional"]);

/**
 * Sorts options.
 *
 * @param flat options by their full paths, such as `(acme.rule).mask`.
 * @param parsed the same with their structure. The parser has none for enum values.
 */
export function givenOptions(
  flat: Readonly<Record<string, unknown>> | null | undefined,
  parsed: readonly Readonly<Record<string, unknown>>[] | null | undefined,
): GivenOptions {
  const own = new Map<string, unknown>();
  const custom: CustomOption[] = [];
  const structured = parsed?.flatMap((option) => Object.entries(option)) ?? structureOf(flat ?? {});
  for (const [key, value] of structured) {
    const name = /^\(\s*(.+?)\s*\)$/.exec(key)?.[1];
    if (name !== undefined) custom.push({ name, value });
    else if (!NO_OPTIONS.has(key)) own.set(key, value);
  }
  // The features of the file are only here.
  if (flat?.["features"] !== undefined) own.set("features", flat["features"]);
  return { own, custom };
}

/** Puts `(acme.rule).mask` and `(acme.rule).class` together. */
function structureOf(flat: Readonly<Record<string, unknown>>): readonly [string, unknown][] {
  const options = new Map<string, unknown>();
  for (const [path, value] of Object.entries(flat)) {
    const [, name = path, members = ""] = /^(\([^)]*\)|[^.]+)(?:\.(.+))?$/.exec(path) ?? [];
    options.set(name, members === "" ? value : withMember(options.get(name), members.split("."), value));
  }
  return [...options];
}

function withMember(holder: unknown, [name = "", ...inner]: readonly string[], value: unknown): unknown {
  const members = typeof holder === "object" && holder !== null ? new Map(Object.entries(holder)) : new Map();
  members.set(name, inner.length === 0 ? value : withMember(members.get(name), inner, value));
  return Object.fromEntries(members);
}

/** Sets the options of protobuf itself, such as `debug_redact`. Those that it does not know are left out. */
export function setOwnOptions<Desc extends DescMessage>(
  schema: Desc,
  holder: MessageShape<Desc>,
  { own }: GivenOptions,
): void {
  for (const [name, value] of own) {
    const field = schema.fields.find((candidate) => candidate.name === name);
    if (field === undefined) continue;
    const json: JsonObject = {
      [name]: field.fieldKind === "list" ? [value as JsonValue] : (value as JsonValue),
    };
    try {
      Object.assign(holder, definedIn(fromJson(schema, json, { ignoreUnknownFields: true })));
    } catch {
      // A value that the option cannot have. protoc refuses it, and the option has no effect here.
    }
  }
}

/** The fields that are set: those with explicit presence are on the prototype otherwise. */
function definedIn(message: Message): object {
  return Object.fromEntries(
    Object.entries(message).filter(
      ([name, value]) =>
        name !== "$typeName" && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
