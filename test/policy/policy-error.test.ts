import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/index.js";
import { anyText } from "../any-text.js";
import { errorOf } from "./error-of-policy.js";

interface WrongRule {
  readonly what: string;
  readonly policy: Policy;
  readonly rule: string;
  readonly problem: RegExp;
  readonly suggestion?: string;
}

const wrongFieldOptions: readonly WrongRule[] = [
  {
    what: "an option that no schema declares",
    policy: { fieldOptions: ["options.v1.my_secert"] },
    rule: 'fieldOptions: "options.v1.my_secert"',
    problem: /no such field option/,
    suggestion: "options.v1.my_secret",
  },
  {
    what: "a default option with a typo",
    policy: { fieldOptions: ["csi.v1.csi_secrets"] },
    rule: 'fieldOptions: "csi.v1.csi_secrets"',
    problem: /no such field option/,
    suggestion: "csi.v1.csi_secret",
  },
  {
    what: "the standard option with a typo",
    policy: { fieldOptions: ["debug_redacted"] },
    rule: 'fieldOptions: "debug_redacted"',
    problem: /no such field option/,
    suggestion: "debug_redact",
  },
  {
    what: "an option that is nothing like any other",
    policy: { fieldOptions: ["com.example.whatever.confidential"] },
    rule: 'fieldOptions: "com.example.whatever.confidential"',
    problem: /no such field option/,
  },
  {
    what: "an extension of something else",
    policy: { fieldOptions: ["csi.v1.alpha_enum"] },
    rule: 'fieldOptions: "csi.v1.alpha_enum"',
    problem: /no such field option/,
  },
  ...["options.v1.note", "options.v1.level", "options.v1.plain"].map((name) => ({
    what: `an option whose type cannot mark anything: ${name}`,
    policy: { fieldOptions: [name] },
    rule: `fieldOptions: "${name}"`,
    problem: /neither a bool nor an enum or message that can carry a value marked debug_redact/,
  })),
];

const wrongFields: readonly WrongRule[] = [
  {
    what: "a field that does not exist",
    policy: { fields: ["probe.v1.Leaf.opne"] },
    rule: 'fields: "probe.v1.Leaf.opne"',
    problem: /no such field in the given schemas/,
    suggestion: "probe.v1.Leaf.open",
  },
  {
    what: "a field by its JSON name",
    policy: { fields: ["csi.v1.Volume.volumeContext"] },
    rule: 'fields: "csi.v1.Volume.volumeContext"',
    problem: /no such field/,
    suggestion: "csi.v1.Volume.volume_context",
  },
  {
    what: "a simple name",
    policy: { fields: ["password"] },
    rule: 'fields: "password"',
    problem: /no such field/,
  },
  {
    what: "a message",
    policy: { fields: ["probe.v1.Leaf"] },
    rule: 'fields: "probe.v1.Leaf"',
    problem: /no such field/,
  },
  {
    what: "a oneof",
    policy: { fields: ["probe.v1.Choice.pick"] },
    rule: 'fields: "probe.v1.Choice.pick"',
    problem: /no such field/,
  },
];

const key = { keys: ["key"] };
const wrongMapKeys: readonly WrongRule[] = [
  {
    what: "a map that does not exist, by its simple name",
    policy: { mapKeys: [{ field: "volume_contxt", ...key }] },
    rule: 'mapKeys: "volume_contxt"',
    problem: /no such map/,
    suggestion: "volume_context",
  },
  {
    what: "a map that does not exist, by its full name",
    policy: { mapKeys: [{ field: "csi.v1.Volume.volume_contxt", ...key }] },
    rule: 'mapKeys: "csi.v1.Volume.volume_contxt"',
    problem: /no such map/,
    suggestion: "csi.v1.Volume.volume_context",
  },
  {
    what: "a field that is no map, by its simple name",
    policy: { mapKeys: [{ field: "volume_id", ...key }] },
    rule: 'mapKeys: "volume_id"',
    problem: /no such map/,
  },
  {
    what: "a field that is no map, by its full name",
    policy: { mapKeys: [{ field: "csi.v1.Volume.volume_id", ...key }] },
    rule: 'mapKeys: "csi.v1.Volume.volume_id"',
    problem: /no such map/,
    suggestion: "csi.v1.Volume.volume_context",
  },
  {
    what: "no keys",
    policy: { mapKeys: [{ field: "volume_context", keys: [] }] },
    rule: 'mapKeys: "volume_context"',
    problem: /no keys/,
  },
];

