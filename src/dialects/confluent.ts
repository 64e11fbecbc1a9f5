import type { Classified, OptionCondition, Policy } from "../policy/policy.js";

/**
 * Confluent's schema registry: fields and messages that have one of these tags are secret, or of another class. Tags have free
 * names, so they have to be given.
 *
 * @param tags such as `["PII", "PRIVATE"]`.
 * @param className Default: `secret`.
 * @throws {PolicyError} from `createSanitizer`, if the list of tags is empty.
 * @example
 * ```ts
 * createSanitizer({ schemas: [descriptorSet], policy: [confluent(["SECRET"]), confluent(["PII"], "pii")] });
 * ```
 */
export function confluent(tags: readonly string[], className = "secret"): Policy {
  const tagged = (option: string): OptionCondition & Classified => ({
    option,
    path: "tags",
    includes: tags,
    class: className,
  });
  return {
    anyOf: {
      fieldOptions: [tagged("confluent.field_meta")],
      messageOptions: [tagged("confluent.message_meta")],
    },
  };
}
