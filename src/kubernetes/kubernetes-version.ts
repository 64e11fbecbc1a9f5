import { type OptionNames, readOptions } from "../options/read-options.js";

/** Versions of Kubernetes components, such as `1.34` or `v1.35.2-gke.100`. A version that is not given counts as unknown. */
export interface KubernetesVersions {
  /** The version of the oldest kube-apiserver. */
  readonly apiserver?: string;
  /** The version of the oldest kubelet. */
  readonly kubelet?: string;
}

const VERSIONS: OptionNames<KubernetesVersions> = { apiserver: true, kubelet: true };

/** The components on which the field `serviceAccountTokenInSecrets` depends. */
export type Component = "kube-apiserver" | "kubelet";

/** The field of a CSIDriver object with which a driver opts in to tokens in `secrets` (KEP-5538). */
export const FIELD = "serviceAccountTokenInSecrets";

/** The first version of Kubernetes in which the field works by default: the gate `CSIServiceAccountTokenSecrets`. */
export const FIRST_VERSION = "1.35";

/** Whether components have the field; undefined if the version is not known. */
export type FieldSupport = Readonly<Record<Component, boolean | undefined>>;

/**
 * Which components have the field.
 *
 * @param versions one version for all components, or one for each.
 * @throws {RangeError} if a version is malformed.
 * @throws {TypeError} if there is no such component: a typo must not switch a check off.
 */
export function fieldSupport(versions: string | KubernetesVersions = {}): FieldSupport {
  const isOne = typeof versions !== "object" || versions === null;
  const given = isOne ? { apiserver: versions, kubelet: versions } : versions;
  const { apiserver, kubelet } = readOptions("kubernetes", given, VERSIONS);
  return { "kube-apiserver": isAtLeastFirst(apiserver), kubelet: isAtLeastFirst(kubelet) };
}

/** Distributions add to the version: `v1.35.2-gke.100`, `1.35+`, `v1.35.0+k3s1`. */
const VERSION = /^v?(\d{1,3})\.(\d{1,4})(?:[.+-][\w.+-]*)?$/;

function isAtLeastFirst(version: unknown): boolean | undefined {
  if (version === undefined) return undefined;
  // A version must be a text: the number 1.30 would be 1.3.
  const [, major, minor] = typeof version === "string" ? (VERSION.exec(version.trim()) ?? []) : [];
  if (major === undefined || minor === undefined)
    throw new RangeError(`kubernetes: expected a version such as "${FIRST_VERSION}" or "v1.35.2-gke.100"`);
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 35);
}
