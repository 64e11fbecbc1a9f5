import type { Policy } from "../policy/policy.js";

/** go-svc-extn of achuala: fields whose `options.sensitive` says that they are redacted or encrypted are secret. Personal ones have the class `pii`. */
export const achuala: Policy = {
  anyOf: {
    fieldOptions: ["redact", "mask", "obfuscate", "encrypt", "pii"].map((path) => ({
      option: "options.sensitive",
      path,
      present: true,
      class: path === "pii" ? "pii" : "secret",
    })),
  },
};
