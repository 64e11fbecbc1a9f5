import type { RawField, RawNode } from "./raw-node.js";

/** What a field is called. */
export interface FieldNames {
  /** The name in the .proto file, as far as it is known. */
  readonly name: string;
  /** Whether the name is only the most likely one of those from which protobufjs makes the property's name. */
  readonly isGuess: boolean;
  /** All names that a rule may use for the field: the name, the property's, and the one that would be guessed. */
  readonly all: readonly string[];
}

/** Where a field stands: in which type, or which extension it is. */
export interface FieldPlace {
  /** Whether it is one of the types of google/protobuf, which come with protobufjs, in a case of their own. */
  readonly isBundled: boolean;
  /** Whether it was made from JSON. */
  readonly isFromJson: boolean;
}

/** Gives fields and extensions the names that they have in their .proto files. */
export type FieldNaming = (key: string, field: RawField, place: FieldPlace) => FieldNames;

/**
 * How fields of a Root are named. protobufjs turns `volume_id` into `volumeId` unless `keepCase` is set.
 *
 * | source                                                   | name of a field                               |
 * | -------------------------------------------------------- | --------------------------------------------- |
 * | a Root that protobufjs 8 parsed                          | `protoName`; the property's, if there is none |
 * | JSON of protobufjs 8: some field in it has a `protoName` | the same                                      |
 * | a Root that was parsed with keepCase, or its JSON        | the property's                                |
 * | any other Root of protobufjs 7, and any other JSON       | a guess: {@link guessedName}                  |
 *
 * Only a name that would have changed otherwise proves keepCase. A Root of protobufjs 7, or JSON, in which there is no such
 * name looks like one without keepCase, and so its camelCase names are guessed.
 */
export function fieldNamingOf(top: RawNode): FieldNaming {
  const fields = ownFields(top);
  const keys = [...fields.map(([key]) => key), ...ownOneofs(top)];
  const isExact =
    keys.some(provesKeptCase) || fields.some(([key, field]) => changedName(key, field) !== undefined);
  return (key, field, { isBundled, isFromJson }) => {
    const isKnown = !isBundled && (isExact || (field.knowsProtoName && !isFromJson));
    const guess = isKnown ? undefined : guessedName(key);
    const changed = changedName(key, field);
    const name = changed ?? guess ?? key;
    const all = [...new Set([name, key, ...otherCase(key)])];
    // A capital letter behind the first one may have been a small one behind a `_`, likely or not.
    return { name, isGuess: !isKnown && changed === undefined && /.[A-Z]/.test(key), all };
  };
}

/** The name that a field had before protobufjs changed it; undefined if that is not known, or did not happen. */
function changedName(key: string, { protoName }: RawField): string | undefined {
  return protoName === key ? undefined : protoName;
}

/** The name that protobufjs gives to a field unless `keepCase` is set: only `_` before a small letter goes. */
export function protobufjsName(name: string): string {
  const rest = name.slice(1).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return name.slice(0, 1) + rest;
}

/**
 * The name in snake_case that most likely became a property's name: each capital letter stands for `_` and a small one.
 * Undefined where the property's name is the better guess, because
 *
 * - it has no capital letter, so it never changed;
 * - the name in snake_case would not have become this property (`FOO_BAR`, `Name`);
 * - it has a capital letter behind a `_` that is not its first letter, so the file does not use snake_case (`user_ID`).
 */
export function guessedName(key: string): string | undefined {
  if (!/[A-Z]/.test(key) || /[^_]_+[A-Z]/.test(key)) return undefined;
  const guess = snakeCase(key);
  return protobufjsName(guess) === key ? guess : undefined;
}

/** The name in snake_case that could have become a property's name, likely or not. The first letter never changed. */
function otherCase(key: string): readonly string[] {
  const other = key.slice(0, 1) + snakeCase(key.slice(1));
  return protobufjsName(other) === key ? [other] : [];
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether a name would have changed without keepCase. */
function provesKeptCase(key: string): boolean {
  return !key.startsWith(".") && protobufjsName(key) !== key;
}

/** The fields and extensions in a Root, by the names that protobufjs gives them, without those of google/protobuf. */
function ownFields(node: RawNode, path = ""): readonly (readonly [string, RawField])[] {
  if (path === "google.protobuf") return [];
  return [
    ...(node.fields ?? []),
    ...[...node.nested].flatMap(([key, child]) =>
      child.extend === undefined ? [] : [[key, child.field] as const],
    ),
    ...[...node.nested].flatMap(([key, child]) => ownFields(child, path === "" ? key : `${path}.${key}`)),
  ];
}

function ownOneofs(node: RawNode, path = ""): readonly string[] {
  if (path === "google.protobuf") return [];
  return [
    ...node.oneofs.keys(),
    ...[...node.nested].flatMap(([key, child]) => ownOneofs(child, path === "" ? key : `${path}.${key}`)),
  ];
}
