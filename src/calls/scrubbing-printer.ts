import { lineFinder } from "../logging/logged-messages.js";
import type { Sanitizer, TypeInput } from "../sanitizer/create-sanitizer.js";
import type { StrippedPrinter } from "../sanitizer/stripped.js";
import { scrubJsonLine, scrubLeaves } from "../scrub/line/json-line.js";

/** A number that may be beyond 2^53. Parsing it would lose digits; `toJson` returns such numbers as strings. */
const LONG_NUMBER = /\d{16}/;

/**
 * Prints messages like a sanitizer, and then replaces the secrets of all calls under way. An open field may repeat a secret:
 * a mount flag may contain the password, for example. A message may be given as wire bytes, which a proxy passes on.
 */
export class ScrubbingPrinter implements StrippedPrinter {
  readonly #sanitizer: Sanitizer;

  constructor(sanitizer: Sanitizer) {
    this.#sanitizer = sanitizer;
  }

  text(type: TypeInput, message: unknown): string {
    const text = this.#sanitizer.stringify(type, message);
    const scrubbed = scrubJsonLine(lineFinder(this.#sanitizer), text);
    return scrubbed === text ? text : scrubbed.trimEnd();
  }

  json(type: TypeInput, message: unknown): unknown {
    const secrets = lineFinder(this.#sanitizer);
    const text = this.#sanitizer.stringify(type, message);
    // Usually there is nothing to scrub, and one search in the whole text shows it.
    if (secrets.scrub(text) === text && !LONG_NUMBER.test(text)) return JSON.parse(text);
    return scrubLeaves(secrets, this.#sanitizer.toJson(type, message));
  }

  typeName(type: TypeInput): string {
    if (typeof type === "string") return type;
    return "typeName" in type ? type.typeName : type.fullName.replace(/^\./, "");
  }
}
