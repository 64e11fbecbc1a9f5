import type { OptionRule, Policy } from "../policy/policy.js";

/** The rules for a field replace its value, whatever they are, except for `message.skip`: it keeps a message. */
function replaced(option: string): OptionRule {
  return { option, path: "message.skip", not: [true] };
}

/**
 * protoc-gen-redact of Shivam010: fields marked `redact.redact`, or with rules in `redact.custom`, are secret, and so are messages
 * marked `redact.nil` or `redact.empty`. `redact.ignored` opens nothing.
 */
export const redact: Policy = {
  anyOf: {
    fieldOptions: ["redact.redact", replaced("redact.custom")],
    messageOptions: ["redact.nil", "redact.empty"],
  },
};

/** protoc-gen-redact of arrakis-digital and menta2k: fields with rules in `redact.v3.value` are secret. */
export const redactV3: Policy = { anyOf: { fieldOptions: [replaced("redact.v3.value")] } };
