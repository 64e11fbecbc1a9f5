import { scrubJsonLine, scrubLeaves } from "../logging/json-line.js";
import type { Sanitizer, TypeInput } from "../sanitizer.js";
import type { StrippedPrinter } from "../stripped.js";

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
    const text =
      message instanceof Uint8Array
        ? this.#sanitizer.stringifyBinary(type, message)
        : this.#sanitizer.stringify(type, message);
    return scrubJsonLine(this.#sanitizer.live, text);
  }

  json(type: TypeInput, message: unknown): unknown {
    if (message instanceof Uint8Array) return JSON.parse(this.text(type, message));
    return scrubLeaves(this.#sanitizer.live, this.#sanitizer.toJson(type, message));
  }

  typeName(type: TypeInput): string {
    if (typeof type === "string") return type;
    return "typeName" in type ? type.typeName : type.fullName.replace(/^\./, "");
  }
}
