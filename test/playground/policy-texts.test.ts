import { runInThisContext } from "node:vm";
import { fromJsonString } from "@bufbuild/protobuf";
import fc from "fast-check";
import { createSanitizer, DEFAULT_FIELD_OPTIONS, jwt, type Sanitizer } from "protosanitizer";
import { csiPolicy } from "protosanitizer/csi";
import { loadPolicy } from "protosanitizer/policy-file";
import { describe, expect, it } from "vitest";
import {
  classesOf,
  EMPTY_POLICY,
  PII_ACTIONS,
  type PolicyState,
  policyOf,
} from "../../playground/src/policy/policy-state.js";
import { policyAsTypeScript } from "../../playground/src/policy/policy-text.js";
import { policyAsYaml } from "../../playground/src/policy/policy-yaml.js";
import { readPolicyState } from "../../playground/src/policy/read-policy-state.js";
import { schemaOfText } from "../../playground/src/schema/schema.js";
import { runs } from "../runs.js";

const schema = schemaOfText(`syntax = "proto3";
package acme.v1;
import "google/protobuf/descriptor.proto";
enum Level { LOW = 0; HIGH = 1; }
extend google.protobuf.FieldOptions { Level level = 50001; bool hidden = 50002; }
message Login {
  string user = 1;
  string phone = 2 [(level) = HIGH];
  string note = 3 [(hidden) = true];
  map<string, string> labels = 4;
  csi.v1.NodePublishVolumeRequest request = 5;
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
  labels: Object.fromEntries(KEYS.map((key, index) => [key, `value-${index}`])),
  request: {
    secrets: { a: "b" },
    volumeContext: { "csi.storage.k8s.io/serviceAccount.tokens": "tokens", x: "y" },
  },
});

const fieldName = fc.constantFrom("acme.v1.Login.user", "acme.v1.Login.phone", "acme.v1.Login.note");
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
  mapKeys: fc.uniqueArray(
    fc.oneof(
      fc.record({ field: fc.constant("acme.v1.Login.labels"), key: fc.constantFrom(...KEYS) }),
      fc.record({
        field: fc.constant("acme.v1.Login.labels"),
        pattern: fc.constantFrom("token$", "a/b", "^no"),
      }),
    ),
    { selector: (rule) => JSON.stringify(rule), maxLength: 4 },
  ),
  open: fc.subarray(["acme.v1.Login.user", "acme.v1.Login.labels"]),
  pii: fc.constantFrom(...PII_ACTIONS),
});

/** What a sanitizer does, as far as a policy decides it. */
function conductOf(sanitizer: Sanitizer): unknown {
  const type = schema.registry.getMessage("acme.v1.Login");
  if (type === undefined) throw new Error("the type is not known");
  return [sanitizer.stringify(type, fromJsonString(type, LOGIN)), sanitizer.explain(type)];
}

/** What the page itself uses. */
function usedFor(state: PolicyState): Sanitizer {
  return createSanitizer({
    schemas: [schema.registry],
    policy: policyOf(state),
    classes: classesOf(state),
    onSuspect: "ignore",
  });
}

/** Runs the module that the page shows. */
function sanitizerOf(typeScript: string): Sanitizer {
  const code = typeScript.replace(/^import .*$/gm, "").replace("export const sanitizer =", "return");
  const names = ["createSanitizer", "DEFAULT_FIELD_OPTIONS", "jwt", "csiPolicy", "registry"];
  const make: unknown = runInThisContext(`(${names.join(", ")}) => {${code}}`);
  if (typeof make !== "function") throw new Error("this is no module");
  const quiet: typeof createSanitizer = (options) => createSanitizer({ ...options, onSuspect: "ignore" });
  return make(quiet, DEFAULT_FIELD_OPTIONS, jwt, csiPolicy, schema.registry);
}

describe("the policy of the playground", () => {
  it("does the same as a policy file", () => {
    fc.assert(
      fc.property(policies, (state) => {
        const loaded = loadPolicy(policyAsYaml(state));
        const sanitizer = createSanitizer({ schemas: [schema.registry], ...loaded, onSuspect: "ignore" });
        expect(conductOf(sanitizer)).toEqual(conductOf(usedFor(state)));
      }),
      { numRuns: runs(100) },
    );
  });

  it("does the same as a module", () => {
    fc.assert(
      fc.property(policies, (state) => {
        expect(conductOf(sanitizerOf(policyAsTypeScript(state)))).toEqual(conductOf(usedFor(state)));
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
