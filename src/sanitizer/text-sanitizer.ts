import type { DescMessage } from "@bufbuild/protobuf";
import type { ExplainedField } from "../policy/explain.js";
import type { Suspect } from "../policy/suspects.js";
import type { Stripped } from "./stripped.js";

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
 * With a type, a message may be given as its wire bytes: `strip`, `stringify` and `toJson` take a Uint8Array (or a Buffer)
 * in place of a message object. With a type, a Uint8Array is always wire bytes, also for `google.protobuf.BytesValue`.
 * Without a type, it prints a note.
 *
 * @typeParam Type how a type is given: by a descriptor, or by a full name that the sanitizer's schemas know.
 */
export interface TextSanitizer<Type = DescMessage | string> {
  /** A value that prints the message without its secrets wherever it is printed. Lazy: costs nothing until then. */
  strip(message: unknown): Stripped;
  strip(type: Type | undefined, message: unknown): Stripped;

  /** The message without its secrets as a text on one line, now. */
  stringify(message: unknown): string;
  stringify(type: Type | undefined, message: unknown): string;

  /**
   * The content of {@link stringify} as a plain JSON value of objects, arrays, strings, numbers, booleans and null.
   * Integers beyond 2^53 are strings, to keep their digits.
   */
  toJson(message: unknown): unknown;
  toJson(type: Type | undefined, message: unknown): unknown;

  /**
   * The text of {@link stringify} for the wire bytes of a message: secrets are skipped by their length and never
   * decoded. Malformed bytes print a note with the name of the type, and with the offset if all fields before it are open
   * and known. A value that is not wire bytes prints a note.
   */
  stringifyBinary(type: Type, bytes: Uint8Array): string;

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
   * The verdict, and the rule behind it, of every field that can be reached from a type.
   *
   * @throws {SchemaError} if the type is not known.
   * @example
   * ```ts
   * console.table(sanitizer.explain("csi.v1.NodePublishVolumeRequest"));
   * ```
   */
  explain(type: Type): readonly ExplainedField[];

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
  suspects(type?: Type): readonly Suspect[];

  /**
   * The sanitizer for an audience: the same schemas and rules, with the actions that the option `audiences` gives to it. The same
   * audience always has the same sanitizer.
   *
   * @throws {PolicyError} if there is no such audience.
   * @example
   * ```ts
   * const log = sanitizePino(pino, { sanitizer: sanitizer.for("support") });
   * ```
   */
  for(audience: string): TextSanitizer<Type>;
}
