import { runInThisContext } from "node:vm";
import { fromJsonString } from "@bufbuild/protobuf";
import fc from "fast-check";
import { createSanitizer, DEFAULT_FIELD_OPTIONS, jwt, type Sanitizer } from "protosanitizer";
import { csiPolicy } from "protosanitizer/csi";
import { livekit } from "protosanitizer/dialects";
import { loadPolicy } from "protosanitizer/policy-file";
import { describe, expect, it } from "vitest";
import {
  audiencesOf,
  classesOf,
  EMPTY_POLICY,
  PII_ACTIONS,
  type PolicyState,
  policyOf,
  usesPseudonyms,
} from "../../playground/src/policy/policy-state.js";
import { policyAsTypeScript } from "../../playground/src/policy/policy-text.js";
import { policyAsYaml } from "../../playground/src/policy/policy-yaml.js";
import { readPolicyState } from "../../playground/src/policy/read-policy-state.js";
import { schemaOfText } from "../../playground/src/schema/schema.js";
import { runs } from "../runs.js";

const schema = schemaOfText(`// file: logger/options.proto
syntax = "proto3";
package logger;
import "google/protobuf/descriptor.proto";
enum Sensitivity { SENSITIVITY_UNSPECIFIED = 0; SENSITIVITY_PII = 1; SENSITIVITY_SECRET = 2; }
extend google.protobuf.FieldOptions { Sensitivity sensitivity = 50010; bool redact = 50011; }
// file: acme/v1/login.proto
syntax = "proto3";
package acme.v1;
import "google/protobuf/descriptor.proto";
import "logger/options.proto";
enum Level { LOW = 0; HIGH = 1; }
extend google.protobuf.FieldOptions { Level level = 50001; bool hidden = 50002; }
message Login {
  string user = 1;
  string phone = 2 [(level) = HIGH];
  string note = 3 [(hidden) = true];
  map<string, string> labels = 4;
  csi.v1.NodePublishVolumeRequest request = 5;
  string email = 6 [(logger.sensitivity) = SENSITIVITY_PII];
  string settings = 7;
}`);

/** Keys that a careless writer of YAML or TypeScript writes wrong. */
const KEYS = [
  "token",
  "a: b",
  '"',
  "'",
  "\\",
  "/x/i",
  "/etc",
  "*",
  "#",
  "- ",
  "\n",
  "\u2028",
  "é",
  "no",
  "$" + "{x}",
  "`",
  "*/",
  "",
];
const LOGIN = JSON.stringify({
  user: "jane",
  phone: "+49 170 1234567",
  note: "a note",
  email: "jane@acme.example",
  settings: JSON.stringify(Object.fromEntries(KEYS.map((key, index) => [key, `setting-${index}`]))),
  labels: Object.fromEntries(KEYS.map((key, index) => [key, `value-${index}`])),
  request: {
    secrets: { a: "b" },
    volumeContext: { "csi.storage.k8s.io/serviceAccount.tokens": "tokens", x: "y" },
  },
});

const fieldName = fc.constantFrom("acme.v1.Login.user", "acme.v1.Login.phone", "acme.v1.Login.note");
/** Rules for keys of a field. */
const keysOf = (field: string) =>
  fc.uniqueArray(
    fc.oneof(
      fc.record({ field: fc.constant(field), key: fc.constantFrom(...KEYS) }),
      fc.record({ field: fc.constant(field), pattern: fc.constantFrom("token$", "a/b", "^no") }),
    ),
    { selector: (rule) => JSON.stringify(rule), maxLength: 4 },
  );

