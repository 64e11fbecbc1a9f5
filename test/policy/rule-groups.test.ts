import { describe, expect, it } from "vitest";
import type { AppliedAction } from "../../src/policy/classes.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import type { Policy } from "../../src/policy/policy.js";
import { type MessageLookup, ruleGroups } from "../../src/policy/rule-groups.js";
import type { FieldShape, MessageShape, ValueType } from "../../src/schema/message-shape.js";
import type { Marks, OptionValue } from "../../src/schema/set-option.js";
import { fieldShape } from "../plan/field-shape.js";

const ACTIONS: Readonly<Record<string, AppliedAction>> = { shown: "show", left: "omit", part: { last: 4 } };
const actionOf = (className: string): AppliedAction => ACTIONS[className] ?? "strip";

const TRUE: OptionValue = { kind: "bool", value: true };
const REDACTED: OptionValue = { kind: "enum", number: 1, names: ["HIGH"], debugRedact: true };

/** What a schema says: options with their values. */
function marks(options: Readonly<Record<string, OptionValue>> = {}, given: Partial<Marks> = {}): Marks {
  const set = Object.entries(options).map(([name, value]) => ({ name, values: [value] }));
  return { of: "a.M.f", isWhole: true, options: set, ...given };
}

/** A schema whose types have these options; no other type exists. */
function typesWith(options: Readonly<Record<string, Marks>>): MessageLookup {
  const shapes = Object.entries(options).map(([typeName, one]): [string, MessageShape] => [
    typeName,
    { typeName, fields: [], marks: [marks(), one] },
  ]);
  const known = new Map(shapes);
  return { message: (typeName) => known.get(typeName) };
}

/** The rules that name a field, by class: those that hide most first. */
function found(
  policy: Policy | readonly Policy[],
  field: FieldShape,
  types = typesWith({}),
): readonly string[] {
  return ruleGroups(copyPolicies(policy), actionOf).flatMap((group) => {
    const rule = group.match(field, types);
    return rule === undefined || !("name" in rule) ? [] : [`${group.className}: ${rule.kind} ${rule.name}`];
  });
}

describe("the groups of rules", () => {
  it("are one a class, with its action; those that hide most come first", () => {
    const fields = ["shown", "left", "part", "other"].map((one) => ({ field: "a.M.f", class: one }));
    const groups = ruleGroups(copyPolicies({ fields }), actionOf);
    expect(groups.map(({ className, action }) => [className, action])).toEqual([
      ["left", "omit"],
      ["secret", "strip"],
      ["other", "strip"],
      ["part", { last: 4 }],
      ["shown", "show"],
    ]);
    expect(found({ fields: [...fields, "a.M.f"] }, fieldShape())).toEqual(
      ["left", "secret", "other", "part", "shown"].map((one) => `${one}: field a.M.f`),
    );
  });
});

