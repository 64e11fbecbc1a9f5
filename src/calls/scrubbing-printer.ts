import { scrubJsonLine, scrubLeaves } from "../logging/json-line.js";
import type { Sanitizer, TypeInput } from "../sanitizer/create-sanitizer.js";
import type { StrippedPrinter } from "../sanitizer/stripped.js";

/** What may be an integer beyond 2^53, of which parsing would lose digits: `toJson` makes those strings. */
const LONG_NUMBER = /\d{16}/;

/**
 * Prints messages as a sanitizer does, and then without the secrets of all calls under way: an open field may repeat
 * what stands in a secret one, as a mount flag with the password in it does. Messages may be in their wire bytes, as in
 * a proxy that passes them on.
 */
export class ScrubbingPrinter implements StrippedPrinter {
  readonly #sanitizer: Sanitizer;

  constructor(sanitizer: Sanitizer) {
    this.#sanitizer = sanitizer;
  }

  text(type: TypeInput, message: unknown): string {
    const text = this.#sanitizer.stringify(type, message);
    const scrubbed = scrubJsonLine(this.#sanitizer.live, text);
    return scrubbed === text ? text : scrubbed.trimEnd();
  }

  json(type: TypeInput, message: unknown): unknown {
    const { live } = this.#sanitizer;
    const text = this.#sanitizer.stringify(type, message);
    // Usually there is nothing to scrub, which one look at the whole text tells.
    if (live.scrub(text) === text && !LONG_NUMBER.test(text)) return JSON.parse(text);
    return scrubLeaves(live, this.#sanitizer.toJson(type, message));
  }

  typeName(type: TypeInput): string {
    if (typeof type === "string") return type;
    return "typeName" in type ? type.typeName : type.fullName.replace(/^\./, "");
  }
}
