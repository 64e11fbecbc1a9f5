import { type CsiDriver, csiDrivers } from "./csi-driver.js";
import { DRIVER_RULES } from "./driver-rules.js";
import { FIELD, FIRST_VERSION, fieldSupport, type KubernetesVersions } from "./kubernetes-version.js";
import { type ManifestObject, manifestObjects, property } from "./manifest-objects.js";

/** A step of a rollout. */
export interface RolloutStep {
  /** The kind of step. It stays the same if the texts change. */
  readonly id: RolloutStepId;
  /** `done` or `to do` if the manifest and the versions show it; `check` if you must look at the cluster. */
  readonly state: "done" | "to do" | "check";
  /** The action to take. */
  readonly action: string;
  /** The reason for the step at this place, and what goes wrong without it. */
  readonly why: string;
  /** A command that shows whether it is done. */
  readonly verify?: string;
}

/** The kinds of steps, in the order in which they come. */
export type RolloutStepId =
  | "fix-manifest"
  | "hold-back-field"
  | "release-driver"
  | "upgrade-apiservers"
  | "upgrade-kubelets"
  | "roll-out-driver"
  | "set-field"
  | "confirm-field"
  | "unset-field"
  | "confirm-unset"
  | "downgrade";

/** How to move drivers to `serviceAccountTokenInSecrets`, and back. */
export interface RolloutPlan {
  /** Names of the CSIDriver objects that request tokens; those without a valid name are left out. */
  readonly drivers: readonly string[];
  /** In this order, each complete before the next. Empty if no CSIDriver in the manifest requests tokens. */
  readonly steps: readonly RolloutStep[];
  /** The steps to go back, in this order. They work from any step. */
  readonly rollback: readonly RolloutStep[];
}

/**
 * The ordered steps to receive service account tokens in `secrets` (KEP-5538), and how to go back.
 *
 * @param manifest as for `checkCsiDriver`.
 * @param versions of the cluster, or of its oldest kube-apiserver and kubelet. Default: unknown, so the plan asks to check them.
 * @throws {ManifestError} if the text is malformed.
 * @throws {RangeError} if a version is malformed.
 * @example
 * ```ts
 * const { steps, rollback } = rolloutPlan(manifest, { apiserver: "1.35", kubelet: "1.34" });
 * for (const { state, action } of steps) console.log(`[${state}] ${action}`);
 * ```
 */
export function rolloutPlan(
  manifest: string | object,
  versions: string | KubernetesVersions = {},
): RolloutPlan {
  const { "kube-apiserver": hasApiserver, kubelet: hasKubelet } = fieldSupport(versions);
  const objects = manifestObjects(manifest);
  const drivers = csiDrivers(objects).filter(
    ({ tokenRequests, inSecrets }) => tokenRequests.length > 0 || inSecrets !== undefined,
  );
  const names = drivers.flatMap(({ name }) => name ?? []);
  if (drivers.length === 0) return { drivers: [], steps: [], rollback: [] };
  return {
    drivers: names,
    steps: [
      ...fixManifest(drivers),
      ...holdBackField(drivers, objects, [hasApiserver, hasKubelet]),
      {
        id: "release-driver",
        state: "check",
        action: "release a driver that reads tokens from secrets first and from volume_context else",
        why: "it works with every kubelet, so it may come at any time; one that reads volume_context alone finds no token after the opt-in",
      },
      {
        id: "upgrade-apiservers",
        state: stateOf(hasApiserver),
        action: `upgrade every kube-apiserver to ${FIRST_VERSION} or later`,
        why: "an older one rejects the field, or drops it on its next write",
        verify: "kubectl version",
      },
      {
        id: "upgrade-kubelets",
        state: stateOf(hasKubelet),
        action: `upgrade every kubelet to ${FIRST_VERSION} or later`,
        why: "an older one ignores the field and still passes tokens in volume_context",
        verify: "kubectl get nodes",
      },
      {
        id: "roll-out-driver",
        state: "check",
        action: "wait until the released driver runs on every node",
        why: "after the opt-in, mounts fail on nodes with an older driver",
        verify: rolloutStatus(objects),
      },
      {
        id: "set-field",
        state: "to do",
        action: `set ${FIELD}: true in the CSIDriver object, in an update of its own`,
        why: "it takes effect at once; in one update with the DaemonSet it comes before the driver does",
      },
      {
        id: "confirm-field",
        state: "check",
        action: "see that the field is still there, and set it again if it is not",
        why: "an older kube-apiserver that was overlooked drops it without a word",
        verify: showField(names),
      },
    ],
    rollback: [
      {
        id: "unset-field",
        state: "to do",
        action: `remove ${FIELD} from the CSIDriver object`,
        why: "it goes first: the driver still reads both places, and an API server without the field rejects the object",
      },
      {
        id: "confirm-unset",
        state: "check",
        action: "see that the field is gone; from then on new calls bring tokens in volume_context",
        why: "anything older only finds them there",
        verify: showField(names),
      },
      {
        id: "downgrade",
        state: "to do",
        action: "go back with the driver, if that has to be, then with kubelets, then with kube-apiservers",
        why: "a kubelet must not be newer than the kube-apiserver",
      },
    ],
  };
}

