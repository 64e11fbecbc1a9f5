import type { Policy } from "../policy/policy.js";

/**
 * Clutch: fields that `clutch.api.v1.log` keeps out of the log are secret, and so are messages that are marked
 * `clutch.api.v1.redacted`.
 */
export const clutch: Policy = {
  anyOf: {
    fieldOptions: [{ option: "clutch.api.v1.log", is: [false] }],
    messageOptions: ["clutch.api.v1.redacted"],
  },
};
