import type { Policy } from "../policy/policy.js";

/** Bytebase: fields whose `bytebase.v1.audit_behavior` is `SENSITIVE` are secret. Those that are `OMIT` have the class `bulk`. */
export const bytebase: Policy = {
  anyOf: {
    fieldOptions: [
      { option: "bytebase.v1.audit_behavior", is: ["SENSITIVE"] },
      { option: "bytebase.v1.audit_behavior", is: ["OMIT"], class: "bulk" },
    ],
  },
};
