import { type Command, Option } from "commander";
import type { CheckedManifest } from "../kubernetes/check-csi-driver.js";
import type { KubernetesVersions } from "../kubernetes/kubernetes-version.js";
import { CommandError, ExitCode, reportError, unreadableError, usageError } from "./command-error.js";
import { inputName, type Output, readWhole } from "./input-output.js";
import { addHelp } from "./manual/command-help.js";
import { printable, printableJson } from "./printable.js";
import { colour, streams } from "./streams.js";

const DETAILS = `Reads manifests in YAML or JSON, with any number of documents, such as the output of helm template. An error means that the API server rejects the object, or that mounts fail. A warning means that it works, but not as it should. Both count as findings for the exit code; infos do not.`;

const EXAMPLES = [
  "protosanitizer check deploy/csidriver.yaml",
  "protosanitizer check --kubernetes 1.34 deploy/*.yaml",
  "helm template ./chart | protosanitizer check --apiserver 1.35 --kubelet 1.34 -",
];

/** The options of `check`. */
interface CheckCommandOptions {
  readonly kubernetes?: string;
  readonly apiserver?: string;
  readonly kubelet?: string;
  readonly json?: true;
}

/** Adds `check` to the command line. `finish` takes the exit code. */
export function addCheck(program: Command, output: Output, finish: (code: ExitCode) => void): void {
  const command = program
    .command("check")
    .summary("check CSIDriver objects")
    .description("Check CSIDriver objects for how they ask for service account tokens.")
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
    .action(async (files: readonly string[], options: CheckCommandOptions) => {
      finish(await checkAll(files, options, output));
    });
  addHelp(command, { details: DETAILS, examples: EXAMPLES });
}

/** The findings in one file. */
interface CheckedFile extends CheckedManifest {
  readonly file: string;
}

/** Checks manifests one after the other. A manifest that cannot be read does not stop the others. */
async function checkAll(
  files: readonly string[],
  options: CheckCommandOptions,
  output: Output,
): Promise<ExitCode> {
  const checked: CheckedFile[] = [];
  let isReadable = true;
  for (const file of files) {
    try {
      checked.push(await checkFile(file, options));
    } catch (error) {
      if (!(error instanceof CommandError) || error.exitCode !== ExitCode.UNREADABLE) throw error;
      reportError(error);
      isReadable = false;
    }
  }
  await output.write(options.json ? `${printableJson(checked)}\n` : textOf(checked));
  if (!isReadable) return ExitCode.UNREADABLE;
  const counts = checked.some(({ findings }) => findings.some(({ severity }) => severity !== "info"));
  return counts ? ExitCode.FINDINGS : ExitCode.FINE;
}

async function checkFile(file: string, options: CheckCommandOptions): Promise<CheckedFile> {
  const text = (await readWhole(file)).toString("utf8");
  const name = inputName(file);
  if (text.trim() === "") throw unreadableError(`${name}: is empty; expected a manifest in YAML or JSON`);
  const kubernetes = versionsOf(options);
  // Loads a YAML parser, which no other command needs.
  const { checkManifest } = await import("../kubernetes/check-csi-driver.js");
  const { ManifestError } = await import("../kubernetes/manifest-error.js");
  try {
    return { file: name, ...checkManifest(text, kubernetes === undefined ? {} : { kubernetes }) };
  } catch (error) {
    if (error instanceof ManifestError) throw unreadableError(`${name}: ${error.message}`, { cause: error });
    if (error instanceof RangeError) throw usageError(error.message, { cause: error });
    throw error;
  }
}

function versionsOf({
  kubernetes,
  apiserver,
  kubelet,
}: CheckCommandOptions): string | KubernetesVersions | undefined {
  if (kubernetes !== undefined) return kubernetes;
  if (apiserver === undefined && kubelet === undefined) return undefined;
  return { ...(apiserver !== undefined && { apiserver }), ...(kubelet !== undefined && { kubelet }) };
}

const COLOURS = { error: "red", warning: "yellow", info: "cyan" } as const;

function textOf(checked: readonly CheckedFile[]): string {
  return checked.map(fileText).join("");
}

function fileText({ file, drivers, findings }: CheckedFile): string {
  if (findings.length === 0)
    return `${file}: ${drivers === 0 ? "no CSIDriver object in it" : "nothing found"}\n`;
  return findings
    .map(({ severity, path, line, column, reason, fix }) => {
      const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
      const label = colour(streams().stdout, COLOURS[severity], severity);
      return `${place}: ${label}: ${printable(path)}: ${printable(reason)}\n  ${printable(fix)}\n`;
    })
    .join("");
}
