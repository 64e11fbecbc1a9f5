import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer, type OptionRule, type Policy, STRIPPED } from "../../../src/index.js";
import { testRegistry } from "../../schema/test-files.js";
import { errorOf } from "../error-of-policy.js";
import { registryOf, schemaKinds } from "./schemas-of-dialect.js";

const FLAG = "conditions.flag";
const LEVEL = "conditions.level";
const LEVELS = "conditions.levels";
const RULES = "conditions.rules";
const allRules = [
  "rules_on",
  "rules_level_low",
  "rules_maybe_none",
  "rules_tags",
  "rules_inner_on",
  "rules_more",
  "rules_by_name",
];

/** Rules, and the fields of `conditions.Everything` that they hide. */
const rules: readonly (readonly [OptionRule, readonly string[]])[] = [
  [FLAG, ["flag_true", "both"]],
  [{ option: FLAG }, ["flag_true", "both"]],
  [{ option: FLAG, is: [false] }, ["flag_false"]],
  [{ option: FLAG, present: true }, ["flag_true", "flag_false", "both"]],
  [{ option: "conditions.note", is: ["secret"] }, ["note_secret"]],
  [{ option: "conditions.note", is: [""] }, ["note_empty"]],
  [{ option: "conditions.note", not: ["secret"] }, ["note_empty"]],
  [{ option: "conditions.raw", present: true }, ["raw_ab"]],
  [{ option: "conditions.raw", is: [new TextEncoder().encode("ab")] }, ["raw_ab"]],
  [{ option: "conditions.big", is: [3] }, ["big_3"]],
  [{ option: "conditions.big", is: [3n, 4] }, ["big_3"]],
  [{ option: "conditions.big", is: [0] }, ["big_zero"]],
  [{ option: "conditions.ratio", is: [0.5] }, ["ratio_half"]],
  [{ option: LEVEL, is: ["LEVEL_LOW"] }, ["level_low", "both"]],
  [{ option: LEVEL, is: ["LEVEL_NONE"] }, ["level_none"]],
  // Two names of one number are one value.
  [{ option: LEVEL, is: ["LEVEL_HIGH"] }, ["level_top"]],
  [{ option: LEVEL, is: [1, 2n] }, ["level_low", "level_top", "both"]],
  [{ option: LEVEL, not: ["LEVEL_NONE", "LEVEL_HIGH"] }, ["level_low", "both"]],
  [{ option: RULES, path: "on" }, ["rules_on"]],
  [{ option: RULES, path: "on", is: [true] }, ["rules_on"]],
  // A member with implicit presence is false if it is not set.
  [{ option: RULES, path: "on", is: [false] }, allRules.filter((name) => name !== "rules_on")],
  [{ option: RULES, path: "on", not: [true] }, allRules.filter((name) => name !== "rules_on")],
  [{ option: RULES, path: "level", is: ["LEVEL_LOW"] }, ["rules_level_low"]],
  [{ option: RULES, path: "maybe", is: ["LEVEL_NONE"] }, ["rules_maybe_none"]],
  [{ option: RULES, path: "text", present: true }, ["rules_level_low"]],
  [{ option: RULES, path: "inner.on" }, ["rules_inner_on"]],
  [{ option: RULES, path: "inner", present: true }, ["rules_inner_on"]],
  [{ all: [FLAG, { option: LEVEL, is: ["LEVEL_LOW"] }] }, ["both"]],
  [
    {
      all: [
        { option: LEVEL, present: true },
        { option: FLAG, present: false },
      ],
    },
    ["level_none", "level_low", "level_top"],
  ],
];

/** Rules for options with several values. JSON keeps the last of them: the others may be any. */
const rulesForLists: readonly (readonly [OptionRule, readonly string[], (readonly string[])?])[] = [
  [{ option: LEVELS, includes: ["LEVEL_HIGH"] }, ["levels_low_high"], ["levels_low_high", "levels_low"]],
  [{ option: LEVELS, includes: [1] }, ["levels_low_high", "levels_low"]],
  [{ option: LEVELS, not: ["LEVEL_HIGH"] }, ["levels_low"]],
  [{ option: LEVELS, present: true }, ["levels_low_high", "levels_low"]],
  [{ option: RULES, path: "tags", includes: ["a", "c"] }, ["rules_tags"]],
  [{ option: RULES, path: "more.count", includes: [1] }, ["rules_more"]],
  [{ option: RULES, path: "more.on" }, ["rules_more"]],
];

