import { create, type DescField, type DescMessage } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, DEFAULT_FIELD_OPTIONS, type Policy, STRIPPED } from "../../src/index.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge } from "../../src/policy/judge.js";
import { file_options } from "../gen/options_pb.js";
import { referenceIsSecret } from "../reference/reference-secret.js";
import { runs } from "../runs.js";
import { buildFile, messageIn, stringField, undecodable } from "../schema/build-file.js";
import { sourceOf } from "../schema/source-of.js";
import { testFiles, testRegistry } from "../schema/test-files.js";

const types: readonly DescMessage[] = testFiles
  .flatMap((file) => [...nestedTypes(file)])
  .flatMap((type) => (type.kind === "message" ? type : []));
const source = sourceOf(testRegistry);

/** Options that count only where a policy names them. */
const BOOL_OPTIONS = [
  "options.v1.my_secret",
  "options.v1.my_secrets",
  "options.v1.Scope.scoped_secret",
  "legacy.v1.legacy_secret",
];

describe("in proto/test/options.proto every field says in its name whether it is secret", () => {
  const sanitizer = createSanitizer({
    schemas: [testRegistry],
    policy: { fieldOptions: [...DEFAULT_FIELD_OPTIONS, ...BOOL_OPTIONS] },
  });
  const fields = sanitizer
    .explain("options.v1.Everything")
    .filter(({ field }) => !field.includes("Everything"));

  it("there are many, of both kinds", () => {
    expect(fields.filter(({ field }) => /\.redacted_/.test(field)).length).toBeGreaterThan(25);
    expect(fields.filter(({ field }) => /\.open_/.test(field)).length).toBeGreaterThan(30);
  });

  it.each(fields)("$field is $verdict", ({ field, verdict, rule }) => {
    expect(verdict).toBe(/\.redacted_/.test(field) ? "secret" : "open");
    expect(rule).toMatch(verdict === "secret" ? /^field option (debug_redact|[a-z]+\.v1\.)/ : /^$/);
  });

  it.each(file_options.messages.filter(holdsOnlyStrings))("and so does $typeName print", (type) => {
    const names = type.fields.map((field) => field.name);
    const message = create(
      type,
      Object.fromEntries(type.fields.map(({ localName }) => [localName, "value"])),
    );
    expect(sanitizer.toJson(message)).toEqual(
      Object.fromEntries(names.map((name) => [name, name.startsWith("redacted_") ? STRIPPED : "value"])),
    );
  });
});

describe("the verdicts equal those of the reference", () => {
  it("whichever options count, for every field of every test file", () => {
    const counted = fc.subarray(["csi.v1.csi_secret", ...BOOL_OPTIONS]);
    fc.assert(
      fc.property(counted, fc.boolean(), (names, debugRedact) => {
        const fieldOptions = debugRedact ? [...names, "debug_redact"] : names;
        const isReferenceSecret = (field: DescField): boolean =>
          referenceIsSecret(field, { names, debugRedact }, testRegistry);
        expect(secretFields({ fieldOptions })).toEqual(
          types.flatMap((type) => type.fields.filter(isReferenceSecret).map(fullName)),
        );
      }),
      { numRuns: runs(40) },
    );
  });

  it("by default csi_secret and debug_redact count", () => {
    expect(secretFields({})).toEqual(secretFields({ fieldOptions: ["csi.v1.csi_secret", "debug_redact"] }));
    expect(secretFields({}).length).toBeGreaterThan(100);
  });
});

