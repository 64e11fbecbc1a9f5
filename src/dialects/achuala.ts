import type { Policy } from "../policy/policy.js";

/** go-svc-extn of achuala: fields whose `options.sensitive` says that they are redacted, encrypted or personal are secret. */
export const achuala: Policy = {
  anyOf: {
    fieldOptions: ["redact", "mask", "obfuscate", "encrypt", "pii"].map((path) => ({
      option: "options.sensitive",
      path,
      present: true,
    })),
  },
};
