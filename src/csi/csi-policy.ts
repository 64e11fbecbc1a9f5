import { type OptionNames, readOptions } from "../options/read-options.js";
import { jwt } from "../policy/jwt.js";
import {
  DEFAULT_FIELD_OPTIONS,
  type KeyPattern,
  type MapKeyRule,
  type Policy,
  PolicyError,
} from "../policy/policy.js";
import { hasCredentialOption } from "./credential-option.js";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "./csi-schema.js";
import { describeTokens } from "./tokens/describe-tokens.js";

/** What counts as secret in CSI messages, in addition to the rules of {@link csiPolicy}. */
export interface CsiPolicyOptions {
  /** More keys of `volume_context` whose values are secret. The service account tokens always are. Default: none. */
  readonly volumeContextKeys?: readonly KeyPattern[];
  /**
   * Keys of other maps whose values are secret: `publish_context`, `parameters`, `mutable_parameters`, `segments`,
   * or any map of the given schemas. Default: none.
   */
  readonly mapKeys?: readonly MapKeyRule[];
  /**
   * How service account tokens in `volume_context` are printed. `strip` prints the marker. `describe` prints audiences and
   * times of expiry, but never a token: `{"vault":{"token":"***stripped***","expirationTimestamp":"2026-01-01T00:00:00Z"}}`.
   * This text is still a string, as the value is. A value in any other form, or with more content, is printed as the marker.
   * `secrets`, which may hold the tokens, too, always prints as the marker. Default: `strip`.
   */
  readonly tokens?: "strip" | "describe";
}

/** The options of {@link csiPolicy}. */
export const CSI_POLICY_OPTIONS: OptionNames<CsiPolicyOptions> = {
  volumeContextKeys: true,
  mapKeys: true,
  tokens: true,
};

/**
 * The policy for CSI. These are secret: fields marked `csi_secret` or `debug_redact`; service account tokens in every
 * `volume_context`, in requests and responses; JSON Web Tokens in any string; items of `mount_flags` with a credential, such as
 * `password=hunter2`. CSI before version 1 has no option for secrets: there, the maps called `..._secrets` and `..._credentials`
 * are secret.
 *
 * All other fields of CSI that could hold credentials were judged by hand, and are listed as open. `parameters`,
 * `publish_context` and the like hold what a driver puts there: name its secret keys in `mapKeys`.
 *
 * @throws {TypeError} if an option does not exist.
 * @throws {PolicyError} if the value of an option is wrong.
 * @example
 * ```ts
 * csiPolicy({
 *   volumeContextKeys: ["example.com/password", /token$/i],
 *   mapKeys: [{ field: "publish_context", keys: ["chapSecret"] }],
 * });
 * ```
 */
export function csiPolicy(options: CsiPolicyOptions = {}): Policy {
  const {
    volumeContextKeys = [],
    mapKeys = [],
    tokens = "strip",
  } = readOptions("csiPolicy", options, CSI_POLICY_OPTIONS);
  // A string would be spread into its letters, and match nothing.
  if (!Array.isArray(volumeContextKeys)) throw new PolicyError("volumeContextKeys", "is not a list");
  if (!Array.isArray(mapKeys)) throw new PolicyError("mapKeys", "is not a list");
  if (tokens !== "strip" && tokens !== "describe")
    throw new PolicyError("tokens", `is neither "strip" nor "describe"`);
  return {
    fieldOptions: DEFAULT_FIELD_OPTIONS,
    mapKeys: [...volumeContextRules(tokens, volumeContextKeys), ...mapKeys],
    detectors: [jwt],
    // The schemas may have another version of CSI, or only some of its types.
    optional: {
      // The package of CSI 0.1 is `csi`, that of 0.2 and 0.3 is `csi.v0`. A library may have put names into camel case.
      fields: [/^csi\.(?:v0\.|(?!v\d))[\w.]*?(?:secrets|credentials)$/i],
      mapKeys: ATTRIBUTES_BEFORE_V1.flatMap((field) => volumeContextRules(tokens, volumeContextKeys, field)),
      fieldDetectors: ["csi.v1", "csi.v0", "csi"].map((packageName) => ({
        field: `${packageName}.VolumeCapability.MountVolume.mount_flags`,
        detectors: [hasCredentialOption],
      })),
      open: [
        ...JUDGED_OPEN,
        // The same fields before version 1.
        /^csi\.v0\.\w+\.(?:manifest|parameters|publish_info|segments|starting_token|next_token)$/,
      ],
    },
  };
}

/** What `volume_context` was called before version 1. */
const ATTRIBUTES_BEFORE_V1: readonly string[] = [
  "csi.v0.Volume.attributes",
  "csi.v0.ControllerPublishVolumeRequest.volume_attributes",
  "csi.v0.ValidateVolumeCapabilitiesRequest.volume_attributes",
  "csi.v0.NodeStageVolumeRequest.volume_attributes",
  "csi.v0.NodePublishVolumeRequest.volume_attributes",
];

/** Suspects that are open, with the reason. */
const JUDGED_OPEN: readonly string[] = [
  // About the driver, for anybody who asks for it.
  "csi.v1.GetPluginInfoResponse.manifest",
  // What a StorageClass, a VolumeAttributesClass or a snapshot class says. All users of the cluster may read it.
  "csi.v1.CreateVolumeRequest.parameters",
  "csi.v1.CreateVolumeRequest.mutable_parameters",
  "csi.v1.ValidateVolumeCapabilitiesRequest.parameters",
  "csi.v1.ValidateVolumeCapabilitiesRequest.mutable_parameters",
  "csi.v1.ValidateVolumeCapabilitiesResponse.Confirmed.parameters",
  "csi.v1.ValidateVolumeCapabilitiesResponse.Confirmed.mutable_parameters",
  "csi.v1.ControllerModifyVolumeRequest.mutable_parameters",
  "csi.v1.GetCapacityRequest.parameters",
  "csi.v1.CreateSnapshotRequest.parameters",
  "csi.v1.CreateVolumeGroupSnapshotRequest.parameters",
  // Where to attach a volume: addresses and numbers. Kubernetes keeps it in VolumeAttachment objects, which hold no secrets.
  "csi.v1.ControllerPublishVolumeResponse.publish_context",
  "csi.v1.NodeStageVolumeRequest.publish_context",
  "csi.v1.NodePublishVolumeRequest.publish_context",
  // Zones and regions.
  "csi.v1.Topology.segments",
  // Tokens of pages.
  "csi.v1.ListVolumesRequest.starting_token",
  "csi.v1.ListVolumesResponse.next_token",
  "csi.v1.ListSnapshotsRequest.starting_token",
  "csi.v1.ListSnapshotsResponse.next_token",
];

function volumeContextRules(
  tokens: "strip" | "describe",
  more: readonly KeyPattern[],
  field = "volume_context",
): MapKeyRule[] {
  if (tokens === "strip") return [{ field, keys: [SERVICE_ACCOUNT_TOKENS_KEY, ...more] }];
  const described: MapKeyRule = { field, keys: [SERVICE_ACCOUNT_TOKENS_KEY], describe: describeTokens };
  return more.length === 0 ? [described] : [described, { field, keys: more }];
}
