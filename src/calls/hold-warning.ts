import { emitWarning } from "../scrub/emit-warning.js";

/**
 * Warns if the secrets of a call could not be held: the call goes on, but nothing finds these secrets in log lines. An
 * interceptor warns once. The warning names the type, which comes from the schema. It has no error, which may hold a value.
 */
export class HoldWarning {
  readonly #warn: (message: string) => void;
  #hasWarned = false;

  constructor(warn: (message: string) => void = emitWarning) {
    this.#warn = warn;
  }

  /**
   * The secrets of a message or of metadata could not be held. Never throws.
   *
   * @param of whose secrets, such as "metadata" or the name of a message type. Never a value.
   */
  report(of: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    try {
      this.#warn(
        `protosanitizer: the secrets of ${of} could not be held during a call, so log lines may show them. To see the error, ` +
          "pass a message of the call to sanitizer.hold. The interceptor needs a sanitizer of createSanitizer",
      );
    } catch {
      // Stack overflow. The next failure is reported.
      this.#hasWarned = false;
    }
  }
}
