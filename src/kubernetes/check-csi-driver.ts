import { type OptionNames, readOptions } from "../options/read-options.js";
import { csiDrivers } from "./csi-driver.js";
import { DRIVER_RULES } from "./driver-rules.js";
import type { CsiDriverFinding } from "./finding.js";
import { fieldSupport, type KubernetesVersions } from "./kubernetes-version.js";
import { manifestObjects } from "./manifest-objects.js";
import { checkRollout } from "./rollout-rules.js";

/** What to check a manifest against. */
export interface CheckCsiDriverOptions {
  /**
   * Version of the cluster, such as `1.34` or `v1.35.2-gke.100`; or those of the oldest kube-apiserver and the oldest
   * kubelet, where they differ. Default: nothing is said about versions.
   */
  readonly kubernetes?: string | KubernetesVersions;
}

const OPTIONS: OptionNames<CheckCsiDriverOptions> = { kubernetes: true };

/**
 * Checks the CSIDriver objects of a manifest: what the API server would reject or warn of, and what goes wrong when
 * `serviceAccountTokenInSecrets` is rolled out in the wrong order. All other objects are passed over, except that a
 * DaemonSet beside a CSIDriver matters.
 *
 * @param input an object, an array or list of objects, or YAML or JSON text with any number of documents, such as
 *   `helm template` prints.
 * @returns what was found, in the order of the manifest; empty if all is well, or there is no CSIDriver.
 * @throws {ManifestError} if the text is malformed.
 * @throws {RangeError} if a version is none.
 * @throws {TypeError} if there is an option that is not known.
 * @example
 * ```ts
 * for (const { severity, path, reason, fix } of checkCsiDriver(await readFile("driver.yaml", "utf8"))) {
 *   console.log(`${severity}: ${path}: ${reason}. ${fix}`);
 * }
 * ```
 */
export function checkCsiDriver(
  input: string | object,
  options: CheckCsiDriverOptions = {},
): readonly CsiDriverFinding[] {
  const { kubernetes } = readOptions("checkCsiDriver", options, OPTIONS);
  const support = fieldSupport(kubernetes);
  const objects = manifestObjects(input);
  return csiDrivers(objects).flatMap((driver) => [
    ...DRIVER_RULES.flatMap((rule) => rule(driver)),
    ...checkRollout(driver, { objects, support }),
  ]);
}
