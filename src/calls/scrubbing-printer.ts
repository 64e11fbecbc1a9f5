import type { Sanitizer, TypeInput } from "../sanitizer.js";
import type { StrippedPrinter } from "../stripped.js";
import { scrubJson } from "./scrub-json.js";

/**
 * Prints messages as a sanitizer does, and then without the secrets of all calls under way: an open field may repeat
 * what stands in a secret one, as a mount flag with the password in it does.
 */
export class ScrubbingPrinter implements StrippedPrinter {
  readonly #sanitizer: Sanitizer;
  readonly #scrub: (text: string) => string;

  constructor(sanitizer: Sanitizer, scrub: (text: string) => string) {
    this.#sanitizer = sanitizer;
    this.#scrub = scrub;
  }

  text(type: TypeInput, message: unknown): string {
    const text = this.#text(type, message);
    // What is replaced in a JSON text may be a number, and then it is no JSON any more.
    return this.#scrub(text) === text ? text : escapeSeparators(JSON.stringify(this.json(type, message)));
  }

  json(type: TypeInput, message: unknown): unknown {
    const json: unknown = isWire(message)
      ? JSON.parse(this.#text(type, message))
      : this.#sanitizer.toJson(type, message);
    return scrubJson(json, this.#scrub);
  }

  #text(type: TypeInput, message: unknown): string {
    return isWire(message)
      ? this.#sanitizer.stringifyBinary(type, message)
      : this.#sanitizer.stringify(type, message);
  }

  typeName(type: TypeInput): string {
    return typeof type === "string"
      ? type
      : "typeName" in type
        ? type.typeName
        : type.fullName.replace(/^\./, "");
  }
}

/** Whether a message is still in its wire bytes, as in a proxy, which passes them on as they are. */
function isWire(message: unknown): message is Uint8Array {
  return message instanceof Uint8Array;
}

/** `JSON.stringify` leaves what ends a line for some readers. */
function escapeSeparators(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
