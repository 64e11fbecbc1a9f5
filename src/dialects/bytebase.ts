import type { Policy } from "../policy/policy.js";

/** Bytebase: fields whose `bytebase.v1.audit_behavior` is `SENSITIVE` or `OMIT` are secret. */
export const bytebase: Policy = {
  anyOf: {
    fieldOptions: [
      { option: "bytebase.v1.audit_behavior", is: ["SENSITIVE"] },
      { option: "bytebase.v1.audit_behavior", is: ["OMIT"] },
    ],
  },
};
