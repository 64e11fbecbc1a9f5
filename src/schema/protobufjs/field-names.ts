import { protobufjsName } from "../names.js";
import type { RawField, RawNode } from "./raw-node.js";

/** The names of a field. */
export interface FieldNames {
  /** The name in the .proto file, or the best guess of it. */
  readonly name: string;
  /** Whether the name is a guess: the most likely of the names that protobufjs would turn into the property's name. */
  readonly isGuess: boolean;
  /** All names that a rule may use for the field: {@link name}, the property's name, and its snake_case form. */
  readonly all: readonly string[];
}

/** The place of a field. */
export interface FieldPlace {
  /** Whether the field belongs to google/protobuf. protobufjs bundles these types, and names their fields in its own case. */
  readonly isBundled: boolean;
  /** Whether protobufjs made the field from JSON. */
  readonly isFromJson: boolean;
}

/** Gives fields and extensions the names that they have in their .proto files. */
export type FieldNaming = (key: string, field: RawField, place: FieldPlace) => FieldNames;

/**
 * Finds how the fields of a Root are named. protobufjs turns `volume_id` into `volumeId` unless `keepCase` is set.
 *
 * | source                                                   | name of a field                               |
 * | -------------------------------------------------------- | --------------------------------------------- |
 * | a Root that protobufjs 8 parsed                          | `protoName`, or else the property's name      |
 * | JSON of protobufjs 8: some field in it has a `protoName` | the same                                      |
 * | a Root that was parsed with keepCase, or its JSON        | the property's name                           |
 * | any other Root of protobufjs 7, and any other JSON       | a guess: {@link guessedName}                  |
 *
 * A name that protobufjs would have changed, such as a snake_case name, proves keepCase. A Root of protobufjs 7, or JSON,
 * without such a name looks as if it was parsed without keepCase. So its camelCase names are guesses.
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
    // Any capital letter after the first character may come from `_` and a small letter.
    return { name, isGuess: !isKnown && changed === undefined && /.[A-Z]/.test(key), all };
  };
}

/** The name that a field had before protobufjs changed it. Undefined if protobufjs did not change it, or did not keep it. */
function changedName(key: string, { protoName }: RawField): string | undefined {
  return protoName === key ? undefined : protoName;
}

/**
 * The snake_case name that protobufjs most likely turned into a property's name: each capital letter becomes `_` and a small
 * letter. Undefined if the property's name itself is the better guess, because
 *
 * - it has no capital letter, so it never changed;
 * - protobufjs would not turn the snake_case name into this property (`FOO_BAR`, `Name`);
 * - it has a capital letter after a `_` (other than a leading one), so the file does not use snake_case (`user_ID`).
 */
export function guessedName(key: string): string | undefined {
  if (!/[A-Z]/.test(key) || /[^_]_+[A-Z]/.test(key)) return undefined;
  const guess = snakeCase(key);
  return protobufjsName(guess) === key ? guess : undefined;
}

/** The snake_case name that protobufjs could have turned into a property's name, even an unlikely one. The first letter never changes. */
function otherCase(key: string): readonly string[] {
  const other = key.slice(0, 1) + snakeCase(key.slice(1));
  return protobufjsName(other) === key ? [other] : [];
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether protobufjs would have changed a name without keepCase. Then the name proves that keepCase was set. */
function provesKeptCase(key: string): boolean {
  return !key.startsWith(".") && protobufjsName(key) !== key;
}

/** The fields and extensions in a Root by the names that protobufjs gives them. Fields of google/protobuf are left out. */
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
