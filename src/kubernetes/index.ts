// For users: check CSIDriver objects and plan their rollout. It loads `yaml`.

export { type CheckCsiDriverOptions, checkCsiDriver } from "./check-csi-driver.js";
export type { CsiDriverFinding, Severity } from "./csi-driver.js";
export type { KubernetesVersions } from "./kubernetes-version.js";
export { ManifestError } from "./manifest-error.js";
export {
  type RolloutPlan,
  type RolloutStep,
  type RolloutStepId,
  rolloutPlan,
} from "./rollout-plan.js";