function hidden(policy: Policy, schema: Parameters<typeof createSanitizer>[0] & object): readonly string[] {
  const explained = createSanitizer({ ...schema, policy }).explain("conditions.Everything");
  const prefix = "conditions.Everything.";
  return explained
    .filter(({ field, verdict }) => field.startsWith(prefix) && verdict === "secret")
    .map(({ field }) => field.slice(prefix.length));
}

/** A case with its rule as a title. JSON has no big integers. */
function titled<T extends readonly [OptionRule, ...unknown[]]>(one: T): [string, T] {
  return [JSON.stringify(one[0], (_, value) => (typeof value === "bigint" ? `${value}n` : value)), one];
}

describe.each(schemaKinds)("by $kind", ({ make, kind }) => {
  const schemas = [make("conditions")];

  it.each(rules.map(titled))("%s", (_, [rule, fields]) => {
    expect(hidden({ fieldOptions: [rule] }, { schemas })).toEqual(fields);
  });

  it.each(rulesForLists.map(titled))("%s", (_, [rule, fields, inJson = fields]) => {
    const expected = kind.includes("JSON") ? inJson : fields;
    expect(hidden({ fieldOptions: [rule] }, { schemas })).toEqual(expected);
  });

  it("an option of a message counts for every field of that type, and for its own fields", () => {
    const policy: Policy = {
      fieldOptions: [],
      messageOptions: [{ option: "conditions.message_level", is: ["LEVEL_LOW"] }],
    };
    expect(hidden(policy, { schemas })).toEqual(["of_low_type", "map_of_low_type"]);
    expect(createSanitizer({ schemas, policy }).explain("conditions.Low")).toEqual([
      {
        field: "conditions.Low.plain",
        type: "string",
        verdict: "secret",
        rule: "message option conditions.message_level = LEVEL_LOW of conditions.Low",
      },
    ]);
  });

  it("an option that must not be absent hides all fields without it", () => {
    const policy: Policy = { fieldOptions: [{ option: LEVEL, present: false }] };
    const open = ["level_none", "level_low", "level_top", "both"];
    expect(hidden(policy, { schemas })).not.toEqual(expect.arrayContaining(open));
    expect(hidden(policy, { schemas })).toHaveLength(24 - open.length);
  });
});

describe("one schema is enough to hide a field", () => {
  it("an option of a message counts where another schema has the message without it", () => {
    const [withOption, without] = ["clutch", "conditions"].map((name) => registryOf(name));
    const bare = {
      nested: {
        clutch: {
          nested: {
            api: {
              nested: {
                v1: {
                  nested: {
                    Token: { fields: { hidden_value: { type: "string", id: 1 } } },
                    Holder: { fields: { token: { type: "Token", id: 1 }, name: { type: "string", id: 2 } } },
                  },
                },
              },
            },
          },
        },
      },
    };
    const sanitizer = createSanitizer({
      schemas: [bare, ...(withOption && without ? [withOption, without] : [])],
      policy: { messageOptions: ["clutch.api.v1.redacted"] },
    });
    expect(sanitizer.toJson("clutch.api.v1.Holder", { token: { hidden_value: "x" }, name: "n" })).toEqual({
      token: STRIPPED,
      name: "n",
    });
  });

  it("a message whose own type is marked prints all of its fields as the marker", () => {
    const registry = registryOf("conditions");
    const type = registry.getMessage("conditions.Low");
    const sanitizer = createSanitizer({
      schemas: [registry],
      policy: { messageOptions: [{ option: "conditions.message_level", is: ["LEVEL_LOW"] }] },
    });
    expect(type && sanitizer.toJson(create(type, { plain: "value" }))).toEqual({ plain: STRIPPED });
  });
});

