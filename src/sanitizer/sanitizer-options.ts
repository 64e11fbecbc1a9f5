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
   * `go` prints what the Go implementation does; `protojson` is the official ProtoJSON mapping.
   * Default: `go`.
   */
  readonly format?: SanitizerFormat;
  /** Bounds on what is printed. Default: nesting of 100 messages, nothing else. */
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
