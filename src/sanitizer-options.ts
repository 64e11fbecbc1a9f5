import type { Policy } from "./policy/policy.js";
import type { Limits } from "./render/limits.js";
import type { SchemaInput } from "./schema/schema-input.js";

/** What a sanitizer is made of. */
export interface SanitizerOptions {
  /**
   * Where message types and the options of their fields are read from: registries, files and messages of
   * @bufbuild/protobuf, and the bytes of FileDescriptorSets. Files come with all that they import. Where several
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
