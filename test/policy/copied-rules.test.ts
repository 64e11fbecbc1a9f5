import { describe, expect, it } from "vitest";
import { copyOptionRules } from "../../src/policy/copy-option-rules.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { itemsOf, listOf, shown } from "../../src/policy/given-list.js";
import { type Policy, PolicyError } from "../../src/policy/policy.js";

const isPin = (): boolean => true;
const isOpen = Object.assign(() => true, { option: "o.a", field: "a.M.f" });
const describePin = (): string => "a pin";
const NOTHING = {
  fieldOptions: undefined,
  messageOptions: [],
  fields: [],
  mapKeys: [],
  json: [],
  detectors: [],
  fieldDetectors: [],
  open: [],
  openOptions: [],
  openTests: [],
  unlisted: undefined,
  mustMatch: "every",
};

describe("the copy of a policy", () => {
  it.each([[undefined], [{}], [[]], [[{}]]])("has all lists: %j", (given) => {
    expect(copyPolicies(given)).toEqual([NOTHING]);
  });

  it("has all parts of the rules", () => {
    const given: Policy = {
      fieldOptions: ["o.a"],
      messageOptions: [{ option: "o.b", class: "pii" }],
      fields: ["a.M.f", /g$/g, { field: "a.M.h", class: "pii" }, { field: /i$/y }],
      mapKeys: [{ field: "m", keys: ["k", /l/, isPin], describe: describePin }],
      json: [{ field: "j", keys: ["k"], class: "pii" }],
      detectors: [isPin],
      fieldDetectors: [{ field: "f", detectors: [isPin] }],
      open: ["a.M.o", /p$/, isOpen, { option: "o.c" }, { all: ["o.d"] }],
      unlisted: "pii",
    };
    expect(copyPolicies(given)).toEqual([
      {
        fieldOptions: copyOptionRules("fieldOptions", ["o.a"]),
        messageOptions: copyOptionRules("messageOptions", [{ option: "o.b", class: "pii" }]),
        fields: [
          { pattern: "a.M.f", className: "secret" },
          { pattern: /g$/, className: "secret" },
          { pattern: "a.M.h", className: "pii" },
          { pattern: /i$/, className: "secret" },
        ],
        mapKeys: [{ field: "m", keys: ["k", /l/, isPin], describe: describePin, className: "secret" }],
        json: [{ field: "j", keys: ["k"], describe: undefined, className: "pii" }],
        detectors: [isPin],
        fieldDetectors: [{ field: "f", detectors: [isPin] }],
        open: ["a.M.o", /p$/],
        openOptions: copyOptionRules("open", [{ option: "o.c" }, { all: ["o.d"] }]),
        openTests: [isOpen],
        unlisted: { className: "pii", isMarked: false },
        mustMatch: "every",
      },
    ]);
  });

  it("says how many of its rules have to match; only the policy itself has the default options", () => {
    const fields = ["a.M.f"];
    const rule = [{ pattern: "a.M.f", className: "secret" }];
    expect(
      copyPolicies([{ optional: { fields }, anyOf: { fieldOptions: ["o.a"], fields } }, { fields }]),
    ).toEqual([
      NOTHING,
      { ...NOTHING, fieldOptions: [], fields: rule, mustMatch: "none" },
      { ...NOTHING, fieldOptions: copyOptionRules("fieldOptions", ["o.a"]), fields: rule, mustMatch: "some" },
      { ...NOTHING, fields: rule },
    ]);
  });

  it.each<[NonNullable<Policy["unlisted"]>, string, boolean]>([
    ["pii", "pii", false],
    [{}, "secret", false],
    [{ class: "pii" }, "pii", false],
    [{ class: "pii", marker: "stripped" }, "pii", false],
    [{ marker: "unreviewed" }, "secret", true],
  ])("has the class and marker of unlisted fields: %j", (unlisted, className, isMarked) => {
    expect(copyPolicies({ unlisted })[0]?.unlisted).toEqual({ className, isMarked });
  });
});

describe("the copy of a rule for options", () => {
  it.each<[unknown, unknown]>([
    ["o.a", { option: "o.a", path: [], test: { kind: "marked" } }],
    [{ option: "o.a" }, { option: "o.a", path: [], test: { kind: "marked" } }],
    [
      { option: "o.a", path: "b" },
      { option: "o.a", path: ["b"], test: { kind: "marked" } },
    ],
    [
      { option: "o.a", path: "b.c_1" },
      { option: "o.a", path: ["b", "c_1"], test: { kind: "marked" } },
    ],
    [
      { option: "o.a", path: "b.[x.y].c" },
      { option: "o.a", path: ["b", "x.y", "c"], test: { kind: "marked" } },
    ],
    [
      { option: "o.a", is: [1, "A", true] },
      { option: "o.a", path: [], test: { kind: "is", constants: [1, "A", true] } },
    ],
    [
      { option: "o.a", includes: [1n] },
      { option: "o.a", path: [], test: { kind: "includes", constants: [1n] } },
    ],
    [
      { option: "o.a", not: [false] },
      { option: "o.a", path: [], test: { kind: "not", constants: [false] } },
    ],
    [
      { option: "o.a", present: true },
      { option: "o.a", path: [], test: { kind: "present", isWanted: true } },
    ],
    [
      { option: "o.a", present: false },
      { option: "o.a", path: [], test: { kind: "present", isWanted: false } },
    ],
  ])("%o", (rule, condition) => {
    expect(copyOptionRules("fieldOptions", [rule])).toEqual([{ all: [condition], className: "secret" }]);
    expect(copyOptionRules("open", [{ all: [rule, "o.z"], class: "pii" }])).toEqual([
      { all: [condition, { option: "o.z", path: [], test: { kind: "marked" } }], className: "pii" },
    ]);
  });

  it("has bytes of its own", () => {
    const bytes = Uint8Array.of(1, 2);
    const [rule] = copyOptionRules("fieldOptions", [{ option: "o.a", is: [bytes] }]);
    bytes.fill(0);
    expect(rule?.all[0]?.test).toEqual({ kind: "is", constants: [Uint8Array.of(1, 2)] });
  });
});

describe("a list of a policy", () => {
  it("is read by its items: holes, inherited items and its own iterator do not count", () => {
    const inheriting = Object.setPrototypeOf(
      new Array(2),
      Object.assign(Object.create(Array.prototype), { 0: "a" }),
    );
    inheriting[1] = "b";
    expect(itemsOf(inheriting)).toEqual([undefined, "b"]);
    const own = Object.assign(["a"], { *[Symbol.iterator]() {}, map: () => [] });
    expect(listOf("fields", own)).toEqual(["a"]);
    expect(listOf("fields", undefined)).toEqual([]);
  });

  it.each([null, "a", 5, {}, { length: 1, 0: "a" }, new Set(["a"])])("is not %o", (given) => {
    expect(() => listOf("fields", given)).toThrow(new PolicyError("fields", "is not a list"));
  });

  it.each<[unknown, string]>([
    ["a", "a"],
    [5, "5"],
    [undefined, "undefined"],
    [null, "null"],
    [Symbol("a"), "Symbol(a)"],
    [["a"], "[object Array]"],
    [() => "a", "[object Function]"],
    [{ toString: () => expect.unreachable() }, "[object Object]"],
  ])("shows a wrong value without calling it: %o", (value, text) => {
    expect(shown(value)).toBe(text);
  });
});
