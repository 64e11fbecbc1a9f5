import { reportError, unreadableError } from "../command-error.js";
import { ExitCode } from "../exit-code.js";
import type { Output } from "../output.js";
import { streams } from "../streams.js";

const MAX_REPORTED = 10;

/** Prints texts of messages, and says which messages could not be read. */
export class PrintedMessages {
  readonly #type: string;
  readonly #output: Output;
  #count = 0;
  #unreadable = 0;
  #isOpen = true;

  constructor(type: string, output: Output) {
    this.#type = type;
    this.#output = output;
  }

  /** Prints one; gives whether somebody still reads. */
  async print(text: string): Promise<boolean> {
    this.#count++;
    // A message is an object, or in ProtoJSON a string without angle brackets; this is the note in its place.
    if (text.startsWith('"<<')) this.#report(text);
    this.#isOpen = await this.#output.write(`${text}\n`);
    return this.#isOpen;
  }

  #report(note: string): void {
    this.#unreadable++;
    if (this.#unreadable > MAX_REPORTED) return;
    const reason = note.slice(3, -3);
    reportError(unreadableError(`standard input, message ${this.#count}: ${reason}`));
  }

  /** Says how many could not be read; gives the exit code. */
  finish(): ExitCode {
    if (this.#count === 0 && this.#isOpen) {
      streams().stderr.write(`protosanitizer: no input, so no ${this.#type} to print\n`);
    }
    if (this.#unreadable > MAX_REPORTED) {
      reportError(unreadableError(`${this.#unreadable} of ${this.#count} messages could not be read`));
    }
    return this.#unreadable > 0 ? ExitCode.UNREADABLE : ExitCode.FINE;
  }
}
