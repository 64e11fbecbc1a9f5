import type { DescMessage } from "@bufbuild/protobuf";
import { checkPolicies } from "../policy/check-policies.js";
import { type ExplainedField, explain } from "../policy/explain.js";
import { createJudge } from "../policy/judge.js";
import type { Policy } from "../policy/policy.js";
import { SchemaError } from "../schema/schema-error.js";
import { type ProtobufjsType, sourcesOf } from "../schema/schema-input.js";
import { SchemaSet } from "../schema/schema-set.js";
import { wellKnownSource } from "../schema/well-known-source.js";
import { CollectedSecrets, type SecretScope } from "../scrub/collected-secrets.js";
import { type LiveSecrets, liveSecrets } from "../scrub/live.js";
import { resolveLimits } from "../write/limits.js";
import { PROTOJSON_FORMAT, PROTOSANITIZER_FORMAT } from "../write/text/text-format.js";
import { MessagePrinter } from "./message-printer.js";
import { checkOptionNames, SANITIZER_OPTIONS, type SanitizerOptions } from "./sanitizer-options.js";
import { SchemaScopes } from "./schema-scope.js";
import { Stripped } from "./stripped.js";

/** A message type: a descriptor, a Type of protobufjs, or a full name that the sanitizer's schemas know. */
export type TypeInput = DescMessage | ProtobufjsType | string;

/** Full names of a method's message types. */
export interface MethodTypes {
  readonly input: string;
  readonly output: string;
}

/**
 * Prints messages without their secrets. Everything that prints is total: it never throws, never changes the message,
 * and prints a note, the JSON string `"<<why, and the type or field>>"`, in place of what it cannot show to be open.
 *
 * The type comes first, as in @bufbuild/protobuf, and may be left out for messages that say their own type. `null`,
 * numbers, strings and booleans print as JSON.
 */
export interface Sanitizer {
  /** A value that prints the message without its secrets wherever it is printed. Lazy: costs nothing until then. */
  strip(message: unknown): Stripped;
  strip(type: TypeInput | undefined, message: unknown): Stripped;

  /** The message without its secrets as a text on one line, now. */
  stringify(message: unknown): string;
  stringify(type: TypeInput | undefined, message: unknown): string;

  /**
   * The content of {@link stringify} as a plain JSON value of objects, arrays, strings, numbers, booleans and null.
   * Integers beyond 2^53 are strings, to keep their digits.
   */
  toJson(message: unknown): unknown;
  toJson(type: TypeInput | undefined, message: unknown): unknown;

  /**
   * The text of {@link stringify}, straight from the wire bytes of a message: secrets are skipped by their length and
   * never decoded. Malformed bytes print a note with the offset and the type's name.
   */
  stringifyBinary(type: TypeInput, bytes: Uint8Array): string;

  /**
   * A copy of a message without its secrets, to hand on where an object is asked for: of the same type, representation
   * and prototype, with secret values replaced as {@link redactBinary} does, and without unknown fields and properties
   * that the type does not have. What does not change is shared with the message, which stays as it is; where nothing
   * does, the very message comes back. It prints as the message does, but for notes: what stood under them is gone.
   *
   * @returns undefined for what is no message of a known type: nothing of it can be shown to be open.
   */
  redact<T>(message: T): T | undefined;
  redact<T>(type: TypeInput | undefined, message: T): T | undefined;

  /**
   * The wire bytes of a message of the same type without its secrets: strings and bytes replaced by the marker, other
   * values by their default (by 1, or true, where a default would count as not set), entries of keyed maps by their
   * key alone. Unknown fields are dropped, the message in an Any is redacted, or dropped if its type is not known.
   * Every library decodes it, and it prints as the original does, but for notes in an Any: what stood under them is
   * gone. Empty for bytes that are malformed or of a type that
   * is not known.
   */
  redactBinary(type: TypeInput, bytes: Uint8Array): Uint8Array;

  /**
   * The message types of a method, by its path on the wire, as the services in the schemas declare them: for
   * interceptors, which are told no types.
   *
   * @returns undefined if no schema declares the method, or if two schemas disagree about its types.
   * @example
   * ```ts
   * sanitizer.method("/csi.v1.Node/NodePublishVolume")?.input; // "csi.v1.NodePublishVolumeRequest"
   * ```
   */
  method(path: string): MethodTypes | undefined;

  /**
   * The secret values of a message, or of its wire bytes, to search for in free text: command lines, error messages.
   * They are copied now, so that the message may change later. Where nothing can be read, there are none.
   *
   * @example
   * ```ts
   * const secrets = sanitizer.secretsOf("csi.v1.NodeStageVolumeRequest", request);
   * log.info(secrets.scrub(`iscsiadm ${args.join(" ")}`));
   * ```
   */
  secretsOf(message: unknown): SecretScope;
  secretsOf(type: TypeInput | undefined, message: unknown): SecretScope;