describe("a rule of a group names a field", () => {
  const OUTER = { of: "a.M" };
  const message: ValueType = { kind: "message", typeName: "a.Inner", delimited: false };
  const marked = (options: Readonly<Record<string, OptionValue>>): FieldShape =>
    fieldShape({ marks: [marks(), marks(options)] });

  it.each<[string, Policy | readonly Policy[], FieldShape, readonly string[]]>([
    ["by its name", { fields: ["a.M.f"] }, fieldShape(), ["secret: field a.M.f"]],
    ["by a pattern", { fields: [/\.f$/] }, fieldShape(), ["secret: field /\\.f$/"]],
    ["by one of several policies", [{}, { fields: ["a.M.f"] }], fieldShape(), ["secret: field a.M.f"]],
    ["not by another name", { fields: ["a.M.g"] }, fieldShape(), []],
    [
      "by a name before an option",
      { fields: ["a.M.f"] },
      marked({ debug_redact: TRUE }),
      ["secret: field a.M.f"],
    ],
    [
      "by a default option",
      {},
      marked({ "csi.v1.csi_secret": TRUE }),
      ["secret: field option csi.v1.csi_secret"],
    ],
    ["by the other one", {}, marked({ debug_redact: TRUE }), ["secret: field option debug_redact"]],
    [
      "by a marked value of any option",
      {},
      marked({ "o.level": REDACTED }),
      ["secret: field option o.level"],
    ],
    ["not by another option", {}, marked({ "o.mine": TRUE }), []],
    ["not by the defaults, if there are others", { fieldOptions: [] }, marked({ debug_redact: TRUE }), []],
    [
      "by an option of its class",
      { fieldOptions: ["o.a", { option: "o.b", class: "part" }] },
      marked({ "o.a": TRUE, "o.b": TRUE }),
      ["secret: field option o.a", "part: field option o.b"],
    ],
    [
      "by a condition",
      { fieldOptions: [{ option: "o.a", is: [true] }] },
      marked({ "o.a": TRUE }),
      ["secret: field option o.a = true"],
    ],
    [
      "by a member of an option, which the option itself is not",
      { fieldOptions: [{ option: "o.a", path: "b" }] },
      marked({ "o.a": TRUE }),
      [],
    ],
    [
      "by several conditions together",
      { fieldOptions: [{ all: ["o.a", "o.b"] }] },
      marked({ "o.a": TRUE, "o.b": TRUE }),
      ["secret: field option o.a and o.b"],
    ],
    [
      "not by one of several conditions",
      { fieldOptions: [{ all: ["o.a", "o.b"] }] },
      marked({ "o.a": TRUE }),
      [],
    ],
    [
      "not by a member that lacks its mark",
      { fieldOptions: [{ option: "o.a", path: "b" }] },
      marked({ "o.a": { kind: "message", options: [{ name: "c", values: [TRUE] }], zeros: [] } }),
      [],
    ],
  ])("%s", (_, policy, field, expected) => {
    expect(found(policy, field)).toEqual(expected);
  });

  it.each<[string, Policy, FieldShape, Readonly<Record<string, Marks>>, readonly string[]]>([
    [
      "by an option of its message",
      { messageOptions: ["o.m"] },
      fieldShape(),
      { "a.M": marks({ "o.m": TRUE }, OUTER) },
      ["secret: message option o.m of a.M"],
    ],
    [
      "by an option of the message that it holds",
      { messageOptions: ["o.m"] },
      fieldShape({ type: message }),
      { "a.M": marks(), "a.Inner": marks({ "o.m": TRUE }) },
      ["secret: message option o.m of a.Inner"],
    ],
    [
      "by a condition on its message alone",
      { messageOptions: [{ option: "o.m", is: [true] }] },
      fieldShape(),
      { "a.M": marks({ "o.m": TRUE }) },
      ["secret: message option o.m = true of a.M"],
    ],
    [
      "by an option of its message and one of its own, of which its own is named",
      { messageOptions: ["o.m"] },
      fieldShape({ marks: [marks({ debug_redact: TRUE })] }),
      { "a.M": marks({ "o.m": TRUE }) },
      ["secret: field option debug_redact"],
    ],
    [
      "not by another option of its message",
      { messageOptions: ["o.m"] },
      fieldShape(),
      { "a.M": marks({ "o.n": TRUE }) },
      [],
    ],
    ["not by an option of no rule", {}, fieldShape(), { "a.M": marks({ debug_redact: TRUE }) }, []],
    [
      "not by a type that no schema knows",
      { messageOptions: ["o.m"] },
      fieldShape({ type: message }),
      {},
      [],
    ],
  ])("%s", (_, policy, field, options, expected) => {
    expect(found(policy, field, typesWith(options))).toEqual(expected);
  });

  it("asks for no message if no rule is about options of messages", () => {
    const types: MessageLookup = {
      message() {
        throw new Error("nobody needs it");
      },
    };
    expect(found({}, fieldShape({ type: message }), types)).toEqual([]);
  });

  it.each<[string, Partial<Marks>, readonly string[]]>([
    ["by the lack of an option", {}, ["secret: field option o.public is not set"]],
    ["not if the option may have been lost", { isWhole: false }, []],
    [
      "not in a file of protobuf, which has no options of others",
      { of: "google.protobuf.Duration.nanos" },
      [],
    ],
  ])("%s", (_, given, expected) => {
    const policy: Policy = { fieldOptions: [{ option: "o.public", present: false }] };
    expect(found(policy, fieldShape({ marks: [marks({}, given)] }))).toEqual(expected);
  });
});
