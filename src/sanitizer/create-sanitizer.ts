import type { DescMessage } from "@bufbuild/protobuf";
import { readOptions } from "../options/read-options.js";
import { checkPolicies } from "../policy/check-policies.js";
import { copyPolicies } from "../policy/copy-policies.js";
import { type ExplainedField, explain, reachableTypes } from "../policy/explain.js";
import { createJudge } from "../policy/judge.js";
import { type Suspect, suspectsOf } from "../policy/suspects.js";
import { type ProtobufjsType, sourcesOf } from "../schema/schema-input.js";
import { SchemaSet } from "../schema/schema-set.js";
import { SchemaError } from "../schema/type-source.js";
import { wellKnownSource } from "../schema/well-known-source.js";
import { CollectedSecrets, type SecretScope } from "../scrub/collected-secrets.js";
import { type LiveSecrets, liveSecrets } from "../scrub/live.js";
import { resolveLimits } from "../write/limits.js";
import { GO_FORMAT, PROTOJSON_FORMAT } from "../write/text/text-format.js";
import { lineSecrets } from "./line-secrets.js";
import { MessagePrinter } from "./message-printer.js";
import { SANITIZER_OPTIONS, type SanitizerOptions } from "./sanitizer-options.js";
import { SchemaScopes, type ScopedType } from "./schema-scope.js";
import { Stripped } from "./stripped.js";
import { checkSuspects, onSuspectOf, suspectWarner } from "./suspect-checks.js";

/** A message type: a descriptor, a Type of protobufjs, or a full name that the sanitizer's schemas know. */
export type TypeInput = DescMessage | ProtobufjsType | string;

/** Full names of a method's message types. */
export interface MethodTypes {
  readonly input: string;
  readonly output: string;
}

/**
 * Prints messages without their secrets. A method that prints never throws and never changes the message. In place of a
 * value that it cannot show to be open, it prints a note: the JSON string `"<<why, and the type or field>>"`.
 *
 * The type comes first, as in @bufbuild/protobuf. It may be left out for a message that states its type. `null`,
 * numbers, strings and booleans print as JSON.
 *
 * With a type, a message may be given as its wire bytes: `strip`, `stringify`, `toJson`, `redact` and `secretsOf` take
 * a Uint8Array (or a Buffer) in place of a message object. With a type, a Uint8Array is always wire bytes, also for
 * `google.protobuf.BytesValue`. Without a type, it prints a note.
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
   * The text of {@link stringify} for the wire bytes of a message: secrets are skipped by their length and never
   * decoded. Malformed bytes print a note with the name of the type, and with the offset if all fields before it are open
   * and known. A value that is not wire bytes prints a note.
   */
  stringifyBinary(type: TypeInput, bytes: Uint8Array): string;

  /**
   * A copy of a message without its secrets, for code that needs an object instead of a text. The copy has the same
   * type, representation and prototype; only a message that inherits values becomes a plain object that has them itself.
   * Secret values are replaced as {@link redactBinary} does, and secret enums by a number; unknown fields, and
   * properties that the type does not have, are dropped. Unchanged parts are shared with the message, which stays as it
   * is. If nothing changes, the result is the message itself. The copy prints as the message does, except for notes:
   * the values under them are gone.
   *
   * @returns undefined if the value is not a message of a known type: nothing of it can be shown to be open.
   */
  redact<T>(message: T): T | undefined;
  redact<T>(type: TypeInput | undefined, message: T): T | undefined;

  /**
   * The wire bytes of a message of the same type without its secrets. Secret strings and bytes are replaced by the
   * marker; other secret values by their default, or by 1 or true if a default would count as not set; entries of
   * keyed maps are judged by key alone. Secret fields are written once each, behind all other fields, unless they are
   * members of a oneof. Unknown fields are dropped. The message in an Any is redacted, or dropped if its
   * type is not known. Every library decodes the result, and it prints as the original does, except for notes in an Any.
   *
   * @returns undefined if nothing can be shown to be open: the bytes are malformed, or the type is not known. An empty
   *   Uint8Array is a message in which no field is set.
   */
  redactBinary(type: TypeInput, bytes: Uint8Array): Uint8Array | undefined;

  /**
   * The message types of a method, by its path on the wire, as the services in the schemas declare them. For interceptors,
   * which get no types.
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
   * They are copied now, so later changes of the message do not matter. A message that cannot be read has none.
   *
   * @example
   * ```ts
   * const secrets = sanitizer.secretsOf("csi.v1.NodeStageVolumeRequest", request);
   * log.info(secrets.scrub(`iscsiadm ${args.join(" ")}`));
   * ```
   */
  secretsOf(message: unknown): SecretScope;
  secretsOf(type: TypeInput | undefined, message: unknown): SecretScope;

  /**
   * Holds the secret values of a message, or of its wire bytes, among the live secrets: {@link secretsOf} and
   * `liveSecrets.hold` in one call.
   *
   * @returns a function that releases them. They are dropped half a minute later.
   * @example
   * ```ts
   * const release = sanitizer.hold(request);
   * try {
   *   await mount(request);
   * } finally {
   *   release();
   * }
   * ```
   */
  hold(message: unknown): () => void;
  hold(type: TypeInput | undefined, message: unknown): () => void;

  /** The secret values of all calls under way in this process: the same object as the export `liveSecrets`. */
  readonly live: LiveSecrets;

  /**
   * What loggers take out of finished lines: the live secrets, and JSON Web Tokens from anywhere if the policy has the detector
   * `jwt`. Other detectors do not run on lines: they do not say which part of a text is the credential.
   */
  readonly lines: SecretScope;

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

  /**
   * The fields that no rule names and that may hold credentials, by their name or type: of all types in the schemas, or of
   * those that can be reached from a type. Each is a question to a reviewer. Mark the field secret, or list it under `open` in
   * a policy. They are the suspects of `protosanitizer audit`, which also reads comments.
   *
   * @throws {SchemaError} if the type is not known.
   * @example
   * ```ts
   * for (const { field, severity, reason } of sanitizer.suspects()) console.log(`${field}: ${severity}, ${reason}`);
   * ```
   */
  suspects(type?: TypeInput): readonly Suspect[];
}

