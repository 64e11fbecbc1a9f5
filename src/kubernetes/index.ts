// For users: check CSIDriver objects and plan their rollout. Only this subpath loads `yaml`.

export { type CheckCsiDriverOptions, checkCsiDriver } from "./check-csi-driver.js";
export type { CsiDriverFinding, Severity } from "./csi-driver.js";
export type { KubernetesVersions } from "./kubernetes-version.js";
export {
  type RolloutPlan,
  type RolloutStep,
  type RolloutStepId,
  rolloutPlan,
} from "./rollout-plan.js";
export { ManifestError } from "./yaml-documents.js";
