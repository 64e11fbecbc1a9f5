import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, DEFAULT_FIELD_OPTIONS } from "../../src/index.js";
import { referencePrint } from "../reference/reference-printer.js";
import { referenceIsSecret } from "../reference/reference-secret.js";
import { messageSamples } from "./message-samples.js";
import { anyMessage, anyRegistry, policies, registry, subjects } from "./subjects.js";

const sanitizer = createSanitizer({ schemas: [registry], policy: policies });

describe.each(subjects)("the renderer prints the same as the slow reference: $name", (subject) => {
  it("for generated messages under a policy with every kind of rule", () => {
    const fields = new Set(policies.flatMap((policy) => policy.fields ?? []));
    const reference = {
      isSecret: (field: Parameters<typeof referenceIsSecret>[0]) =>
        fields.has(`${field.parent.typeName}.${field.name}`) ||
        referenceIsSecret(field, { names: DEFAULT_FIELD_OPTIONS }, registry),
      mapKeys: policies.flatMap((policy) => policy.mapKeys ?? []),
      detectors: policies.flatMap((policy) => policy.detectors ?? []),
    };
    messageSamples(subject).check(({ desc, message }) => {
      expect(sanitizer.stringify(desc, message)).toBe(referencePrint(desc, message, reference, registry));
    });
  });
});

describe("the generated messages", () => {
  it("hold an Any of every registered type, now and then", () => {
    const seen = new Set<string>();
    const any = registry.getMessage("google.protobuf.Any");
    if (any === undefined) throw new Error("google.protobuf.Any is registered above");
    for (const { message } of fc.sample(anyMessage([any]), 500)) {
      seen.add(String((message as { typeUrl?: string }).typeUrl).replace(/^.*\//, "")); // it is an Any
    }
    for (const type of anyRegistry) expect(seen).toContain(type.typeName);
  });
});