describe("the list of field options", () => {
  const inOptions = (policy: Policy): readonly string[] =>
    secretFields(policy).filter((name) => name.startsWith("options.v1."));

  it("takes the place of the defaults", () => {
    expect(inOptions({ fieldOptions: ["options.v1.my_secret"] })).toEqual([
      "options.v1.BoolOption.redacted_bool",
    ]);
    expect(inOptions({ fieldOptions: [] })).toEqual([]);
  });

  it("may name an enum option: then its marked values count, and no other option's", () => {
    expect(inOptions({ fieldOptions: ["options.v1.closed_sensitivity"] })).toEqual([
      "options.v1.EnumOption.redacted_closed",
    ]);
    expect(inOptions({ fieldOptions: ["options.v1.Scope.scoped_sensitivity"] })).toEqual([
      "options.v1.ScopedEnumOption.redacted_scoped",
    ]);
  });

  it("may name a message option: then a marked enum value counts at any depth of it", () => {
    expect(inOptions({ fieldOptions: ["options.v1.extensible"] })).toEqual([
      "options.v1.ExtendedOption.redacted_extension",
      "options.v1.ExtendedOption.redacted_nested_extension",
    ]);
    const inMessageOption = inOptions({ fieldOptions: ["options.v1.classification"] });
    expect(inMessageOption).toHaveLength(8);
    expect(inMessageOption.every((name) => name.startsWith("options.v1.MessageOption.redacted_"))).toBe(true);
  });

  it("may name debug_redact alone: then csi_secret does not count", () => {
    const names = inOptions({ fieldOptions: ["debug_redact"] });
    expect(names).toContain("options.v1.DebugRedact.redacted_debug_redact");
    expect(names).toContain("options.v1.EnumOption.redacted_enum");
    expect(names).not.toContain("options.v1.CsiOption.redacted_csi_secret");
  });

  it("may name csi_secret alone: then neither debug_redact nor marked enum values count", () => {
    expect(inOptions({ fieldOptions: ["csi.v1.csi_secret"] })).toEqual([
      "options.v1.CsiOption.redacted_csi_secret",
    ]);
  });
});

describe("policies add up", () => {
  it("a combination of policies hides the union of what each policy hides", () => {
    const policy: fc.Arbitrary<Policy> = fc.record(
      {
        fieldOptions: fc.subarray([...DEFAULT_FIELD_OPTIONS, ...BOOL_OPTIONS, "options.v1.sensitivity"]),
        fields: fc.subarray(["probe.v1.Leaf.open", "csi.v1.Volume.volume_id", "legacy.v1.Maps.by_bool"]),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(policy, { minLength: 1, maxLength: 4 }), (policies) => {
        const union = new Set(policies.flatMap((one) => secretFields(one)));
        expect(new Set(secretFields(...policies))).toEqual(union);
      }),
      { numRuns: runs(40) },
    );
  });

  it("one policy with a list of its own does not take the defaults away from another", () => {
    expect(secretFields({ fieldOptions: [] }, { fields: ["probe.v1.Leaf.open"] })).toContain(
      "probe.v1.Leaf.hidden",
    );
  });

  it.each<[string, Policy | readonly Policy[] | undefined]>([
    ["no policy", undefined],
    ["a policy without rules", {}],
    ["an empty list of policies", []],
  ])("%s is the defaults", (_, policy) => {
    const sanitizer = createSanitizer({ schemas: [testRegistry], ...(policy && { policy }) });
    expect(sanitizer.explain("probe.v1.Leaf")).toMatchObject([{ verdict: "open" }, { verdict: "secret" }]);
  });
});

describe("a field that is named in `fields` is secret", () => {
  it("with any type and any options", () => {
    const fields = [
      "probe.v1.Choice.leaf",
      "probe.v1.Tree.children",
      "probe.v1.Maps.to_leaf",
      "options.v1.DebugRedact.open_debug_redact",
    ];
    expect(secretFields({ fieldOptions: [], fields })).toEqual([...fields].sort(byDeclaration));
  });

  it("also if its options cannot be read, because the rule is enough", () => {
    const file = buildFile(
      {
        name: "login.proto",
        package: "login",
        messageType: [
          {
            name: "Login",
            field: [stringField("password", 1, { options: undecodable() }), stringField("user", 2)],
          },
        ],
      },
      file_csi_v1_csi,
    );
    const message = create(messageIn(file, "login.Login"), { password: "x", user: "u" });
    const sanitizer = createSanitizer({ schemas: [file], policy: { fields: ["login.Login.password"] } });
    expect(sanitizer.toJson(message)).toEqual({ password: STRIPPED, user: "u" });
  });
});

/** Full names of all fields, in the order of their declaration. */
const declared = types.flatMap((type) => type.fields.map(fullName));

/** All fields, as policies see them. */
const allFields = types.flatMap((type) => source.message(type.typeName)?.fields ?? []);

/** Full names of the fields that policies make secret, in the order of their declaration. */
function secretFields(...policies: readonly Policy[]): readonly string[] {
  const judge = createJudge(copyPolicies(policies));
  return allFields
    .filter((field) => judge.verdict(field, source).kind === "secret")
    .map((field) => field.fullName);
}

function fullName(field: DescField): string {
  return `${field.parent.typeName}.${field.name}`;
}

function byDeclaration(a: string, b: string): number {
  return declared.indexOf(a) - declared.indexOf(b);
}

function holdsOnlyStrings(type: DescMessage): boolean {
  return type.fields.every((field) => field.fieldKind === "scalar" && field.oneof === undefined);
}
