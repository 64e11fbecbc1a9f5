import type { DescFile, DescMessage, Registry } from "@bufbuild/protobuf";
import { readOptions } from "../options/read-options.js";
import type { PseudonymMaker } from "../policy/pseudonyms.js";
import { checkedDescriptorSources } from "../schema/descriptor-input.js";
import { PROTOBUF_ES_ONLY } from "./known-messages.js";
import { SANITIZER_OPTIONS, type SanitizerOptions } from "./sanitizer-options.js";
import { SchemaScope } from "./schema-scope.js";
import { type TextParts, textParts } from "./text-parts.js";
import type { TextSanitizer } from "./text-sanitizer.js";

/** The options of a sanitizer that only prints. */
export interface TextSanitizerOptions extends Omit<SanitizerOptions, "schemas" | "pseudonyms"> {
  /**
   * What makes the pseudonyms of classes with the action `pseudonym`: `createPseudonyms` of `protosanitizer/pseudonym` returns it.
   * A key alone is not enough here: a bundle that has no pseudonyms needs no code that hashes. Default: none.
   */
  readonly pseudonyms?: PseudonymMaker;

  /**
   * The sources of message types and field options: registries, files and messages of @bufbuild/protobuf. A file brings its
   * imports along. If several sources describe one type, a field that any of them marks as secret is secret.
   *
   * Default: none. Then each call must give the type, and only well-known types are shown in an Any.
   */
  readonly schemas?: readonly (Registry | DescFile | DescMessage)[];
}

/**
 * Makes a sanitizer that only prints: about half of the code of `createSanitizer`, for browsers. It prints the same text by
 * the same rules. It makes no copies, finds no secrets in texts, and takes only what is of @bufbuild/protobuf: schemas, types
 * and messages, and wire bytes. Messages of other libraries print a note.
 *
 * @throws {SchemaError} if a schema cannot be used.
 * @throws {PolicyError} if a rule cannot be used, or can match nothing in the schemas; or if there are suspects, and `onSuspect`
 *   is `throw`.
 * @throws {RangeError} if a limit is out of range, or there is no such limit, format or `onSuspect`.
 * @throws {TypeError} if there is no such option.
 * @example
 * ```ts
 * const sanitizer = createTextSanitizer({ schemas: [file_acme_v1_login] });
 * console.log(sanitizer.stringify(login)); // {"password":"***stripped***","user":"jane"}
 * ```
 */
export function createTextSanitizer(options: TextSanitizerOptions = {}): TextSanitizer {
  // As a whole: the rest of it would be an object with a prototype, which code may have polluted.
  const given = readOptions<TextSanitizerOptions>("createTextSanitizer", options, SANITIZER_OPTIONS);
  const sources = checkedDescriptorSources(given.schemas ?? []);
  return sanitizerOf(textParts(sources, given, (...args) => new SchemaScope(...args), PROTOBUF_ES_ONLY));
}

const sanitizers = new WeakMap<TextParts<SchemaScope>, TextSanitizer>();

function sanitizerOf(parts: TextParts<SchemaScope>): TextSanitizer {
  const known = sanitizers.get(parts);
  if (known !== undefined) return known;
  const made: TextSanitizer = { ...parts.text, for: (audience) => sanitizerOf(parts.audience(audience)) };
  sanitizers.set(parts, made);
  return made;
}
