// For users: is the CSIDriver object right, and how is it rolled out? Only this subpath loads `yaml`.
export { type CheckCsiDriverOptions, checkCsiDriver } from "./check-csi-driver.js";
export type { CsiDriverFinding, Severity } from "./finding.js";
export type { KubernetesVersions } from "./kubernetes-version.js";
export { ManifestError } from "./manifest-error.js";
export {
  type RolloutPlan,
  type RolloutStep,
  type RolloutStepId,
  rolloutPlan,
} from "./rollout-plan.js";