const policies: fc.Arbitrary<PolicyState> = fc.record({
  csi: fc.boolean(),
  jwt: fc.boolean(),
  denyUnlisted: fc.boolean(),
  options: fc.subarray([{ option: "acme.v1.level", is: ["HIGH"] }, { option: "acme.v1.hidden" }]),
  fields: fc.uniqueArray(
    fc.record({ field: fieldName, class: fc.constantFrom("secret" as const, "pii" as const) }),
    {
      selector: ({ field }) => field,
    },
  ),
  dialects: fc.subarray(["livekit"]),
  mapKeys: keysOf("acme.v1.Login.labels"),
  json: keysOf("acme.v1.Login.settings"),
  open: fc.subarray(["acme.v1.Login.user", "acme.v1.Login.labels"]),
  pii: fc.constantFrom(...PII_ACTIONS),
  support: fc.constantFrom(undefined, ...PII_ACTIONS),
});

/** What a sanitizer does, as far as a policy decides it. */
function conductOf(sanitizer: Sanitizer, state: PolicyState): unknown {
  const type = schema.registry.getMessage("acme.v1.Login");
  if (type === undefined) throw new Error("the type is not known");
  const audiences = [sanitizer, ...Object.keys(audiencesOf(state)).map((name) => sanitizer.for(name))];
  return audiences.map((one) => [one.stringify(type, fromJsonString(type, LOGIN)), one.explain(type)]);
}

const KEY = "a key of pseudonyms, with at least 32 bytes";
/** What a program gives beside the policy. */
const pseudonyms = (state: PolicyState) => (usesPseudonyms(state) ? { pseudonyms: { key: KEY } } : {});

/** What the page itself uses. */
function usedFor(state: PolicyState): Sanitizer {
  return createSanitizer({
    schemas: [schema.registry],
    policy: policyOf(state),
    classes: classesOf(state),
    audiences: audiencesOf(state),
    ...pseudonyms(state),
    onSuspect: "ignore",
  });
}

/** Runs the module that the page shows. */
function sanitizerOf(typeScript: string): Sanitizer {
  const code = typeScript.replace(/^import .*$/gm, "").replace("export const sanitizer =", "return");
  const names = [
    "createSanitizer",
    "DEFAULT_FIELD_OPTIONS",
    "jwt",
    "csiPolicy",
    "livekit",
    "registry",
    "key",
  ];
  const make: unknown = runInThisContext(`(${names.join(", ")}) => {${code}}`);
  if (typeof make !== "function") throw new Error("this is no module");
  const quiet: typeof createSanitizer = (options) => createSanitizer({ ...options, onSuspect: "ignore" });
  return make(quiet, DEFAULT_FIELD_OPTIONS, jwt, csiPolicy, livekit, schema.registry, KEY);
}

describe("the policy of the playground", () => {
  it("does the same as a policy file", () => {
    fc.assert(
      fc.property(policies, (state) => {
        const loaded = loadPolicy(policyAsYaml(state));
        const sanitizer = createSanitizer({
          schemas: [schema.registry],
          ...loaded,
          ...pseudonyms(state),
          onSuspect: "ignore",
        });
        expect(conductOf(sanitizer, state)).toEqual(conductOf(usedFor(state), state));
      }),
      { numRuns: runs(100) },
    );
  });

  it("does the same as a module", () => {
    fc.assert(
      fc.property(policies, (state) => {
        expect(conductOf(sanitizerOf(policyAsTypeScript(state)), state)).toEqual(
          conductOf(usedFor(state), state),
        );
      }),
      { numRuns: runs(100) },
    );
  });

  it("is the same after it was in a link", () => {
    fc.assert(
      fc.property(policies, (state) => {
        expect(readPolicyState(JSON.parse(JSON.stringify(state)))).toEqual(state);
      }),
      { numRuns: runs(100) },
    );
  });

  it("of a link that is anything else is a policy without rules, or with fewer", () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        const { mapKeys, pii } = readPolicyState(given);
        expect(mapKeys).toEqual([]);
        expect(PII_ACTIONS).toContain(pii);
      }),
      { numRuns: runs(100) },
    );
    expect(readPolicyState({ mapKeys: [{ field: "a", pattern: "(a+)+$" }] })).toEqual(EMPTY_POLICY);
  });
});
