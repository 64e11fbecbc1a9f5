import type { CsiDriverFinding } from "./finding.js";
import type { KubernetesVersions } from "./kubernetes-version.js";

/** What to check a manifest against. */
export interface CheckCsiDriverOptions {
  /**
   * Version of the cluster, such as `1.34` or `v1.35.2-gke.100`; or those of the oldest kube-apiserver and the oldest
   * kubelet, where they differ. Default: nothing is said about versions.
   */
  readonly kubernetes?: string | KubernetesVersions;
}

/**
 * Checks the CSIDriver objects of a manifest.
 *
 * @param input an object, an array or list of objects, or YAML or JSON text with any number of documents.
 * @throws {ManifestError} if the text is malformed.
 * @throws {RangeError} if a version is none.
 */
export function checkCsiDriver(
  _input: string | object,
  _options: CheckCsiDriverOptions = {},
): readonly CsiDriverFinding[] {
  return [];
}
