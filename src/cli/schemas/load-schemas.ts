import { csiRegistry } from "../../csi/csi-registry.js";
import { SchemaError } from "../../schema/schema-error.js";
import { type SchemaInput, sourcesOf } from "../../schema/schema-input.js";
import { SchemaSet } from "../../schema/schema-set.js";
import { unreadableError } from "../command-error.js";
import { inputName, readWhole } from "../input.js";
import { type CommentOf, commentsInDescriptors, commentsInProtos } from "./field-comments.js";
import { loadProtoFiles } from "./proto-files.js";

/** Where a command reads types from. */
export interface SchemaOptions {
  /** Directories of .proto files, or single ones. */
  readonly proto?: readonly string[];
  /** A file with a FileDescriptorSet. */
  readonly descriptorSet?: string;
}

/** The types that a command works with. */
export interface LoadedSchemas {
  /** Where they come from, in words. */
  readonly origin: string;
  /** What was given beside the bundled CSI types, which are always there. */
  readonly given: readonly SchemaInput[];
  /** Full names of the message types that were given; those of CSI if none were. */
  readonly typeNames: readonly string[];
  /** CSI's types and the given ones as one. */
  readonly schemas: SchemaSet;
  readonly commentOf: CommentOf;
}

/**
 * Loads the types that the options name, beside those of CSI.
 *
 * @throws {CommandError} if they cannot be read.
 */
export async function loadSchemas({ proto, descriptorSet }: SchemaOptions): Promise<LoadedSchemas> {
  if (proto !== undefined) {
    const { root, types } = await loadProtoFiles(proto);
    const typeNames = types.map((type) => type.fullName.slice(1));
    return { ...load(proto.join(", "), [root]), typeNames, commentOf: commentsInProtos(types) };
  }
  if (descriptorSet !== undefined) {
    const bytes = await readWhole(descriptorSet);
    return { ...load(inputName(descriptorSet), [bytes]), commentOf: commentsInDescriptors(bytes) };
  }
  return { ...load("the bundled CSI types", []), commentOf: () => "" };
}

function load(origin: string, given: readonly SchemaInput[]): Omit<LoadedSchemas, "commentOf"> {
  try {
    const own = given.length === 0 ? [csiRegistry] : given;
    const names = sourcesOf(own).sources.flatMap((source) => [...source.messageNames()]);
    // Those come with protobuf itself.
    const typeNames = [...new Set(names)].filter((name) => !name.startsWith("google.protobuf."));
    return { origin, given, typeNames, schemas: new SchemaSet(sourcesOf([...given, csiRegistry]).sources) };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw unreadableError(`${origin}: ${error.message}`, { cause: error });
  }
}
