import { checkCsiDriver } from "../../kubernetes/check-csi-driver.js";
import { csiDrivers } from "../../kubernetes/csi-driver.js";
import type { CsiDriverFinding } from "../../kubernetes/finding.js";
import type { KubernetesVersions } from "../../kubernetes/kubernetes-version.js";
import { ManifestError } from "../../kubernetes/manifest-error.js";
import { manifestObjects } from "../../kubernetes/manifest-objects.js";
import { CommandError, reportError, unreadableError, usageError } from "../command-error.js";
import { ExitCode } from "../exit-code.js";
import { inputName, readWhole } from "../input.js";
import type { Output } from "../output.js";
import { streams } from "../streams.js";
import { colour } from "../terminal.js";

/** What `check` is to do. */
export interface CheckCommandOptions {
  readonly kubernetes?: string;
  readonly apiserver?: string;
  readonly kubelet?: string;
  readonly json?: true;
}

/** What was found in one file. */
interface CheckedFile {
  readonly file: string;
  /** How many CSIDriver objects are in it. */
  readonly drivers: number;
  readonly findings: readonly CsiDriverFinding[];
}

/**
 * Checks manifests, one after the other, and prints what was found.
 *
 * @throws {CommandError} if the command line is wrong.
 */
export async function runCheck(
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
      // The other files are checked all the same.
      if (!(error instanceof CommandError) || error.exitCode !== ExitCode.UNREADABLE) throw error;
      reportError(error);
      isReadable = false;
    }
  }
  await output.write(options.json ? `${JSON.stringify(checked, null, 2)}\n` : textOf(checked));
  if (!isReadable) return ExitCode.UNREADABLE;
  const counts = checked.some(({ findings }) => findings.some(({ severity }) => severity !== "info"));
  return counts ? ExitCode.FINDINGS : ExitCode.FINE;
}

async function checkFile(file: string, options: CheckCommandOptions): Promise<CheckedFile> {
  const text = (await readWhole(file)).toString("utf8");
  const name = inputName(file);
  if (text.trim() === "") throw unreadableError(`${name}: is empty; expected a manifest in YAML or JSON`);
  const kubernetes = versionsOf(options);
  try {
    const findings = checkCsiDriver(text, kubernetes === undefined ? {} : { kubernetes });
    return { file: name, drivers: csiDrivers(manifestObjects(text)).length, findings };
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
      return `${place}: ${label}: ${path}: ${reason}\n  ${fix}\n`;
    })
    .join("");
}
