import { type Command, Option } from "commander";
import type { CheckCommandOptions } from "./check/run-check.js";
import { EXIT_CODES_HELP, type ExitCode } from "./exit-code.js";
import type { Output } from "./output.js";

const DESCRIPTION = `Check CSIDriver objects for how they ask for service account tokens.

Reads manifests in YAML or JSON, with any number of documents, such as the output of helm template. Errors are what the API server rejects or what makes mounts fail; warnings are what works, but not as it should. Both count as findings for the exit code; infos do not.`;

const EXAMPLES = `
Examples:
  protosanitizer check deploy/csidriver.yaml
  protosanitizer check --kubernetes 1.34 deploy/*.yaml
  helm template ./chart | protosanitizer check --apiserver 1.35 --kubelet 1.34 -
`;

/** Adds `check` to the command line. `finish` takes the exit code. */
export function addCheck(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  program
    .command("check")
    .summary("check CSIDriver objects")
    .description(DESCRIPTION)
    .argument("<files...>", "manifests to read; - for standard input")
    .addOption(
      new Option("--kubernetes <version>", "version of the cluster, such as 1.34").conflicts([
        "apiserver",
        "kubelet",
      ]),
    )
    .option("--apiserver <version>", "version of the oldest kube-apiserver")
    .option("--kubelet <version>", "version of the oldest kubelet")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES + EXIT_CODES_HELP)
    .action(async (files: readonly string[], options: CheckCommandOptions) => {
      const { runCheck } = await import("./check/run-check.js");
      finish(await runCheck(files, options, output));
    });
}
