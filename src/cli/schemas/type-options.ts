import { type Command, Option } from "commander";
import { DIALECT_NAMES } from "./named-dialect.js";

/** Where a command reads types from. */
export interface SchemaOptions {
  /** Directories of .proto files, or single ones. */
  readonly proto?: readonly string[];
  /** Directories of .proto files that are only imported. */
  readonly importPath?: readonly string[];
  /** A file with a FileDescriptorSet. */
  readonly descriptorSet?: string;
  /** The folder of the .proto files of the descriptor set. */
  readonly sourceRoot?: string;
}

/** Options of commands that need types and a policy. */
export interface TypeOptions extends SchemaOptions {
  readonly fieldOption?: readonly string[];
  readonly messageOption?: readonly string[];
  readonly dialect?: readonly string[];
  readonly field?: readonly string[];
  readonly mapKey?: readonly string[];
}

/** Adds the options to a command. */
export function addTypeOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--proto <path...>",
        "directories of .proto files, or single ones (needs protobufjs); or JSON of pbjs",
      ).conflicts("descriptorSet"),
    )
    .option("-I, --import-path <path...>", "with --proto: directories of .proto files that are only imported")
    .option("--descriptor-set <file>", "what `buf build -o` or `protoc --include_imports -o` makes")
    .option("--source-root <folder>", "with --descriptor-set: folder of its .proto files, for reports")
    .option(
      "--field-option <name...>",
      "more field options that make a field secret, such as acme.v1.sensitive",
    )
    .option(
      "--message-option <name...>",
      "options of messages that make all fields of the message, and of its type, secret",
    )
    .option(
      "--dialect <name...>",
      `known annotations that make fields secret: ${DIALECT_NAMES.join(", ")}; confluent=PII,PRIVATE names tags`,
    )
    .option("--field <name...>", "more fields that are secret, by full name")
    .option(
      "--map-key <field=key...>",
      "more secret keys of a map, such as publish_context=chapSecret or labels=/token$/i",
    );
}

/** Help on the types that these commands know. */
export const TYPES_HELP = `
Types come from --proto or --descriptor-set. Those of CSI (csi.v1) are always known. Imports are looked up in the
directories of --proto and --import-path: neither .. nor a symbolic link leads out of them. These are secret: fields marked
with csi_secret or debug_redact, service account tokens in volume_context, JSON Web Tokens in any string, credentials among
CSI's mount_flags, and what the options name.
`;
