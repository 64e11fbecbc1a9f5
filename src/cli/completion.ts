import { Argument, type Command } from "commander";
import { ExitCode } from "./command-error.js";
import type { Output } from "./input-output.js";
import { addHelp } from "./manual/command-help.js";
import { SHELLS, type Shell } from "./manual/completions.js";

/** Adds `completion` and `man` to the command line. `finish` takes the exit code. */
export function addManuals(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const completion = program
    .command("completion")
    .summary("print a script that completes commands in a shell")
    .description("Print a script with which bash, zsh or fish completes commands and options.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import("./manual/completions.js");
      await output.write(completionScript(program, shell));
      finish(ExitCode.FINE);
    });
  addHelp(completion, {
    details:
      "Source the output where your shell starts. The script is made of the commands of this version, and starts nothing when it completes.",
    examples: [
      "source <(protosanitizer completion bash)        # in ~/.bashrc; also zsh",
      "protosanitizer completion fish | source         # in config.fish",
    ],
  });
  const man = program
    .command("man")
    .summary("print the manual page")
    .description("Print the manual page, for man and other readers of roff.")
    .action(async () => {
      const { manPage } = await import("./manual/man-page.js");
      await output.write(manPage(program));
      finish(ExitCode.FINE);
    });
  addHelp(man, { details: "", examples: ["protosanitizer man | man -l -"] });
}
