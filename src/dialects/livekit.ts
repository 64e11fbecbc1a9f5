import type { Policy } from "../policy/policy.js";

/**
 * LiveKit: fields whose `logger.sensitivity` is `SENSITIVITY_PII` or `SENSITIVITY_SECRET` are secret, and so are those marked
 * with the older option `logger.redact`. `logger.redact_format` alone hides nothing.
 */
export const livekit: Policy = {
  anyOf: {
    fieldOptions: [
      { option: "logger.sensitivity", is: ["SENSITIVITY_SECRET"] },
      { option: "logger.sensitivity", is: ["SENSITIVITY_PII"] },
      "logger.redact",
    ],
  },
};