// TypeScript refuses these values. JavaScript does not.
const wrongTypes: readonly (Omit<WrongRule, "policy"> & { readonly policy: unknown })[] = [
  {
    what: "keys that are no list",
    policy: { mapKeys: [{ field: "volume_context", keys: "password" }] },
    rule: 'mapKeys: "volume_context"',
    problem: /no keys/,
  },
  {
    what: "a rule without keys",
    policy: { mapKeys: [{ field: "volume_context" }] },
    rule: 'mapKeys: "volume_context"',
    problem: /no keys/,
  },
  ...[7, null, undefined, {}, ["a"], true].map((wrong) => ({
    what: `a key that is ${JSON.stringify(wrong)}`,
    policy: { mapKeys: [{ field: "volume_context", keys: ["a", wrong] }] },
    rule: 'mapKeys: "volume_context"',
    problem: /a key must be a string, a RegExp or a function/,
  })),
  ...["jwt", null, undefined, /ey/, {}].map((wrong) => ({
    what: `a detector that is ${String(wrong)}`,
    policy: { detectors: [() => false, wrong] },
    rule: "detectors[1]",
    problem: /not a function/,
  })),
  ...[7, null, undefined, {}].map((wrong) => ({
    what: `a field that is ${JSON.stringify(wrong)}`,
    policy: { fields: [wrong] },
    rule: `fields: ${JSON.stringify(String(wrong))}`,
    problem: /no such field/,
  })),
];

describe("a wrong rule is an error that names it, and the nearest name that exists", () => {
  it.each([...wrongFieldOptions, ...wrongFields, ...wrongMapKeys, ...wrongTypes])(
    "$what",
    ({ policy, rule, problem, suggestion }) => {
      const error = errorOf(policy);
      expect(error.rule).toBe(rule);
      expect(error.message.startsWith(`${rule}: `)).toBe(true);
      expect(error.message).toMatch(problem);
      if (suggestion !== undefined) {
        expect(error.suggestion).toBe(suggestion);
        expect(error.message).toContain(`did you mean "${suggestion}"?`);
      }
    },
  );

  it("suggests nothing if no name is similar", () => {
    expect(errorOf({ fields: ["password"] }).suggestion).toBeUndefined();
    expect(errorOf({ fields: ["password"] }).message).not.toContain("did you mean");
  });

  it("in any of several policies", () => {
    expect(errorOf([{}, { fields: ["probe.v1.Leaf.open"] }, { fields: ["probe.v1.Leaf.opne"] }]).rule).toBe(
      'fields: "probe.v1.Leaf.opne"',
    );
  });
});

describe("error texts hold names, and nothing else of a policy", () => {
  it("no keys, patterns or functions", () => {
    const keys = ["hunter2", /hunter2/, () => "hunter2".length > 0];
    const error = errorOf({ mapKeys: [{ field: "volume_contxt", keys }] });
    expect(error.message).not.toContain("hunter2");
    expect(String(error.stack)).not.toContain("hunter2");
  });

  it("whatever the rule is called, it is one line of JSON text in the message", () => {
    fc.assert(
      fc.property(anyText(), (name) => {
        const { message, rule } = errorOf({ fields: [name] });
        expect(rule).toBe(`fields: ${JSON.stringify(name)}`);
        expect(message).toContain(rule);
        expect([...message].every((character) => character >= " ")).toBe(true);
      }),
    );
  });
});
