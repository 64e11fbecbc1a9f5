import { type Command, Option } from "commander";
import { closest } from "fastest-levenshtein";
import type { Sanitizer } from "../sanitizer.js";
import type { SanitizerFormat } from "../sanitizer-options.js";
import { reportError, unreadableError, usageError } from "./command-error.js";
import { EXIT_CODES_HELP, ExitCode } from "./exit-code.js";
import { readInput, readWhole, STANDARD_INPUT } from "./input.js";
import type { Output } from "./output.js";
import { Progress } from "./progress.js";
import { type LoadedSchemas, loadSchemas } from "./schemas/load-schemas.js";
import {
  addTypeOptions,
  policyOf,
  sanitizerOf,
  TYPES_HELP,
  type TypeOptions,
} from "./schemas/schema-options.js";
import { delimitedMessages } from "./strip/delimited-messages.js";
import { lines } from "./strip/lines.js";

interface StripCommandOptions extends TypeOptions {
  readonly type: string;
  readonly binary?: true;
  readonly json?: true;
  readonly textJsonLines?: true;
  readonly delimited?: true;
  readonly format?: SanitizerFormat;
}

const DESCRIPTION = `Print messages without their secrets.

Reads messages of one type from standard input and prints each as JSON on a line of its own, the text that the library logs. Give one of --binary, --json and --text-json-lines. A message that cannot be read leaves a note, "<<why, and the type>>", in its place.`;

const EXAMPLES = `
Examples:
  protosanitizer strip --type csi.v1.NodePublishVolumeRequest --binary < request.bin
  protosanitizer strip --type csi.v1.NodePublishVolumeRequest --json < request.json
  protosanitizer strip --type csi.v1.CreateVolumeRequest --binary --delimited < recording.bin
  protosanitizer strip --type acme.v1.Login --proto proto/ --text-json-lines < logins.ndjson
`;

/** Adds `strip` to the command line. `finish` takes the exit code. */
export function addStrip(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("strip")
    .summary("print messages without their secrets")
    .description(DESCRIPTION)
    .requiredOption(
      "--type <name>",
      "full name of the messages' type, such as csi.v1.NodePublishVolumeRequest",
    )
    .addOption(new Option("--binary", "one message in wire format").conflicts(["json", "textJsonLines"]))
    .addOption(new Option("--json", "one message in ProtoJSON").conflicts("textJsonLines"))
    .option("--text-json-lines", "a message in ProtoJSON on each line")
    .addOption(
      new Option(
        "--delimited",
        "with --binary: a stream of messages, each with its length before it as a varint",
      ).conflicts(["json", "textJsonLines"]),
    )
    .addOption(
      new Option("--format <name>", "how to print")
        .choices(["protosanitizer", "protojson"])
        .default("protosanitizer"),
    );
  addTypeOptions(command)
    .addHelpText("after", TYPES_HELP + EXAMPLES + EXIT_CODES_HELP)
    .action(async (options: StripCommandOptions) => finish(await strip(options, output)));
}

async function strip(options: StripCommandOptions, output: Output): Promise<ExitCode> {
  const { type, binary, json, textJsonLines, delimited } = options;
  if (!binary && !json && !textJsonLines && !delimited) {
    throw usageError("strip needs to know what it reads: --binary, --json or --text-json-lines");
  }
  const loaded = await loadSchemas(options);
  checkType(type, loaded);
  const sanitizer = sanitizerOf(loaded, policyOf(options), options.format);
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
    for await (const message of delimitedMessages(counted())) yield sanitizer.stringifyBinary(type, message);
  } else {
    const message = await readWhole(STANDARD_INPUT);
    if (message.length === 0)
      process.stderr.write(`protosanitizer: no input, which is a ${type} without fields\n`);
    yield sanitizer.stringifyBinary(type, message);
  }
}

/** Standard input, with the progress of a long stream. */
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
    if (text.trim() === "") return JSON.stringify(`<<no input, ${type}>>`);
    // What the parser says quotes the input.
    return JSON.stringify(`<<not JSON, ${type}>>`);
  }
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    return JSON.stringify(`<<not a JSON object, ${type}>>`);
  }
  return sanitizer.stringify(type, message);
}

const MAX_REPORTED = 10;

/** Prints texts of messages, and says which messages could not be read. */
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
      process.stderr.write(`protosanitizer: no input, so no ${this.#type} to print\n`);
    }
    if (this.#unreadable > MAX_REPORTED) {
      reportError(unreadableError(`${this.#unreadable} of ${this.#count} messages could not be read`));
    }
    return this.#unreadable > 0 ? ExitCode.UNREADABLE : ExitCode.FINE;
  }
}
