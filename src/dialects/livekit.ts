import type { Policy } from "../policy/policy.js";

/**
 * LiveKit: fields whose `logger.sensitivity` is `SENSITIVITY_SECRET` are secret, and so are those marked with the older option
 * `logger.redact`. Those that are `SENSITIVITY_PII` have the class `pii`. `logger.redact_format` alone hides nothing.
 *
 * @example
 * ```ts
 * const sanitizer = createSanitizer({ schemas, policy: livekit, audiences: { customer: { pii: "show" } } });
 * sanitizer.for("customer").stringify(participant);
 * ```
 */
export const livekit: Policy = {
  anyOf: {
    fieldOptions: [
      { option: "logger.sensitivity", is: ["SENSITIVITY_SECRET"] },
      { option: "logger.sensitivity", is: ["SENSITIVITY_PII"], class: "pii" },
      "logger.redact",
    ],
  },
};