/**
 * Makes a sanitizer. It compiles each type once, when it first meets it, so make one sanitizer and keep it. Options and
 * policies are copied: later changes of them have no effect. Only own properties of the options count.
 *
 * @throws {SchemaError} if a schema cannot be used.
 * @throws {PolicyError} if a rule cannot be used, or can match nothing in the schemas; or if there are suspects, and `onSuspect`
 *   is `throw`.
 * @throws {RangeError} if a limit is out of range, or there is no such limit, format or `onSuspect`.
 * @throws {TypeError} if there is no such option.
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
  const { schemas, policy, format, limits, onSuspect } = readOptions(
    "createSanitizer",
    options,
    SANITIZER_OPTIONS,
  );
  const { sources, sourcesOfType } = sourcesOf(schemas ?? []);
  const given = new SchemaSet(sources);
  checkFieldOptions(given);
  const policies = copyPolicies(policy);
  checkPolicies(policies, given);
  const reviewer = createJudge(policies);
  const reaction = onSuspectOf(onSuspect);
  if (reaction === "throw") checkSuspects(suspectsOf(given, reviewer));
  const strips = reaction === "strip" || reaction === "throw";
  const judge = strips ? createJudge(policies, true) : reviewer;
  const scopes = new SchemaScopes(given.withFallback(wellKnownSource), {
    judge,
    sourcesOfType,
    format: formatOf(format),
    limits: resolveLimits(limits),
    onRoot: reaction === "warn" ? suspectWarner(judge) : undefined,
  });
  const printer = new MessagePrinter(scopes);
  const secretsOf = (...args: Arguments): SecretScope =>
    new CollectedSecrets(printer.secretValues(typeIn(args), messageIn(args)));

  return {
    strip: (...args: Arguments) => new Stripped(printer, typeIn(args), messageIn(args)),
    stringify: (...args: Arguments) => printer.text(typeIn(args), messageIn(args)),
    toJson: (...args: Arguments) => printer.json(typeIn(args), messageIn(args)),
    stringifyBinary: (type, bytes) => printer.binaryText(type, bytes),
    // The copy has the representation of the message, so it has its type.
    redact: <T>(...args: Arguments) => printer.redacted(typeIn(args), messageIn(args)) as T | undefined,
    redactBinary: (type, bytes) => printer.redactedBytes(type, bytes),
    method(path) {
      const shape = given.method(path);
      return shape && { input: shape.inputType, output: shape.outputType };
    },
    secretsOf,
    hold: (...args: Arguments) => liveSecrets.hold(secretsOf(...args)),
    live: liveSecrets,
    lines: lineSecrets(liveSecrets, judge.locating),
    explain(type) {
      const { name, scope } = knownType("explain", type, scopes);
      return explain(name, scope.schemas, judge);
    },
    suspects(type) {
      if (type === undefined) return suspectsOf(given, reviewer);
      const { name, scope } = knownType("suspects", type, scopes);
      return suspectsOf(scope.schemas, reviewer, reachableTypes(name, scope.schemas, reviewer));
    },
  };
}

function knownType(method: string, type: unknown, scopes: SchemaScopes): ScopedType {
  const found = scopes.find(type) ?? { name: "", scope: scopes.own };
  // Nothing is printed, so no plan is needed.
  if (found.scope.schemas.message(found.name) !== undefined) return found;
  // A text with any other character is not a name. It may be a value that was given by mistake.
  const shown = /^[\w.]{0,256}$/.test(found.name) ? found.name : "that was given, which is no full name";
  throw new SchemaError(`${method}: no schema knows the type ${shown}`);
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

function formatOf(format: SanitizerOptions["format"] = "go"): typeof GO_FORMAT {
  if (format === "go") return GO_FORMAT;
  if (format === "protojson") return PROTOJSON_FORMAT;
  throw new RangeError(`format: expected "go" or "protojson"`);
}
