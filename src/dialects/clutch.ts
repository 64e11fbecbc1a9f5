import type { Policy } from "../policy/policy.js";

/**
 * Clutch: messages that are marked `clutch.api.v1.redacted` are secret. Fields that `clutch.api.v1.log` keeps out of the log have
 * the class `bulk`.
 */
export const clutch: Policy = {
  anyOf: {
    fieldOptions: [{ option: "clutch.api.v1.log", is: [false], class: "bulk" }],
    messageOptions: ["clutch.api.v1.redacted"],
  },
};
