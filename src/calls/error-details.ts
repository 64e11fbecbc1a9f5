import { create } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import { lineFinder } from "../logging/logged-messages.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import { typeNameOfUrl } from "../schema/names.js";
import { scrubLeaves } from "../scrub/line/json-line.js";
import type { ErrorDetail } from "./rpc-status.js";

const ANY = "google.protobuf.Any";

/** Removes secrets from the details of errors, for the log and for the other side of a call. */
export class ErrorDetails {
  readonly #sanitizer: Sanitizer;
  readonly #scrub: (text: string) => string;
  readonly #utf8 = new TextDecoder();

  constructor(sanitizer: Sanitizer, scrub: (text: string) => string) {
    this.#sanitizer = sanitizer;
    this.#scrub = scrub;
  }

  /** A detail for the log: the message in the Any without its secret fields, scrubbed of the secrets of calls under way. */
  shown({ typeUrl, value }: ErrorDetail): unknown {
    return scrubLeaves(
      lineFinder(this.#sanitizer),
      this.#sanitizer.toJson(ANY, create(AnySchema, { typeUrl, value })),
    );
  }

  /** Whether bytes hold a secret of a call under way, as UTF-8 or in the base64 text that trailers are logged as. */
  holdSecret(bytes: Uint8Array): boolean {
    if (lineFinder(this.#sanitizer).size === 0) return false;
    return this.#changes(this.#utf8.decode(bytes)) || this.#changes(base64Encode(bytes, "std_raw"));
  }

  /**
   * A detail for the other side of a call. It is the same object if it holds no secret of a call under way. Otherwise it is
   * a copy without its secret fields. Undefined if the copy still holds a secret, or if the type is not known.
   */
  passed(detail: ErrorDetail): ErrorDetail | undefined {
    if (this.#changes(detail.typeUrl)) return undefined;
    if (!this.holdSecret(detail.value)) return detail;
    const value = this.#sanitizer.redactBinary(typeNameOfUrl(detail.typeUrl), detail.value);
    return value === undefined || this.holdSecret(value) ? undefined : { typeUrl: detail.typeUrl, value };
  }

  #changes(text: string): boolean {
    return this.#scrub(text) !== text;
  }
}
