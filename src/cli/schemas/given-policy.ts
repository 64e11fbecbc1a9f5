import { createCsiSanitizer } from "../../csi/csi-sanitizer.js";
import type { KeyPattern, MapKeyRule, Policy } from "../../policy/policy.js";
import { PolicyError } from "../../policy/policy-error.js";
import type { Sanitizer } from "../../sanitizer/create-sanitizer.js";
import type { SanitizerFormat } from "../../sanitizer/sanitizer-options.js";
import { SchemaError } from "../../schema/schema-error.js";
import { unreadableError, usageError } from "../command-error.js";
import type { LoadedSchemas } from "./load-schemas.js";
import type { TypeOptions } from "./type-options.js";

/** The policy that the options add to that for CSI. */
export function policyOf({ fieldOption = [], field = [], mapKey = [] }: TypeOptions): Policy {
  return { fieldOptions: fieldOption, fields: field, mapKeys: mapKey.map(mapKeyRule) };
}

function mapKeyRule(text: string): MapKeyRule {
  const index = text.indexOf("=");
  if (index < 1 || index === text.length - 1) {
    throw usageError(`--map-key ${text}: expected FIELD=KEY, such as publish_context=chapSecret`);
  }
  return { field: text.slice(0, index), keys: [keyPattern(text.slice(index + 1))] };
}

/** `/token$/i` is a pattern; anything else is the key itself. */
function keyPattern(text: string): KeyPattern {
  const pattern = /^\/(.+)\/([a-z]*)$/.exec(text);
  if (pattern === null) return text;
  try {
    return new RegExp(pattern[1] ?? "", pattern[2]);
  } catch (cause) {
    throw usageError(`--map-key: ${text} is not a regular expression`, { cause });
  }
}

/**
 * The sanitizer for CSI with the loaded types and the policy of the options.
 *
 * @throws {CommandError} if a rule names something that does not exist, or the types cannot be used.
 */
export function sanitizerOf(
  { origin, given }: LoadedSchemas,
  policy: Policy,
  format?: SanitizerFormat,
): Sanitizer {
  try {
    return createCsiSanitizer({ schemas: given, policy, ...(format && { format }) });
  } catch (error) {
    if (error instanceof PolicyError) throw usageError(error.message, { cause: error });
    if (error instanceof SchemaError) throw unreadableError(`${origin}: ${error.message}`, { cause: error });
    throw error;
  }
}
