import { note } from "../../marker.js";
import { closest } from "../../options/edit-distance.js";
import type { Sanitizer } from "../../sanitizer/create-sanitizer.js";
import type { SanitizerFormat } from "../../sanitizer/sanitizer-options.js";
import { ExitCode, printNotice, reportError, unreadableError, usageError } from "../command-error.js";
import { type Output, readInput, readWhole, STANDARD_INPUT } from "../input-output.js";
import { checkKeyFiles, pseudonymsOf } from "../key-files.js";
import { givenPolicy } from "../schemas/given-policy.js";
import { type LoadedSchemas, loadSchemas, sanitizerOf } from "../schemas/load-schemas.js";
import type { TypeOptions } from "../schemas/type-options.js";
import { Progress } from "../streams.js";
import { delimitedMessages, lines } from "./message-stream.js";

/** The options of `strip`. */
export interface StripCommandOptions extends TypeOptions {
  readonly type: string;
  readonly binary?: true;
  readonly json?: true;
  readonly textJsonLines?: true;
  readonly delimited?: true;
  readonly format?: SanitizerFormat;
  readonly keyFile?: readonly string[];
  readonly keyId?: readonly string[];
}

/**
 * Prints the messages on standard input without their secrets.
 *
 * @throws {CommandError} if the command line is wrong, or the types or the input cannot be read.
 */
export async function runStrip(options: StripCommandOptions, output: Output): Promise<ExitCode> {
  const { type, binary, json, textJsonLines, delimited } = options;
  if (!binary && !json && !textJsonLines && !delimited) {
    throw usageError("strip needs to know what it reads: --binary, --json or --text-json-lines");
  }
  const loaded = await loadSchemas(options);
  checkType(type, loaded);
  const { keyFile = [], keyId, format } = options;
  checkKeyFiles({ keyFile, keyId });
  const pseudonyms = keyFile.length === 0 ? undefined : await pseudonymsOf({ keyFile, keyId });
  const sanitizer = sanitizerOf(loaded, await givenPolicy(options), { format, pseudonyms });
  const printed = new PrintedMessages(type, output);
  for await (const text of texts(options, sanitizer)) {
    if (!(await printed.print(text))) break;
  }
  return printed.finish();
}

function checkType(type: string, { schemas, origin }: LoadedSchemas): void {
  if (schemas.message(type) !== undefined) return;
  const names = [...schemas.messages()].map(({ typeName }) => typeName);
  throw usageError(`--type: there is no ${type} in ${origin}; did you mean ${closest(type, names)}?`);
}

/** The texts of the messages on standard input, sanitized. */
async function* texts(options: StripCommandOptions, sanitizer: Sanitizer): AsyncGenerator<string> {
  const { type, json, textJsonLines, delimited } = options;
  if (json) {
    yield jsonText(sanitizer, type, (await readWhole(STANDARD_INPUT)).toString("utf8"));
  } else if (textJsonLines) {
    for await (const line of lines(counted())) {
      if (line.trim() !== "") yield jsonText(sanitizer, type, line);
    }
  } else if (delimited) {
    for await (const message of delimitedMessages(counted())) yield sanitizer.stringify(type, message);
  } else {
    const message = await readWhole(STANDARD_INPUT);
    if (message.length === 0) printNotice(`no input, which is a ${type} without fields`);
    yield sanitizer.stringify(type, message);
  }
}

/** Standard input. Shows the progress of a long stream. */
async function* counted(): AsyncGenerator<Buffer> {
  const progress = new Progress("standard input");
  try {
    for await (const chunk of readInput(STANDARD_INPUT)) {
      progress.add(chunk.length);
      yield chunk;
    }
  } finally {
    progress.end();
  }
}

function jsonText(sanitizer: Sanitizer, type: string, text: string): string {
  let message: unknown;
  try {
    message = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    if (text.trim() === "") return JSON.stringify(note("no input", type));
    // The error of the parser quotes the input, so it is not shown.
    return JSON.stringify(note("not JSON", type));
  }
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    return JSON.stringify(note("not a JSON object", type));
  }
  return sanitizer.stringify(type, message);
}

const MAX_REPORTED = 10;

/** Prints texts of messages, and reports the messages that could not be read. */
class PrintedMessages {
  readonly #type: string;
  readonly #output: Output;
  #count = 0;
  #unreadable = 0;
  #isOpen = true;

  constructor(type: string, output: Output) {
    this.#type = type;
    this.#output = output;
  }

  /** Prints a text. Returns false if the reader of the output has gone. */
  async print(text: string): Promise<boolean> {
    this.#count++;
    // The text of a message is an object, or in ProtoJSON a string without angle brackets. This text is a note.
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

  /** Reports how many messages could not be read. Returns the exit code. */
  finish(): ExitCode {
    if (this.#count === 0 && this.#isOpen) {
      printNotice(`no input, so no ${this.#type} to print`);
    }
    if (this.#unreadable > MAX_REPORTED) {
      reportError(unreadableError(`${this.#unreadable} of ${this.#count} messages could not be read`));
    }
    return this.#unreadable > 0 ? ExitCode.UNREADABLE : ExitCode.FINE;
  }
}
