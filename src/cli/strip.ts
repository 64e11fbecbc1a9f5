import { type Command, Option } from "commander";
import type { ExitCode } from "./command-error.js";
import type { Output } from "./input-output.js";
import { collect } from "./key-files.js";
import { addHelp } from "./manual/command-help.js";
import { addTypeOptions, TYPES_DETAILS } from "./schemas/type-options.js";
import type { StripCommandOptions } from "./strip/run-strip.js";

const DETAILS = `Reads messages of one type from standard input and prints each as JSON on a line of its own, the text that the library logs. Give one of --binary, --json and --text-json-lines. A message that cannot be read leaves a note, "<<why, and the type>>", in its place. In JSON, integers beyond 2^53 have to be strings, as ProtoJSON has them.`;

const EXAMPLES = [
  "protosanitizer strip --type csi.v1.CreateVolumeRequest --json < request.json",
  "protosanitizer strip --type acme.v1.Login --proto proto/ --binary < login.bin",
  "protosanitizer strip --type csi.v1.NodePublishVolumeRequest --json < request.json",
  "protosanitizer strip --type csi.v1.NodePublishVolumeRequest --binary < request.bin",
  "protosanitizer strip --type acme.v1.Login --proto proto/ --text-json-lines < logins.ndjson",
  "protosanitizer strip --type csi.v1.CreateVolumeRequest --binary --delimited < recording.bin",
];

/** Adds `strip` to the command line. `finish` takes the exit code. */
export function addStrip(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("strip")
    .summary("print messages without their secrets")
    .description("Print messages without their secrets.")
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
    .addOption(new Option("--format <name>", "how to print").choices(["go", "protojson"]).default("go"));
  addTypeOptions(command)
    .option(
      "--key-file <file>",
      "for the action pseudonym: a file with a key of at least 32 bytes; may be repeated",
      collect,
    )
    .option("--key-id <id>", "name of the key, once for each key file (default: k1)", collect)
    .action(async (options: StripCommandOptions) => {
      const { runStrip } = await import("./strip/run-strip.js");
      finish(await runStrip(options, output));
    });
  addHelp(command, { details: `${DETAILS}\n\n${TYPES_DETAILS}`, examples: EXAMPLES });
}
