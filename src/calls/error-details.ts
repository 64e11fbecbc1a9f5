import { create } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import { scrubLeaves } from "../logging/json-line.js";
import type { Sanitizer } from "../sanitizer/create-sanitizer.js";
import { typeNameOfUrl } from "../schema/type-name.js";
import type { ErrorDetail } from "./rpc-status.js";

const ANY = "google.protobuf.Any";

/** Makes the details of errors fit for the log, and for the other side of a call. */
export class ErrorDetails {
  readonly #sanitizer: Sanitizer;
  readonly #scrub: (text: string) => string;
  readonly #utf8 = new TextDecoder();

  constructor(sanitizer: Sanitizer, scrub: (text: string) => string) {
    this.#sanitizer = sanitizer;
    this.#scrub = scrub;
  }

  /** What is logged of a detail: an opened Any without what the policy and the calls under way make secret. */
  shown({ typeUrl, value }: ErrorDetail): unknown {
    const { live } = this.#sanitizer;
    return scrubLeaves(live, this.#sanitizer.toJson(ANY, create(AnySchema, { typeUrl, value })));
  }

  /** Whether bytes hold a secret of a call under way, as they are or in base64 as trailers are logged. */
  holdSecret(bytes: Uint8Array): boolean {
    if (this.#sanitizer.live.size === 0) return false;
    return this.#changes(this.#utf8.decode(bytes)) || this.#changes(base64Encode(bytes, "std_raw"));
  }

  /**
   * A detail that the other side of a call may see: the same where it holds no secret of a call under way; without what
   * the policy makes secret where that helps; undefined where it does not, or where the type is not known.
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
