import { type OptionNames, readOptions } from "../options/read-options.js";
import { createSanitizer, type Sanitizer, type TypeInput } from "../sanitizer/create-sanitizer.js";
import { SANITIZER_OPTIONS, type SanitizerOptions } from "../sanitizer/sanitizer-options.js";
import type { Stripped } from "../sanitizer/stripped.js";
import { CSI_POLICY_OPTIONS, type CsiPolicyOptions, csiPolicy } from "./csi-policy.js";
import { csiRegistry } from "./csi-schema.js";

/** The options of a CSI sanitizer: those of any sanitizer, and those of the CSI policy. */
export interface CsiSanitizerOptions extends SanitizerOptions, CsiPolicyOptions {}

const CSI_SANITIZER_OPTIONS: OptionNames<CsiSanitizerOptions> = {
  ...SANITIZER_OPTIONS,
  ...CSI_POLICY_OPTIONS,
};

/**
 * Makes a sanitizer for CSI messages. It always has the bundled CSI descriptors and the CSI policy. `schemas` and `policy`
 * add to them.
 *
 * @throws as `createSanitizer` does.
 * @example
 * ```ts
 * const sanitizer = createCsiSanitizer({ volumeContextKeys: ["example.com/password"] });
 * log.info({ request: sanitizer.strip(request) }, "NodePublishVolume");
 * ```
 */
export function createCsiSanitizer(options: CsiSanitizerOptions = {}): Sanitizer {
  const {
    volumeContextKeys,
    mapKeys,
    tokens,
    schemas = [],
    policy = [],
    ...rest
  } = readOptions("createCsiSanitizer", options, CSI_SANITIZER_OPTIONS);
  const own = csiPolicy({
    ...(volumeContextKeys !== undefined && { volumeContextKeys }),
    ...(mapKeys !== undefined && { mapKeys }),
    ...(tokens !== undefined && { tokens }),
  });
  return createSanitizer({ ...rest, schemas: [...schemas, csiRegistry], policy: [own, policy].flat() });
}

let defaultSanitizer: Sanitizer | undefined;

/**
 * Wraps a CSI message so that it prints without its secrets, as `protosanitizer.StripSecrets` does in Go. It also strips
 * service account tokens in `volume_context` and JSON Web Tokens in any string.
 *
 * @example
 * ```ts
 * console.log(`NodePublishVolume: ${stripSecrets(request)}`);
 * ```
 */
export function stripSecrets(message: unknown): Stripped;
export function stripSecrets(type: TypeInput | undefined, message: unknown): Stripped;
export function stripSecrets(
  ...args: [message: unknown] | [type: TypeInput | undefined, message: unknown]
): Stripped {
  defaultSanitizer ??= createCsiSanitizer();
  return args.length === 2 ? defaultSanitizer.strip(args[0], args[1]) : defaultSanitizer.strip(args[0]);
}
