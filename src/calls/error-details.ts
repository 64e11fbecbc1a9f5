import { create } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import { typeNameOfUrl } from "../schema/names.js";
import { scrubLeaves } from "../scrub/line/json-line.js";
import { type SecretFinder, silent } from "../values/walk-rules.js";
import type { ErrorDetail } from "./rpc-status.js";

const ANY = "google.protobuf.Any";

/** Removes secrets from the details of errors, for the log and for the other side of a call. */
export class ErrorDetails {
  readonly #sanitizer: Sanitizer;
  readonly #secrets: SecretFinder;
  readonly #utf8 = new TextDecoder();

  /** @param secrets finds the secrets of all calls under way in a status. */
  constructor(sanitizer: Sanitizer, secrets: SecretFinder) {
    this.#sanitizer = sanitizer;
    this.#secrets = secrets;
  }

  /** A detail for the log: the message in the Any without its secret fields, scrubbed of the secrets of calls under way. */
  shown({ typeUrl, value }: ErrorDetail): unknown {
    // The other side gets it, and what was found in it is reported for that.
    return scrubLeaves(
      silent(this.#secrets),
      this.#sanitizer.toJson(ANY, create(AnySchema, { typeUrl, value })),
    );
  }

  /** Whether bytes hold a secret of a call under way, as UTF-8 or in the base64 text that trailers are logged as. */
  holdSecret(bytes: Uint8Array): boolean {
    return this.#hold(bytes, this.#secrets);
  }

  /** The same, which reports nothing: for parts of a status that was searched as a whole. */
  get silent(): ErrorDetails {
    return new ErrorDetails(this.#sanitizer, silent(this.#secrets));
  }

  #hold(bytes: Uint8Array, secrets: SecretFinder): boolean {
    if (secrets.size === 0) return false;
    const texts = [() => this.#utf8.decode(bytes), () => base64Encode(bytes, "std_raw")];
    return texts.some((text) => changes(text(), secrets));
  }

  /**
   * A detail for the other side of a call. It is the same object if it holds no secret of a call under way. Otherwise it is
   * a copy without its secret fields. Undefined if the copy still holds a secret, or if the type is not known.
   */
  passed(detail: ErrorDetail): ErrorDetail | undefined {
    if (changes(detail.typeUrl, this.#secrets)) return undefined;
    if (!this.holdSecret(detail.value)) return detail;
    const value = this.#sanitizer.redactBinary(typeNameOfUrl(detail.typeUrl), detail.value);
    return value === undefined || this.#hold(value, silent(this.#secrets))
      ? undefined
      : { typeUrl: detail.typeUrl, value };
  }
}

function changes(text: string, secrets: SecretFinder): boolean {
  return secrets.scrub(text) !== text;
}