describe("an extension in an option has its full name in brackets", () => {
  it("at any place of a path", () => {
    const policy: Policy = {
      fieldOptions: [
        { option: "options.v1.extensible", path: "[options.v1.extra_sensitivity]", present: true },
      ],
    };
    const hiddenFields = createSanitizer({ schemas: [testRegistry], policy })
      .explain("options.v1.ExtendedOption")
      .filter(({ verdict }) => verdict === "secret");
    expect(hiddenFields.map(({ rule }) => rule)).toContain(
      "field option options.v1.extensible: [options.v1.extra_sensitivity] is set",
    );
  });
});

describe("a rule that can match nothing is an error", () => {
  const conditions = registryOf("conditions");

  it.each<[OptionRule, string]>([
    ["conditions.flug", 'no such field option in the given schemas; did you mean "conditions.flag"?'],
    [LEVEL, "is neither a bool nor an enum or message that can carry a value marked debug_redact"],
    [{ option: LEVEL, is: ["LEVEL_HIHG"] }, 'has no value "LEVEL_HIHG"; did you mean "LEVEL_HIGH"?'],
    [{ option: LEVEL, not: [7] }, "has no value 7"],
    [{ option: LEVEL, includes: ["LEVEL_LOW"] }, 'holds one value at most, so "includes" has to be "is"'],
    [{ option: LEVELS, is: ["LEVEL_LOW"] }, 'holds several values, so "is" has to be "includes"'],
    [{ option: FLAG, is: ["true"] }, 'has no value "true"'],
    [{ option: RULES, is: [true] }, 'is a message; say in "path" which member counts'],
    [{ option: RULES, path: "onn" }, 'has no member "onn"; did you mean "on"?'],
    [{ option: RULES, path: "on.off" }, 'has no member "off"'],
    [{ option: RULES, path: "by_name.key", includes: ["b"] }, "makes no field of the given schemas secret"],
    [{ option: "conditions.message_level", is: [1] }, "belongs under messageOptions"],
    [{ all: [FLAG, { option: LEVEL, is: [2] }] }, "makes no field of the given schemas secret"],
  ])("%j: %s", (rule, problem) => {
    const policy: Policy = { fieldOptions: [rule] };
    expect(() => createSanitizer({ schemas: [conditions], policy })).toThrow(problem);
  });

  it.each<[unknown, string]>([
    [7, 'fieldOptions: "7": no such option, because a rule is a name or an object'],
    [{}, "fieldOptions[0]: has no option"],
    [{ option: FLAG, is: true }, '"is" is not a list with values'],
    [{ option: FLAG, is: [] }, '"is" is not a list with values'],
    [{ option: FLAG, is: [null] }, "is no value of an option"],
    [{ option: FLAG, is: [true], not: [false] }, 'has both "is" and "not"'],
    [{ option: FLAG, present: 1 }, '"present" is neither true nor false'],
    [{ option: FLAG, isn: [true] }, '"isn" is no such property of a rule; did you mean "is"?'],
    [{ option: FLAG, path: "a..b" }, '"a..b" is no path'],
    [{ option: FLAG, path: 7 }, '"7" is no path'],
    [{ all: [] }, '"all" is not a list with conditions'],
    [{ all: [{ all: [FLAG] }] }, 'fieldOptions[0].all[0]: "all" is no such property of a rule'],
    [{ all: [FLAG], option: FLAG }, 'has other properties beside "all"'],
  ])("%j: %s", (rule, problem) => {
    expect(errorOf({ fieldOptions: [rule] }).message).toContain(problem);
  });

  it("but not under anyOf, if another rule of it matches", () => {
    const rules: readonly OptionRule[] = [FLAG, "conditions.gone"];
    expect(hidden({ anyOf: { fieldOptions: rules } }, { schemas: [conditions] })).toEqual([
      "flag_true",
      "both",
    ]);
    const gone: Policy = { anyOf: { fieldOptions: ["conditions.gone"] } };
    expect(() => createSanitizer({ schemas: [conditions], policy: gone })).toThrow("no such field option");
  });
});