function stateOf(isDone: boolean | undefined): RolloutStep["state"] {
  if (isDone === undefined) return "check";
  return isDone ? "done" : "to do";
}

function fixManifest(drivers: readonly CsiDriver[]): readonly RolloutStep[] {
  const errors = drivers
    .flatMap((driver) => DRIVER_RULES.flatMap((rule) => rule(driver)))
    .filter(({ severity }) => severity === "error");
  if (errors.length === 0) return [];
  return [
    {
      id: "fix-manifest",
      state: "to do",
      action: errors.map(({ path, fix }) => `${path}: ${fix}`).join("; "),
      why: "the API server rejects or drops what is there",
    },
  ];
}

/** The step for a manifest that already sets the field, although other steps must come first. */
function holdBackField(
  drivers: readonly CsiDriver[],
  objects: readonly ManifestObject[],
  upgraded: readonly (boolean | undefined)[],
): readonly RolloutStep[] {
  const isTooEarly = upgraded.includes(false) || objects.some(isDaemonSet);
  const mayBe = isTooEarly || upgraded.includes(undefined);
  if (!mayBe || !drivers.some(({ inSecrets }) => inSecrets !== undefined)) return [];
  return [
    {
      id: "hold-back-field",
      state: isTooEarly ? "to do" : "check",
      action: `take ${FIELD} out of the manifest until the step that sets it`,
      why: "it is there already: whoever applies the manifest now opts in too early",
    },
  ];
}

function isDaemonSet({ kind }: ManifestObject): boolean {
  return kind === "DaemonSet";
}

/** A name becomes part of a command, so it must be a valid name. */
const LABEL = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

function rolloutStatus(objects: readonly ManifestObject[]): string {
  const commands = objects.filter(isDaemonSet).flatMap(({ value }) => {
    const metadata = property(value, "metadata");
    const [name, namespace] = [property(metadata, "name"), property(metadata, "namespace")];
    if (!isLabel(name)) return [];
    return `kubectl rollout status daemonset/${name}${isLabel(namespace) ? ` --namespace ${namespace}` : ""}`;
  });
  return commands.length === 0 ? "kubectl rollout status daemonset/NAME" : commands.join(" && ");
}

function isLabel(name: unknown): name is string {
  return typeof name === "string" && LABEL.test(name);
}

function showField(names: readonly string[]): string {
  const named = names.length === 0 ? "NAME" : names.join(" ");
  return `kubectl get csidriver ${named} -o custom-columns=NAME:.metadata.name,IN_SECRETS:.spec.${FIELD}`;
}
