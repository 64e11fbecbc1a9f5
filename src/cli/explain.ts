import type { Command } from "commander";
import type { ExitCode } from "./command-error.js";
import type { ExplainCommandOptions } from "./explain/run-explain.js";
import type { Output } from "./input-output.js";
import { addHelp } from "./manual/command-help.js";
import { addTypeOptions } from "./schemas/type-options.js";

const DETAILS = `Prints the fields of a message type as a tree: name, type, verdict, the rule or option behind it, and the file and line where the field is declared. The fields of a message stand where its type comes first, so types that contain each other end. Nothing in a secret field is printed, so its type is not opened.

Colours are for terminals: green is secret, cyan is judged by key, yellow is a suspect. A set NO_COLOR turns them off; FORCE_COLOR turns them on for files and pipes.`;

/** Adds `explain` to the command line. `finish` takes the exit code. */
export function addExplain(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("explain")
    .summary("show the fields of a type, and why each is secret")
    .description("Show the fields of a message type as a tree, and why each is secret.")
    .argument("<type>", "full name of the type, such as csi.v1.CreateVolumeRequest")
    .option("--json", "print JSON");
  addTypeOptions(command).action(async (type: string, options: ExplainCommandOptions) => {
    const { runExplain } = await import("./explain/run-explain.js");
    finish(await runExplain(type, options, output));
  });
  addHelp(command, {
    details: DETAILS,
    examples: [
      "protosanitizer explain csi.v1.NodeStageVolumeRequest",
      "protosanitizer explain acme.v1.Login --proto proto/",
    ],
  });
}
