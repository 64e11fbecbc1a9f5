import type { OptionNames } from "../options/read-options.js";
import type { Audiences, ClassActions } from "../policy/classes.js";
import type { Policy } from "../policy/policy.js";
import type { PseudonymMaker } from "../policy/pseudonyms.js";
import type { OnSuspect } from "../policy/suspects.js";
import type { SchemaInput } from "../schema/schema-input.js";
import type { Limits } from "../write/limits.js";
import type { PseudonymsInput } from "./given-pseudonyms.js";

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
   * What becomes of the values of a class. A class that is not named is stripped. If several rules name a field, the action that
   * hides most counts. Default: all classes are stripped.
   *
   * @example
   * ```ts
   * { classes: { pii: "strip", bulk: "omit" }, audiences: { customer: { pii: "show" } } }
   * ```
   */
  readonly classes?: ClassActions;
  /**
   * Readers of the output, with actions of their own: see `sanitizer.for`. An audience has the action of `classes` for a class
   * that it does not name. Default: none.
   */
  readonly audiences?: Audiences;
  /**
   * The key of the pseudonyms of classes with the action `pseudonym`: `{ key, keyId: "k7" }`, or several keys, of which the first one
   * makes pseudonyms; or what `createPseudonyms` of `protosanitizer/pseudonym` returns. A key is hashed at once, and not kept.
   * Default: none. Then no class can have that action.
   */
  readonly pseudonyms?: PseudonymsInput;
  /**
   * The format of texts. `go` is the text of the Go implementation; `protojson` is the official ProtoJSON mapping.
   * Default: `go`.
   */
  readonly format?: SanitizerFormat;
  /** Limits of the output. Default: a nesting of 100 messages, and no other limit. */
  readonly limits?: Partial<Limits>;
  /**
   * What to do with suspects: fields that no rule names, and that may hold credentials by their name or type
   * (see `sanitizer.suspects`).
   *
   * - `ignore`: nothing. They are printed.
   * - `warn`: warn once for each sanitizer, when it first meets a type with suspects, and list them. They are printed. The
   *   warning goes to `process.emitWarning`, or to `console.warn` where there is none.
   * - `throw`: refuse to make the sanitizer if a type in `schemas` has suspects. In types that come with a call, suspects are
   *   secret, because printing never throws.
   * - `strip`: suspects are secret.
   *
   * Default: `warn`.
   */
  readonly onSuspect?: OnSuspect;
}

/** The options of the part that prints: what makes pseudonyms is made already. */
export interface PrintingOptions extends Omit<SanitizerOptions, "schemas" | "pseudonyms"> {
  readonly pseudonyms?: PseudonymMaker | undefined;
}

/** Names of the text formats. */
export type SanitizerFormat = "go" | "protojson";

/** The options of a sanitizer. */
export const SANITIZER_OPTIONS: OptionNames<SanitizerOptions> = {
  schemas: true,
  policy: true,
  classes: true,
  audiences: true,
  pseudonyms: true,
  format: true,
  limits: true,
  onSuspect: true,
};
