import type { Policy } from "../policy/policy.js";
import type { SchemaInput } from "../schema/schema-input.js";
import type { Limits } from "../write/limits.js";

/** The options of a sanitizer. */
export interface SanitizerOptions {
  /**
   * The sources of message types and field options: registries, files and messages of @bufbuild/protobuf; the bytes of
   * FileDescriptorSets; Roots, Types and JSON of protobufjs; package definitions of proto-loader, beside a source that
   * has their custom options. A file brings its imports along. If several sources describe one type, a field that any of
   * them marks as secret is secret.
   *
   * Default: none. Then each call must give the type, and only well-known types are shown in an Any.
   */
  readonly schemas?: readonly SchemaInput[];
  /** The rules for what is secret. Default: a policy with the default field options, `csi.v1.csi_secret` and `debug_redact`. */
  readonly policy?: Policy | readonly Policy[];
  /**
   * The format of texts. `go` is the text of the Go implementation; `protojson` is the official ProtoJSON mapping.
   * Default: `go`.
   */
  readonly format?: SanitizerFormat;
  /** Limits of the output. Default: a nesting of 100 messages, and no other limit. */
  readonly limits?: Partial<Limits>;
}

/** Names of the text formats. */
export type SanitizerFormat = "go" | "protojson";

/** Names of the options of a sanitizer. */
export const SANITIZER_OPTIONS: readonly string[] = ["schemas", "policy", "format", "limits"];

/**
 * Checks the names of options: a misspelt one would switch off what it was meant to switch on.
 *
 * @param names the options that there are.
 * @throws {TypeError} if there is another one, or if the options are not an object.
 */
export function checkOptionNames(options: object, names: readonly string[]): void {
  if (typeof options !== "object" || options === null) throw new TypeError("options: not an object");
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`${unknown}: no such option of a sanitizer; there are ${names.join(", ")}`);
}
