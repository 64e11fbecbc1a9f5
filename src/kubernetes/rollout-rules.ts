import { type CsiDriver, finding } from "./csi-driver.js";
import type { CsiDriverFinding } from "./finding.js";
import { type Component, FIRST_VERSION, type FieldSupport } from "./kubernetes-version.js";
import type { ManifestObject } from "./manifest-objects.js";

/** What a driver is rolled out with. */
export interface Rollout {
  /** All objects of the manifest. */
  readonly objects: readonly ManifestObject[];
  readonly support: FieldSupport;
}

const FIELD = "serviceAccountTokenInSecrets";
const FIELD_PATH = ["spec", FIELD];
const COMPONENTS: readonly Component[] = ["kube-apiserver", "kubelet"];

/** Checks how the opt-in of a driver fits the cluster, and what it is applied with. */
export function checkRollout(driver: CsiDriver, rollout: Rollout): readonly CsiDriverFinding[] {
  return [...checkOptIn(driver, rollout), ...checkVersions(driver, rollout), ...checkPhases(driver, rollout)];
}

/** What the API server warns of. Where it is too old for the field, there is nothing to do about it yet. */
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
