import type { OptionCondition, Policy } from "../policy/policy.js";

/**
 * Confluent's schema registry: fields and messages that have one of these tags are secret. Tags have free names, so they have to
 * be given.
 *
 * @param tags such as `["PII", "PRIVATE"]`.
 * @throws {PolicyError} when a sanitizer is made, if there are no tags.
 * @example
 * ```ts
 * createSanitizer({ schemas: [descriptorSet], policy: [confluent(["PII", "PRIVATE"])] });
 * ```
 */
export function confluent(tags: readonly string[]): Policy {
  const tagged = (option: string): OptionCondition => ({ option, path: "tags", includes: tags });
  return {
    anyOf: {
      fieldOptions: [tagged("confluent.field_meta")],
      messageOptions: [tagged("confluent.message_meta")],
    },
  };
}
