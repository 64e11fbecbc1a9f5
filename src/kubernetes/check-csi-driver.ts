import { type OptionNames, readOptions } from "../options/read-options.js";
import { type CsiDriver, type CsiDriverFinding, csiDrivers, finding } from "./csi-driver.js";
import { DRIVER_RULES } from "./driver-rules.js";
import {
  type Component,
  FIELD,
  FIRST_VERSION,
  type FieldSupport,
  fieldSupport,
  type KubernetesVersions,
} from "./kubernetes-version.js";
import { type ManifestObject, manifestObjects } from "./manifest-objects.js";

/** The cluster that a manifest is checked against. */
export interface CheckCsiDriverOptions {
  /**
   * Version of the cluster, such as `1.34` or `v1.35.2-gke.100`; or the versions of the oldest kube-apiserver and the oldest
   * kubelet, if they differ. Default: versions are not checked.
   */
  readonly kubernetes?: string | KubernetesVersions;
}

const OPTIONS: OptionNames<CheckCsiDriverOptions> = { kubernetes: true };

/**
 * Checks the CSIDriver objects of a manifest. It finds fields that the API server would reject or warn about, and problems if
 * `serviceAccountTokenInSecrets` is rolled out in the wrong order. Other objects are ignored, except a DaemonSet beside a
 * CSIDriver.
 *
 * @param input an object, an array or list of objects, or YAML or JSON text with any number of documents, such as
 *   `helm template` prints.
 * @returns the findings, in the order of the manifest; empty if all is well, or there is no CSIDriver.
 * @throws {ManifestError} if the text is malformed.
 * @throws {RangeError} if a version is malformed.
 * @throws {TypeError} if there is no such option.
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
  return checkManifest(input, options).findings;
}

/** The result of checking a manifest. */
export interface CheckedManifest {
  /** The number of CSIDriver objects in it. */
  readonly drivers: number;
  readonly findings: readonly CsiDriverFinding[];
}

/** Checks a manifest as {@link checkCsiDriver} does, and counts its CSIDriver objects. */
export function checkManifest(input: string | object, options: CheckCsiDriverOptions): CheckedManifest {
  const { kubernetes } = readOptions("checkCsiDriver", options, OPTIONS);
  const support = fieldSupport(kubernetes);
  const objects = manifestObjects(input);
  const drivers = csiDrivers(objects);
  const findings = drivers.flatMap((driver) => [
    ...DRIVER_RULES.flatMap((rule) => rule(driver)),
    ...checkRollout(driver, { objects, support }),
  ]);
  return { drivers: drivers.length, findings };
}

/** The context of a rollout. */
interface Rollout {
  /** All objects of the manifest. */
  readonly objects: readonly ManifestObject[];
  readonly support: FieldSupport;
}

const FIELD_PATH = ["spec", FIELD];
const COMPONENTS: readonly Component[] = ["kube-apiserver", "kubelet"];

/** Checks whether the opt-in of a driver fits the cluster and the rest of the manifest. */
function checkRollout(driver: CsiDriver, rollout: Rollout): readonly CsiDriverFinding[] {
  return [...checkOptIn(driver, rollout), ...checkVersions(driver, rollout), ...checkPhases(driver, rollout)];
}

/** The API server warns of this, too. A cluster that is too old for the field cannot opt in yet. */
function checkOptIn(driver: CsiDriver, { support }: Rollout): readonly CsiDriverFinding[] {
  const isOpen = driver.inSecrets === undefined || driver.inSecrets === false;
  if (driver.tokenRequests.length === 0 || !isOpen) return [];
  const isTooEarly = COMPONENTS.some((component) => support[component] === false);
  return [
    finding(driver, driver.inSecrets === undefined ? ["spec", "tokenRequests"] : FIELD_PATH, {
      severity: isTooEarly ? "info" : "warning",
      rule: "tokens-in-volume-context",
      reason: "the kubelet passes service account tokens in volume_context, which drivers and sidecars log",
      fix: isTooEarly
        ? `strip volume_context in every log; opt in once the whole cluster is at ${FIRST_VERSION}`
        : `release a driver that reads tokens from secrets and from volume_context, then set ${FIELD}: true`,
    }),
  ];
}

const TOO_EARLY: Readonly<Record<Component, string>> = {
  "kube-apiserver": `a kube-apiserver before ${FIRST_VERSION} does not have the field: it rejects it, or drops it without a word`,
  kubelet: `a kubelet before ${FIRST_VERSION} ignores the field, and still passes tokens in volume_context`,
};

function checkVersions(driver: CsiDriver, { support }: Rollout): readonly CsiDriverFinding[] {
  if (driver.inSecrets === undefined) return [];
  const tooEarly = COMPONENTS.filter((component) => support[component] === false);
  return tooEarly.map((component) =>
    finding(driver, FIELD_PATH, {
      severity: "error",
      rule: "too-early",
      reason: `too early: ${TOO_EARLY[component]}`,
      fix: `remove ${FIELD} until every ${component} is at ${FIRST_VERSION} or later`,
    }),
  );
}

function checkPhases(driver: CsiDriver, { objects }: Rollout): readonly CsiDriverFinding[] {
  if (driver.inSecrets !== true || !objects.some(({ kind }) => kind === "DaemonSet")) return [];
  return [
    finding(driver, FIELD_PATH, {
      severity: "warning",
      rule: "two-phase-rollout",
      reason:
        "a DaemonSet is in the same manifest: the field takes effect at once, so mounts fail on nodes whose driver does not read tokens from secrets yet",
      fix: `apply the DaemonSet without ${FIELD} first; set the field in a second update, when "kubectl rollout status" says that the first one is complete`,
    }),
  ];
}
