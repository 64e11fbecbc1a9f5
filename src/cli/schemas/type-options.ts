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

/** What counts as secret, and for whom. */
export interface PolicyOptions {
  /** A policy file. */
  readonly policy?: string;
  readonly fieldOption?: readonly string[];
  readonly messageOption?: readonly string[];
  readonly dialect?: readonly string[];
  readonly field?: readonly string[];
  readonly mapKey?: readonly string[];
  readonly jsonKey?: readonly string[];
  /** The class of the fields that no rule names. */
  readonly unlisted?: string;
  readonly open?: readonly string[];
  /** The actions of classes, as `pii=strip`. */
  readonly class?: readonly string[];
  readonly audience?: string;
}

/** Options of commands that need types and a policy. */
export interface TypeOptions extends SchemaOptions, PolicyOptions {}

/** The heading of these options. Several commands have them, so the help of each lists no more than their flags. */
export const TYPES_GROUP = "Types and policy:";

/** Adds the options to a command. */
export function addTypeOptions(command: Command): Command {
  const own = new Set(command.options);
  addAll(command);
  for (const option of command.options) if (!own.has(option)) option.helpGroup(TYPES_GROUP);
  return command;
}

function addAll(command: Command): void {
  command
    .addOption(
      new Option(
        "--proto <path...>",
        "directories of .proto files, or single ones (needs protobufjs); or JSON of pbjs",
      ).conflicts("descriptorSet"),
    )
    .option("-I, --import-path <path...>", "with --proto: directories of .proto files that are only imported")
    .option("--descriptor-set <file>", "what `buf build -o` or `protoc --include_imports -o` makes")
    .option("--source-root <folder>", "with --descriptor-set: folder of its .proto files, for reports")
    .option("--policy <file>", "a policy in YAML or JSON: see docs/policy-files.md")
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
    )
    .option("--json-key <field=key...>", "the same for fields of strings or bytes that hold JSON")
    .option("--unlisted <class>", "the class of each field that nothing else names: secret hides them")
    .option(
      "--open <name...>",
      "fields that are harmless, by full name or pattern, though --unlisted hides them",
    )
    .option(
      "--class <name=action...>",
      "what becomes of a class: strip, omit, size, pseudonym, last:4 or show, such as pii=strip",
    )
    .option("--audience <name>", "print for this audience of the policy file");
}

/** What the manual says of the types that these commands know. */
export const TYPES_DETAILS =
  "Types come from --proto or --descriptor-set. Those of CSI (csi.v1) are always known. Imports are looked up in the directories of --proto and --import-path: neither .. nor a symbolic link leads out of them. These are secret: fields marked with csi_secret or debug_redact, service account tokens in volume_context, JSON Web Tokens in any string, credentials among CSI's mount_flags, and what the options name.";
