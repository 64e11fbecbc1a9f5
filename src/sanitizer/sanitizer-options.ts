import type { OptionNames } from "../options/read-options.js";
import type { Policy } from "../policy/policy.js";
import type { SchemaInput } from "../schema/schema-input.js";
import type { Limits } from "../write/limits.js";

/** What a sanitizer is made of. */
export interface SanitizerOptions {
  /**
   * Where message types and the options of their fields are read from: registries, files and messages of
   * @bufbuild/protobuf; the bytes of FileDescriptorSets; Roots, Types and JSON of protobufjs; package definitions of
   * proto-loader, beside a source that has their custom options. Files come with all that they import. Where several
   * describe one type, a field that any of them shows to be secret is secret.
   *
   * Default: none; then each call has to give the type, and an Any holds nothing but well-known types.
   */
  readonly schemas?: readonly SchemaInput[];
  /** What counts as secret. Default: a policy with the default field options, `csi.v1.csi_secret` and `debug_redact`. */
  readonly policy?: Policy | readonly Policy[];
  /**
   * `protosanitizer` prints what the Go implementation does; `protojson` is the official ProtoJSON mapping.
   * Default: `protosanitizer`.
   */
  readonly format?: SanitizerFormat;
  /** Bounds on what is printed. Default: nesting of 100 messages, nothing else. */
  readonly limits?: Partial<Limits>;
}

/** Names of the text formats. */
export type SanitizerFormat = "protosanitizer" | "protojson";

/** The options of a sanitizer. */
export const SANITIZER_OPTIONS: OptionNames<SanitizerOptions> = {
  schemas: true,
  policy: true,
  format: true,
  limits: true,
};
