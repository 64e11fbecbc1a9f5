import type { DescMessage } from "@bufbuild/protobuf";
import { readOptions } from "../options/read-options.js";
import { type ProtobufjsType, sourcesOf } from "../schema/schema-input.js";
import { CollectedSecrets, type SecretScope } from "../scrub/collected-secrets.js";
import { type LiveSecrets, liveSecrets, processSecrets } from "../scrub/live.js";
import { CopyingScope } from "./copying-scope.js";
import { givenPseudonyms } from "./given-pseudonyms.js";
import { lineSecrets } from "./line-secrets.js";
import { MessageCopier } from "./message-copier.js";
import { ALL_LIBRARIES } from "./message-objects.js";
import { type PrintingOptions, SANITIZER_OPTIONS, type SanitizerOptions } from "./sanitizer-options.js";
import { type Arguments, messageIn, type TextParts, textParts, typeIn } from "./text-parts.js";
import type { TextSanitizer } from "./text-sanitizer.js";

/** A message type: a descriptor, a Type of protobufjs, or a full name that the sanitizer's schemas know. */
export type TypeInput = DescMessage | ProtobufjsType | string;

/**
 * Prints messages without their secrets, as {@link TextSanitizer} says, copies them without their secrets, and finds the
 * secrets in texts. `redact` and `secretsOf` take wire bytes in place of a message object too, if the type is given.
 */
export interface Sanitizer extends TextSanitizer<TypeInput> {
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

  for(audience: string): Sanitizer;
}

/**
 * Makes a sanitizer. It compiles each type once, when it first meets it, so make one sanitizer and keep it. Options and
 * policies are copied: later changes of them have no effect. Only own properties of the options count.
 *
 * @throws {SchemaError} if a schema cannot be used.
 * @throws {PolicyError} if a rule cannot be used, or can match nothing in the schemas; or if there are suspects, and `onSuspect`
 *   is `throw`.
 * @throws {RangeError} if a limit is out of range, or there is no such limit, format or `onSuspect`.
 * @throws {TypeError} if there is no such option, or a key of pseudonyms cannot be used.
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
  // As a whole: the rest of it would be an object with a prototype, which code may have polluted.
  const given = readOptions("createSanitizer", options, SANITIZER_OPTIONS);
  const pseudonyms = given.pseudonyms === undefined ? undefined : givenPseudonyms(given.pseudonyms);
  const printing: PrintingOptions = Object.assign(Object.create(null), given, { pseudonyms });
  return sanitizerOf(
    textParts(
      sourcesOf(given.schemas ?? []),
      printing,
      (...args) => new CopyingScope(...args),
      ALL_LIBRARIES,
    ),
  );
}

const sanitizers = new WeakMap<TextParts<CopyingScope>, Sanitizer>();

function sanitizerOf(parts: TextParts<CopyingScope>): Sanitizer {
  const known = sanitizers.get(parts);
  if (known !== undefined) return known;
  const { text, types, judge } = parts;
  const copier = new MessageCopier(types);
  const secretsOf = (...args: Arguments): SecretScope => {
    const { values, origins } = copier.secretValues(typeIn(args), messageIn(args));
    return new CollectedSecrets(values, origins);
  };

  const made: Sanitizer = {
    ...text,
    // The copy has the representation of the message, so it has its type.
    redact: <T>(...args: Arguments) => copier.redacted(typeIn(args), messageIn(args)) as T | undefined,
    redactBinary: (type, bytes) => copier.redactedBytes(type, bytes),
    secretsOf,
    hold: (...args: Arguments) => liveSecrets.hold(secretsOf(...args)),
    live: liveSecrets,
    lines: lineSecrets(processSecrets, judge.locating),
    for: (audience) => sanitizerOf(parts.audience(audience)),
  };
  sanitizers.set(parts, made);
  return made;
}
