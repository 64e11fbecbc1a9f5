import type { Sanitizer, TypeInput } from "../sanitizer/create-sanitizer.js";
import type { StrippedPrinter } from "../sanitizer/stripped.js";
import { scrubJsonLine, scrubLeaves } from "../scrub/line/json-line.js";

/** A number that may be beyond 2^53. Parsing it would lose digits; `toJson` returns such numbers as strings. */
const LONG_NUMBER = /\d{16}/;

/**
 * Prints messages like a sanitizer, and then replaces the secrets of all calls under way: an open field may repeat a secret, as
 * a mount flag with the password in it does. A message may be given as wire bytes: a proxy passes those on.
 */
export class ScrubbingPrinter implements StrippedPrinter {
  readonly #sanitizer: Sanitizer;

  constructor(sanitizer: Sanitizer) {
    this.#sanitizer = sanitizer;
  }

  text(type: TypeInput, message: unknown): string {
    const text = this.#text(type, message);
    const scrubbed = scrubJsonLine(this.#sanitizer.live, text);
    return scrubbed === text ? text : escapeSeparators(scrubbed.trimEnd());
  }

  json(type: TypeInput, message: unknown): unknown {
    const { live } = this.#sanitizer;
    const text = this.#text(type, message);
    // Usually there is nothing to scrub. One search in the whole text tells.
    if (live.scrub(text) === text && !LONG_NUMBER.test(text)) return JSON.parse(text);
    if (message instanceof Uint8Array) return scrubLeaves(live, JSON.parse(text));
    return scrubLeaves(live, this.#sanitizer.toJson(type, message));
  }

  #text(type: TypeInput, message: unknown): string {
    return message instanceof Uint8Array
      ? this.#sanitizer.stringifyBinary(type, message)
      : this.#sanitizer.stringify(type, message);
  }

  typeName(type: TypeInput): string {
    if (typeof type === "string") return type;
    return "typeName" in type ? type.typeName : type.fullName.replace(/^\./, "");
  }
}

/** Escapes characters that end a line for some readers: `JSON.stringify` does not escape them. */
function escapeSeparators(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
