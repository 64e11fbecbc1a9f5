import { create, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
import { AnySchema, anyPack, StringValueSchema, StructSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Policy, type PolicyRules, STRIPPED } from "../../src/index.js";
import { LeafSchema, MapsSchema, ScalarsSchema, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registryOf, schemaKinds } from "../policy/dialects/schemas-of-dialect.js";
import { errorOf } from "../policy/error-of-policy.js";
import { messageSamples } from "../properties/message-samples.js";
import { registry, subjects } from "../properties/subjects.js";

const deny = (policy: Policy = {}, more: object = {}) =>
  createSanitizer({ schemas: [registry], policy: { unlisted: "secret", ...policy }, ...more });
const UNREVIEWED = "***unreviewed***";

describe("under default deny", () => {
  it.each(subjects)("no value is shown that no rule opens: $name", (subject) => {
    const sanitizer = deny();
    messageSamples(subject).check(({ desc, message }) => {
      for (const one of [message, toBinary(desc, message)]) {
        const leaves: unknown[] = [];
        JSON.parse(sanitizer.stringify(desc, one), (key, value) => {
          const isOfAny = key === "@type" || key === "type_url";
          if (typeof value !== "object" && !isOfAny) leaves.push(value);
          return value;
        });
        expect(leaves.filter((leaf) => leaf !== STRIPPED && !String(leaf).startsWith("<<"))).toEqual([]);
      }
    });
  });

  it("a field that is listed is shown, and what others make secret stays hidden", () => {
    const leaf = create(LeafSchema, { open: "o", hidden: "h" });
    const open = ["probe.v1.Leaf.open", "probe.v1.Leaf.hidden"];
    expect(deny({ open }).toJson(leaf)).toEqual({ open: "o", hidden: STRIPPED });
    expect(deny({ open: [/^probe\.v1\.Leaf\./] }).toJson(leaf)).toEqual({ open: "o", hidden: STRIPPED });
    expect(deny().toJson(leaf)).toEqual({ open: STRIPPED, hidden: STRIPPED });
  });

  it("a message need not be listed, because its fields are", () => {
    const tree = create(TreeSchema, { label: "a", left: { label: "b" }, named: { c: { label: "d" } } });
    expect(deny({ open: ["probe.v1.Tree.label"] }).toJson(tree)).toEqual({
      label: "a",
      left: { label: "b" },
      named: STRIPPED,
    });
  });

  it("a map has to be listed before its entries are judged by key", () => {
    const mapKeys = [{ field: "probe.v1.Maps.by_string", keys: ["pin"] }];
    const maps = create(MapsSchema, { byString: { pin: "1234", city: "Berlin" } });
    expect(deny({ mapKeys }).toJson(maps)).toEqual({ by_string: STRIPPED });
    expect(deny({ mapKeys, open: ["probe.v1.Maps.by_string"] }).toJson(maps)).toEqual({
      by_string: { pin: STRIPPED, city: "Berlin" },
    });
  });

  it("so does a message of a protobuf type that no field holds, unless its fields are listed", () => {
    const value = create(StringValueSchema, { value: "a text to hide" });
    const struct = create(StructSchema, {
      fields: { pin: { kind: { case: "stringValue", value: "1234" } } },
    });
    const any = anyPack(StringValueSchema, value);
    const sanitizer = deny();
    for (const [desc, message] of [
      [StringValueSchema, value],
      [StructSchema, struct],
      [AnySchema, any],
    ] as const) {
      const bytes = toBinary(desc, message);
      const redacted = sanitizer.redactBinary(desc, bytes) ?? bytes;
      const all = [
        sanitizer.stringify(message),
        sanitizer.stringifyBinary(desc.typeName, bytes),
        Buffer.from(redacted),
      ];
      for (const one of all) expect(String(one)).not.toMatch(/to hide|1234/);
      expect(sanitizer.secretsOf(message).size).toBe(1);
    }
    expect(sanitizer.explain(StringValueSchema)).toMatchObject([{ verdict: "secret", rule: "unlisted" }]);
    const listing = deny({ open: [/^google\.protobuf\./] });
    expect(listing.toJson(value)).toEqual({ value: "a text to hide" });
    // A field that is listed shows what it holds, and an Any that no field holds the fields that are listed.
    const leaf = anyPack(LeafSchema, create(LeafSchema, { open: "o", hidden: "h" }));
    expect(deny({ open: ["probe.v1.Leaf.open"] }).toJson(leaf)).toMatchObject({
      value: { open: "o", hidden: STRIPPED },
    });
    const holder = create(SingularSchema, { any });
    expect(deny({ open: [/Singular\.any$/] }).toJson(holder)).toMatchObject({
      any: { value: { value: "a text to hide" } },
    });
  });

  it("every writer hides the same", () => {
    const sanitizer = deny({ open: ["probe.v1.Scalars.f_int32"] });
    const message = create(ScalarsSchema, { fInt32: 7, fString: "a text to hide", fInt64: 5n });
    const bytes = toBinary(ScalarsSchema, message);
    const text = sanitizer.stringify(message);
    expect(JSON.parse(text)).toEqual({ f_int32: 7, f_int64: STRIPPED, f_string: STRIPPED });
    expect(sanitizer.stringify(ScalarsSchema, toJson(ScalarsSchema, message))).toBe(text);
    expect(sanitizer.redact(message)).toMatchObject({ fInt32: 7, fString: STRIPPED, fInt64: 1n });
    const redacted = sanitizer.redactBinary(ScalarsSchema, bytes);
    expect(redacted && fromBinary(ScalarsSchema, redacted)).toEqual(sanitizer.redact(message));
    expect(sanitizer.secretsOf(message).scrub("it is a text to hide")).toBe(`it is ${STRIPPED}`);
  });

  it("texts may say that nobody has reviewed a field", () => {
    const sanitizer = deny({ unlisted: { marker: "unreviewed" } }, { limits: { maxOutputLength: 100 } });
    const leaf = create(LeafSchema, { open: "o", hidden: "h" });
    expect(sanitizer.toJson(leaf)).toEqual({ open: UNREVIEWED, hidden: STRIPPED });
    expect(sanitizer.toJson(LeafSchema, toBinary(LeafSchema, leaf))).toEqual(sanitizer.toJson(leaf));
    expect(sanitizer.redact(leaf)).toMatchObject({ open: STRIPPED, hidden: STRIPPED });
    expect(sanitizer.explain("probe.v1.Leaf")).toMatchObject([
      { verdict: "secret", rule: "unlisted" },
      { verdict: "secret", rule: "field option csi.v1.csi_secret" },
    ]);
  });

  it("the class of unlisted fields may be another one, which an audience sees", () => {
    const sanitizer = deny({ unlisted: "unknown" }, { audiences: { developers: { unknown: "show" } } });
    expect(sanitizer.toJson("probe.v1.Leaf", { open: "o" })).toEqual({ open: STRIPPED });
    expect(sanitizer.for("developers").toJson("probe.v1.Leaf", { open: "o" })).toEqual({ open: "o" });
  });

  it("nothing is a suspect, because nothing is shown by mistake", () => {
    expect(deny().suspects()).toEqual([]);
  });

  it.each<[unknown, string]>([
    [7, "unlisted: is not an object"],
    [{ marker: "none" }, 'unlisted: its marker is neither "stripped" nor "unreviewed"'],
    [{ clas: "pii" }, 'did you mean "class"?'],
    ["a b", "unlisted: its class is no name"],
  ])("%j is an error", (unlisted, problem) => {
    expect(errorOf({ unlisted } as Policy).message).toContain(problem);
  });
});

describe.each(schemaKinds)("options that open fields, by $kind", ({ make, kind }) => {
  const shown = (policy: Policy): readonly string[] =>
    createSanitizer({ schemas: [make("conditions")], policy: { unlisted: "secret", ...policy } })
      .explain("conditions.Everything")
      .filter(
        ({ verdict, type, field }) => verdict === "open" && type === "string" && /Everything/.test(field),
      )
      .map(({ field }) => field.slice("conditions.Everything.".length));

  it("count where their values are known", () => {
    expect(shown({ open: [{ option: "conditions.flag" }] })).toEqual(["flag_true", "both"]);
    expect(shown({ open: [{ option: "conditions.level", is: ["LEVEL_HIGH"] }] })).toEqual(["level_top"]);
    expect(shown({ open: [{ option: "conditions.flag", not: [true] }] })).toEqual(["flag_false"]);
    const both = { all: ["conditions.flag", { option: "conditions.level", present: true }] };
    expect(shown({ open: [both] })).toEqual(["both"]);
  });

  it("do not count where a value may have been lost", () => {
    const withoutHigh: Policy = { open: [{ option: "conditions.levels", not: ["LEVEL_HIGH"] }] };
    expect(shown(withoutHigh)).toEqual(kind.includes("JSON") ? [] : ["levels_low"]);
  });
});

describe("a field that is opened because an option is not set", () => {
  const made = (rules: PolicyRules) => () =>
    createSanitizer({
      schemas: [registryOf("conditions")],
      policy: { unlisted: "secret", optional: rules, anyOf: { ...rules, fieldOptions: ["conditions.flag"] } },
    });

  it.each<[NonNullable<PolicyRules["open"]>[number], string]>([
    [{ option: "conditions.flags", present: false }, "no such field option"],
    [{ all: ["conditions.flag", { option: "acme.sensitive", present: false }] }, "no such field option"],
    [{ option: "conditions.rules", path: "onn", present: false }, "has no member"],
    [{ option: "conditions.rules", path: "onn", not: [true] }, "has no member"],
  ])("%j is an error, because nobody can tell that of an unknown name", (rule, problem) => {
    expect(made({ open: [rule] })).toThrow(problem);
  });

  it.each<[NonNullable<PolicyRules["open"]>[number]]>([
    [{ option: "acme.sensitive", not: [true] }],
    [{ option: "conditions.level", not: ["LEVEL_OF_TOMORROW"] }],
    [{ option: "acme.public" }],
  ])("%j is no error, because the option has to be set", (rule) => {
    expect(made({ open: [rule] })).not.toThrow();
  });
});

describe("SafetyCulture's marks, as a default deny", () => {
  it("show only fields with a level", () => {
    const sanitizer = createSanitizer({
      schemas: [registryOf("safety-culture")],
      policy: { unlisted: "secret", open: [{ option: "logger.level", present: true }] },
    });
    for (const { field, verdict } of sanitizer.explain("logger.Job"))
      expect(`${field} is ${verdict}`).toMatch(/\.hidden_\w+ is secret$|\.open_\w+ is open$/);
  });

  it("and a rule that opens nothing is an error", () => {
    const policy: Policy = { unlisted: "secret", open: [{ option: "logger.level", is: ["FATAL"] }] };
    expect(() => createSanitizer({ schemas: [registryOf("safety-culture")], policy })).toThrow(
      'open: "logger.level": opens no field of the given schemas',
    );
  });
});
