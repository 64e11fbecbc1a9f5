import type { Sanitizer, TypeInput } from "../sanitizer/create-sanitizer.js";
import { Stripped, type StrippedPrinter } from "../sanitizer/stripped.js";
import { scrubJsonLine, scrubLeaves } from "../scrub/line/json-line.js";
import { type SecretFinder, silent } from "../values/walk-rules.js";

/** A number that may be beyond 2^53. Parsing it would lose digits; `toJson` returns such numbers as strings. */
const LONG_NUMBER = /\d{16}/;

/**
 * Prints messages like a sanitizer, and then replaces the secrets of all calls under way. An open field may repeat a secret:
 * a mount flag may contain the password, for example. A message may be given as wire bytes, which a proxy passes on.
 */
export class ScrubbingPrinter implements StrippedPrinter {
  readonly #sanitizer: Sanitizer;

  readonly #secrets: SecretFinder;

  /** @param secrets finds the secrets of all calls under way. */
  constructor(sanitizer: Sanitizer, secrets: SecretFinder) {
    this.#sanitizer = sanitizer;
    this.#secrets = secrets;
  }

  text(type: TypeInput, message: unknown): string {
    return this.#scrubbedText(this.#sanitizer.stringify(type, message));
  }

  json(type: TypeInput, message: unknown): unknown {
    const text = this.#sanitizer.stringify(type, message);
    return this.#scrubbedJson(
      text,
      LONG_NUMBER.test(text) ? this.#sanitizer.toJson(type, message) : undefined,
    );
  }

  typeName(type: TypeInput): string {
    if (typeof type === "string") return type;
    return "typeName" in type ? type.typeName : type.fullName.replace(/^\./, "");
  }

  /**
   * A message as it is now. It is printed at once, so that nobody can change it, but scrubbed when it is shown: more secrets
   * may be live by then.
   */
  printed(type: TypeInput, message: unknown): Stripped {
    const text = this.#sanitizer.stringify(type, message);
    const ready = LONG_NUMBER.test(text) ? this.#sanitizer.toJson(type, message) : undefined;
    const printer: StrippedPrinter = {
      text: () => this.#scrubbedText(text),
      json: () => this.#scrubbedJson(text, ready),
      typeName: () => this.typeName(type),
    };
    return new Stripped(printer, undefined, undefined);
  }

  #scrubbedText(text: string): string {
    const scrubbed = scrubJsonLine(this.#secrets, text);
    return scrubbed === text ? text : scrubbed.trimEnd();
  }

  /** @param ready the value of the text, if to parse it would lose something. It may have longer texts. */
  #scrubbedJson(text: string, ready: unknown): unknown {
    const secrets = this.#secrets;
    if (ready !== undefined) return scrubLeaves(secrets, ready);
    // Usually there is nothing to scrub, and one search in the whole text shows it.
    const isClean = secrets.scrub(text) === text;
    const json: unknown = JSON.parse(text);
    return isClean ? json : scrubLeaves(silent(secrets), json);
  }
}