  /** The secret values of all calls under way in this process: one index, whichever sanitizer found them. */
  readonly live: LiveSecrets;

  /**
   * The verdict, and the rule behind it, of every field that can be reached from a type.
   *
   * @throws {SchemaError} if the type is not known.
   * @example
   * ```ts
   * console.table(sanitizer.explain("csi.v1.NodePublishVolumeRequest"));
   * ```
   */
  explain(type: TypeInput): readonly ExplainedField[];
}

/**
 * Makes a sanitizer. Types are compiled when they are first met, once per sanitizer; keep it.
 *
 * @throws {SchemaError} if a schema cannot be used.
 * @throws {PolicyError} if a rule that was given can match nothing in the schemas.
 * @throws {RangeError} if a limit or the format is not one.
 * @throws {TypeError} if there is an option that sanitizers do not have.
 * @example
 * ```ts
 * const sanitizer = createSanitizer({
 *   schemas: [file_acme_v1_login],
 *   policy: [{ fields: ["acme.v1.Login.password"] }],
 * });
 * console.log(sanitizer.stringify(login)); // {"password":"***stripped***","user":"jane"}
 * ```
 */
export function createSanitizer(options: SanitizerOptions = {}): Sanitizer {
  checkOptionNames(options, SANITIZER_OPTIONS);
  const { sources, sourcesOfType } = sourcesOf(options.schemas ?? []);
  const given = new SchemaSet(sources);
  checkFieldOptions(given);
  const policies = policiesOf(options.policy);
  checkPolicies(policies, given);
  const judge = createJudge(policies);
  const scopes = new SchemaScopes(given.withFallback(wellKnownSource), {
    judge,
    sourcesOfType,
    format: formatOf(options.format),
    limits: resolveLimits(options.limits),
  });
  const printer = new MessagePrinter(scopes);

  return {
    strip: (...args: Arguments) => new Stripped(printer, typeIn(args), messageIn(args)),
    stringify: (...args: Arguments) => printer.text(typeIn(args), messageIn(args)),
    toJson: (...args: Arguments) => printer.json(typeIn(args), messageIn(args)),
    stringifyBinary: (type, bytes) => printer.binaryText(type, bytes),
    // Of the same representation, so of the same type.
    redact: <T>(...args: Arguments) => printer.redacted(typeIn(args), messageIn(args)) as T | undefined,
    redactBinary: (type, bytes) => printer.redactedBytes(type, bytes),
    method(path) {
      const shape = given.method(path);
      return shape && { input: shape.inputType, output: shape.outputType };
    },
    secretsOf: (...args: Arguments) =>
      new CollectedSecrets(printer.secretValues(typeIn(args), messageIn(args))),
    live: liveSecrets,
    explain(type) {
      const { name, scope } = scopes.find(type) ?? { name: String(type), scope: scopes.own };
      if (scope.plan(name) === undefined) throw new SchemaError(`explain: no schema knows the type ${name}`);
      return explain(name, scope.schemas, judge);
    },
  };
}

function checkFieldOptions(schemas: SchemaSet): void {
  const typeName = schemas.typeWithoutOptions();
  if (typeName === undefined) return;
  throw new SchemaError(
    `schemas: the custom options of ${typeName} are lost in what proto-loader and Root.fromDescriptor make, so its ` +
      "secret fields cannot be told. Pass a schema that keeps them beside it: a protobufjs Root of the .proto files, " +
      "the bytes of `buf build -o set.binpb`, a type of @bufbuild/protobuf, or csiRegistry for CSI",
  );
}

type Arguments = [message: unknown] | [type: unknown, message: unknown];

function typeIn(args: Arguments): unknown {
  return args.length === 2 ? args[0] : undefined;
}

function messageIn(args: Arguments): unknown {
  return args.length === 2 ? args[1] : args[0];
}

function policiesOf(policy: SanitizerOptions["policy"] = {}): readonly Policy[] {
  // A list without any policy has nothing to say, so the defaults hold, as if it had not been given.
  const list: readonly Policy[] = Array.isArray(policy) ? policy : [policy];
  return list.length === 0 ? [{}] : list;
}

function formatOf(format: SanitizerOptions["format"] = "protosanitizer"): typeof PROTOSANITIZER_FORMAT {
  if (format === "protosanitizer") return PROTOSANITIZER_FORMAT;
  if (format === "protojson") return PROTOJSON_FORMAT;
  throw new RangeError(`format: expected "protosanitizer" or "protojson"`);
}
