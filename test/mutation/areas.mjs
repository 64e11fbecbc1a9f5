// Which tests check which part of src/. All tests of an area run for each mutant that survives, so an area has the quick
// tests of its own rules, and not those that check everything with everything.

/** @typedef {{ sources: string, tests: readonly string[] }} Area files and folders */

const NUMBERS = ["test/render/number-text.test.ts", "test/render/many-scalars.test.ts"];

/** @type {readonly Area[]} */
export const AREAS = [
  {
    sources: "src/scalars",
    tests: ["test/scalars", ...NUMBERS, "test/render/quote.test.ts", "test/redact/scalar-bytes.test.ts"],
  },
  ...["json-text", "json-scan"].map((name) => ({
    sources: `src/plan/${name}.ts`,
    tests: ["test/plan/json-text.test.ts"],
  })),
  ...["is-json", "partial-text", "path", "presence"].map((name) => ({
    sources: `src/plan/${name}.ts`,
    tests: [`test/plan/${name}.test.ts`],
  })),
  { sources: "src/plan/compiled.ts", tests: ["test/plan/compiled-fields.test.ts"] },
  { sources: "src/plan/field-memo.ts", tests: ["test/plan/shared-fields.test.ts"] },
  { sources: "src/plan/typed-struct.ts", tests: ["test/plan/typed-structs.test.ts"] },
  {
    sources: "src/plan",
    tests: ["test/plan", "test/hostile/cycles.test.ts", "test/render/limits.test.ts"],
  },
  ...["bytes/typed-struct-bytes", "collect/collect-typed-struct"].map((name) => ({
    sources: `src/write/${name}.ts`,
    tests: ["test/write/typed-struct-parts.test.ts"],
  })),
  ...["struct-like", "typed-struct-copy"].map((name) => ({
    sources: `src/write/copy/${name}.ts`,
    tests: ["test/write/typed-struct-parts.test.ts", "test/write/copy/copied-structs.test.ts"],
  })),
  {
    sources: "src/write/text/typed-struct-text.ts",
    tests: ["test/write/text/typed-struct-text.test.ts", "test/write/typed-struct-parts.test.ts"],
  },
  {
    sources: "src/write/copy/copier.ts",
    tests: ["test/write/copy", "test/write/typed-struct-parts.test.ts"],
  },
  {
    sources: "src/write/copy",
    tests: [
      "test/write/copy",
      "test/redact/redaction.test.ts",
      "test/redact/known-layouts.test.ts",
      "test/redact/prototypes-of-copies.test.ts",
      "test/representations/inherited-values.test.ts",
    ],
  },
  ...["byte-writer", "written-message"].map((name) => ({
    sources: `src/write/bytes/${name}.ts`,
    tests: ["test/write/bytes", "test/write/typed-struct-parts.test.ts"],
  })),
  {
    sources: "src/write/bytes",
    tests: ["test/write/bytes", "test/redact/odd-bytes.test.ts", "test/redact/scalar-bytes.test.ts"],
  },
  {
    sources: "src/write/text/any-text.ts",
    tests: [
      "test/write/text/cut-output.test.ts",
      "test/write/text/printed-well-known.test.ts",
      "test/plan/refused-types.test.ts",
    ],
  },
  {
    sources: "src/write/text/text-renderer.ts",
    tests: ["test/write/text", "test/write/typed-struct-parts.test.ts"],
  },
  {
    sources: "src/write/text",
    tests: ["test/write/text", "test/render/many-scalars.test.ts", "test/render/long-lists.test.ts"],
  },
  {
    sources: "src/write/collect/secret-collector.ts",
    tests: ["test/write/collect", "test/write/typed-struct-parts.test.ts"],
  },
  {
    sources: "src/write/collect",
    tests: ["test/write/collect", "test/secrets/type-urls.test.ts"],
  },
  { sources: "src/write/limits.ts", tests: ["test/write/text"] },
  ...["guessable", "remembered"].map((name) => ({
    sources: `src/pseudonym/${name}.ts`,
    tests: [`test/pseudonym/${name}.test.ts`],
  })),
  {
    sources: "src/pseudonym",
    tests: [
      "test/pseudonym/create-pseudonyms.test.ts",
      "test/pseudonym/keyed-hash.test.ts",
      "test/pseudonym/pseudonym-keys.test.ts",
    ],
  },
  { sources: "src/policy/jwt.ts", tests: ["test/policy/token-parts.test.ts"] },
  {
    sources: "src/policy/credential-names.ts",
    tests: ["test/policy/suspicion.test.ts", "test/secrets/credential-keys.test.ts"],
  },
  {
    sources: "src/policy/judge.ts",
    tests: [
      "test/audiences/audiences.test.ts",
      "test/audiences/default-deny.test.ts",
      "test/csi/tokens/describe-tokens.test.ts",
      "test/policy/detectors.test.ts",
      "test/policy/json-keys.test.ts",
      "test/policy/json-rules.test.ts",
      "test/policy/judge.test.ts",
      "test/policy/map-keys.test.ts",
      "test/policy/on-suspect.test.ts",
      "test/policy/struct-keys.test.ts",
      "test/policy/suspects.test.ts",
    ],
  },
  {
    sources: "src/policy/option-rule.ts",
    tests: ["test/policy/option-rule.test.ts"],
  },
  ...["action-tables", "classes"].map((name) => ({
    sources: `src/policy/${name}.ts`,
    tests: ["test/policy/action-tables.test.ts"],
  })),
  { sources: "src/policy/entry-actions.ts", tests: ["test/policy/entry-actions.test.ts"] },
  { sources: "src/policy/rule-groups.ts", tests: ["test/policy/rule-groups.test.ts"] },
  ...["known-fields", "listed-fields"].map((name) => ({
    sources: `src/policy/${name}.ts`,
    tests: ["test/policy/listed-fields.test.ts"],
  })),
  ...["copy-policies", "copy-option-rules", "given-list"].map((name) => ({
    sources: `src/policy/${name}.ts`,
    tests: ["test/policy/copied-rules.test.ts", "test/policy/wrong-rules.test.ts"],
  })),
  { sources: "src/policy/check-option-rules.ts", tests: ["test/policy/checked-option-rules.test.ts"] },
  { sources: "src/policy/check-policies.ts", tests: ["test/policy/checked-policies.test.ts"] },
  ...["explain", "field-type"].map((name) => ({
    sources: `src/policy/${name}.ts`,
    tests: ["test/policy/explained-fields.test.ts"],
  })),
  {
    sources: "src/policy",
    tests: [
      "test/audiences/audiences.test.ts",
      "test/audiences/default-deny.test.ts",
      "test/policy/comment-suspicion.test.ts",
      "test/policy/detectors.test.ts",
      "test/policy/explain.test.ts",
      "test/policy/explain-places.test.ts",
      "test/policy/field-names.test.ts",
      "test/policy/field-options.test.ts",
      "test/policy/idle-rules.test.ts",
      "test/policy/judge.test.ts",
      "test/policy/key-patterns.test.ts",
      "test/policy/map-keys.test.ts",
      "test/policy/on-suspect.test.ts",
      "test/policy/optional-rules.test.ts",
      "test/policy/policy-error.test.ts",
      "test/policy/policy-typos.test.ts",
      "test/policy/suspects.test.ts",
      "test/policy/suspicion.test.ts",
      "test/policy/verdict.test.ts",
    ],
  },
];
