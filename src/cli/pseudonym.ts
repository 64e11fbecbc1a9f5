import type { Command } from "commander";
import { classOf, SECRET } from "../policy/classes.js";
import { PolicyError } from "../policy/policy.js";
import { ExitCode, unreadableError, usageError } from "./command-error.js";
import { type Output, readWhole, STANDARD_INPUT } from "./input-output.js";
import { checkKeyFiles, collect, type KeyFileOptions, pseudonymsOf } from "./key-files.js";
import { addHelp } from "./manual/command-help.js";

const DETAILS = `Reads the value from standard input, and nowhere else: arguments are in the list of processes and in the history of the shell. Neither the value nor the key is printed. One line end at the end of a text or number does not count. The key is all bytes of its file, as the program that made the pseudonyms read it, a line end too. With several keys, prints a line for each, in their order. A value that can be guessed has no pseudonym, which is an error.`;

const EXAMPLES = [
  "protosanitizer pseudonym --key-file new.key < value.txt",
  "protosanitizer pseudonym --key-file new.key --kind number < account-number.txt",
  "protosanitizer pseudonym --key-file new.key --key-id k8 --key-file old.key --key-id k7 --class contact < value.txt",
  'grep -F "$(printf %s "$EMAIL" | protosanitizer pseudonym --key-file /run/secrets/pseudonym-key --key-id k7)" service.log',
];

const KINDS = ["text", "number", "bytes"] as const;

/** The options of `pseudonym`. */
interface PseudonymCommandOptions extends KeyFileOptions {
  readonly class: string;
  readonly kind: string;
}

/** Adds `pseudonym` to the command line. `finish` takes the exit code. */
export function addPseudonym(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("pseudonym")
    .summary("find the pseudonym of a known value")
    .description("Print the pseudonym of a known value, to find it in logs.")
    .requiredOption("--key-file <file>", "file with a key of at least 32 bytes; may be repeated", collect)
    .option("--key-id <id>", "name of the key, once for each key file (default: k1)", collect)
    .option("--class <name>", "class of the field", "pii")
    .option("--kind <kind>", `kind of the value: ${KINDS.join(", ")}`, "text")
    .action(async (options: PseudonymCommandOptions) => {
      await printPseudonyms(options, output);
      finish(ExitCode.FINE);
    });
  addHelp(command, { details: DETAILS, examples: EXAMPLES });
}

async function printPseudonyms(options: PseudonymCommandOptions, output: Output): Promise<void> {
  checkOptions(options);
  const pseudonyms = await pseudonymsOf(options);
  const found = pseudonyms.of(await valueIn(options.kind), options.class);
  if (found.length === 0)
    throw unreadableError(
      "standard input: the value can be guessed, so it has no pseudonym; logs show ***stripped***",
    );
  await output.write(`${found.join("\n")}\n`);
}

function checkOptions({ keyFile, keyId, class: className, kind }: PseudonymCommandOptions): void {
  if (!KINDS.some((one) => one === kind)) throw usageError(`--kind: expected ${KINDS.join(", ")}`);
  checkKeyFiles({ keyFile, keyId });
  if (className === SECRET) throw usageError("--class: the class secret has no pseudonyms");
  try {
    classOf("--class", className);
  } catch (error) {
    throw error instanceof PolicyError ? usageError(error.message) : error;
  }
}

/** The value on standard input. */
async function valueIn(kind: string): Promise<string | bigint | number | Uint8Array> {
  const bytes = await readWhole(STANDARD_INPUT);
  if (kind === "bytes") return bytes;
  const text = textOf(bytes).replace(/\r?\n$/, "");
  if (kind === "text") return text;
  if (/^-?\d{1,20}$/.test(text)) return BigInt(text);
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) throw unreadableError("standard input: is no number");
  return number;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadableError("standard input: is no text in UTF-8; use --kind bytes for bytes");
  }
}
