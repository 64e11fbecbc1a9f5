import { type OptionNames, readOptions } from "../options/read-options.js";
import { jwt } from "../policy/jwt.js";
import {
  DEFAULT_FIELD_OPTIONS,
  type KeyPattern,
  type MapKeyRule,
  type Policy,
  PolicyError,
} from "../policy/policy.js";
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
 * `volume_context`, in requests and responses; JSON Web Tokens in any string.
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
  };
}

function volumeContextRules(tokens: "strip" | "describe", more: readonly KeyPattern[]): MapKeyRule[] {
  const field = "volume_context";
  if (tokens === "strip") return [{ field, keys: [SERVICE_ACCOUNT_TOKENS_KEY, ...more] }];
  const described: MapKeyRule = { field, keys: [SERVICE_ACCOUNT_TOKENS_KEY], describe: describeTokens };
  return more.length === 0 ? [described] : [described, { field, keys: more }];
}
