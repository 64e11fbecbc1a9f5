import { createCsiSanitizer } from "../../csi/csi-sanitizer.js";
import { csiRegistry } from "../../csi/csi-schema.js";
import { NEEDS_PSEUDONYMS } from "../../policy/action-tables.js";
import { PolicyError } from "../../policy/policy.js";
import type { PseudonymMaker } from "../../policy/pseudonyms.js";
import { isOfProtobuf } from "../../policy/suspicion.js";
import type { Sanitizer } from "../../sanitizer/create-sanitizer.js";
import type { SanitizerFormat } from "../../sanitizer/sanitizer-options.js";
import { type SchemaInput, sourcesOf } from "../../schema/schema-input.js";
import { SchemaSet } from "../../schema/schema-set.js";
import { SchemaError, type TypeSource } from "../../schema/type-source.js";
import { unreadableError, usageError } from "../command-error.js";
import { inputName, readWhole } from "../input-output.js";
import { type CommentOf, commentsInDescriptors, commentsInProtos } from "./field-comments.js";
import type { GivenPolicy } from "./given-policy.js";
import { bundledCsi } from "./import-paths.js";
import { digestOfFiles, type InputEvidence, type PlaceOf, placesInProtos, sha256 } from "./input-evidence.js";
import { loadProtoFiles } from "./proto-files.js";
import type { SchemaOptions } from "./type-options.js";

/** The types that a command works with. */
export interface LoadedSchemas {
  /** Where the types come from, in words. */
  readonly origin: string;
  /** The given schemas. The bundled CSI types are always there. */
  readonly given: readonly SchemaInput[];
  /** Full names of the given message types; the CSI types if none were given. */
  readonly typeNames: readonly string[];
  /** The CSI types and the given types together. */
  readonly schemas: SchemaSet;
  readonly commentOf: CommentOf;
  readonly placeOf: PlaceOf;
  /** What the types were read from. */
  input(): InputEvidence;
  /** Full names of the types of requests and responses, if they are not given types themselves. */
  readonly methodTypes: readonly string[];
}

/**
 * Loads the types that the options name, in addition to the CSI types.
 *
 * @throws {CommandError} if they cannot be read.
 */
export async function loadSchemas({
  proto,
  importPath,
  descriptorSet,
  sourceRoot,
}: SchemaOptions): Promise<LoadedSchemas> {
  if (importPath !== undefined && proto === undefined) throw usageError("--import-path needs --proto");
  if (proto !== undefined) {
    const { root, types, jsons, files, methods } = await loadProtoFiles(proto, importPath ?? []);
    const folders = [...proto, ...(importPath ?? [])];
    const origin = proto.join(", ");
    const own = load(origin, [...(root === undefined ? [] : [root]), ...jsons]);
    const inProtos = types.map((type) => type.fullName.slice(1));
    const typeNames = [...new Set([...inProtos, ...namesIn(origin, jsons)])];
    const methodTypes = methods.flatMap((path) => {
      const method = own.schemas.method(path);
      return method === undefined ? [] : [method.inputType, method.outputType];
    });
    return {
      ...own,
      typeNames,
      commentOf: commentsInProtos(types),
      placeOf: placesInProtos(files, folders),
      input: () => ({ kind: "proto files", sha256: digestOfFiles(files, folders), files: files.length }),
      methodTypes,
    };
  }
  if (descriptorSet !== undefined) {
    const bytes = await readWhole(descriptorSet);
    const origin = inputName(descriptorSet);
    return descriptorSchemas(bytes, origin, sourceRoot);
  }
  const origin = "the bundled CSI types";
  const csi = bundledCsi();
  return {
    ...load(origin, []),
    typeNames: namesIn(origin, [csiRegistry]),
    commentOf: () => "",
    placeOf: placesInProtos([csi], []),
    input: () => ({ kind: "bundled CSI types", sha256: digestOfFiles([csi], []), files: 1 }),
    methodTypes: [],
  };
}

/**
 * The types of a descriptor set.
 *
 * @param origin names the set in errors.
 * @param sourceRoot the folder of its .proto files, as reports should name it.
 * @throws {CommandError} if the bytes are no descriptor set.
 */
export function descriptorSchemas(bytes: Uint8Array, origin: string, sourceRoot?: string): LoadedSchemas {
  const own = load(origin, [bytes]);
  const prefix = sourceRoot === undefined ? "" : `${sourceRoot.replace(/\/+$/, "")}/`;
  return {
    ...own,
    typeNames: namesIn(origin, [bytes]),
    commentOf: commentsInDescriptors(bytes),
    placeOf(typeName, fieldName) {
      const place = own.schemas.place(typeName, fieldName);
      return place && { ...place, file: prefix + place.file };
    },
    input: () => ({ kind: "descriptor set", sha256: sha256(bytes) }),
    methodTypes: [],
  };
}

function load(
  origin: string,
  given: readonly SchemaInput[],
): Pick<LoadedSchemas, "origin" | "given" | "schemas"> {
  const schemas = new SchemaSet(sourcesIn(origin, [...given, csiRegistry]));
  const lost = schemas.typeWithoutOptions();
  if (lost !== undefined)
    throw unreadableError(
      `${origin}: the custom options of ${lost} are lost, so its secret fields cannot be told; take the .proto files`,
    );
  return { origin, given, schemas };
}

/** Full names of all message types, but for those of protobuf itself. */
function namesIn(origin: string, given: readonly SchemaInput[]): readonly string[] {
  const names = sourcesIn(origin, given).flatMap((source) => [...source.messageNames()]);
  return [...new Set(names)].filter((name) => !isOfProtobuf(name));
}

function sourcesIn(origin: string, given: readonly SchemaInput[]): readonly TypeSource[] {
  try {
    return sourcesOf(given).sources;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw unreadableError(`${origin}: ${error.message}`, { cause: error });
  }
}

/** How a sanitizer prints. */
export interface PrintOptions {
  readonly format?: SanitizerFormat | undefined;
  readonly pseudonyms?: PseudonymMaker | undefined;
}

/**
 * The sanitizer for CSI with the loaded types and the policy of the user, for the audience that the user names.
 *
 * @throws {CommandError} if a rule names something that does not exist, or the types cannot be used.
 */
export function sanitizerOf(
  { origin, given }: LoadedSchemas,
  { policies: policy, classes, audiences, audience }: GivenPolicy,
  { format, pseudonyms }: PrintOptions = {},
): Sanitizer {
  try {
    // Suspects are what the command `audit` is for.
    const sanitizer = createCsiSanitizer({
      schemas: given,
      policy,
      classes,
      audiences,
      onSuspect: "ignore",
      ...(format && { format }),
      ...(pseudonyms && { pseudonyms }),
    });
    return audience === undefined ? sanitizer : sanitizer.for(audience);
  } catch (error) {
    if (error instanceof PolicyError)
      throw usageError(error.message.replace(NEEDS_PSEUDONYMS, "needs the option --key-file"), {
        cause: error,
      });
    if (error instanceof SchemaError) throw unreadableError(`${origin}: ${error.message}`, { cause: error });
    throw error;
  }
}
