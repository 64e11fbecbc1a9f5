import type { Policy } from "../policy/policy.js";

/**
 * SafetyCulture: only fields with a `logger.level` are open. It holds for all types of the sanitizer, so give it only the schemas
 * that are annotated.
 */
export const safetyCulture: Policy = {
  anyOf: { fieldOptions: [{ option: "logger.level", present: false }] },
};
