import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionTables, classesOf } from "../../src/policy/action-tables.js";
import {
  type Action,
  type Audiences,
  actionText,
  type ClassActions,
  classOf,
  copyAction,
  isPseudonym,
  STRIP_ALL,
  strictness,
} from "../../src/policy/classes.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import type { ClassPseudonyms, PseudonymMaker } from "../../src/policy/pseudonyms.js";
import { runs } from "../runs.js";

const policies = copyPolicies({
  fields: [
    { field: "a.M.f", class: "pii" },
    { field: "a.M.g", class: "bulk" },
  ],
});
const CLASSES = ["secret", "pii", "bulk"];

const made = new Map<string, ClassPseudonyms>();
const pseudonyms: PseudonymMaker = {
  ofClass(className) {
    const one = made.get(className) ?? { text: String, bytes: String, number: String };
    made.set(className, one);
    return one;
  },
};

/** Actions of classes, as a user gives them: `secret` is never shown, nor is a part of it. */
const anyActions = fc.record(
  {
    secret: fc.constantFrom<Action>("strip", "omit", "size"),
    pii: fc.constantFrom<Action>("strip", "omit", "size", "show", "pseudonym", { last: 4 }, { last: 2 }),
    bulk: fc.constantFrom<Action>("strip", "show", "pseudonym", { last: 4 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<ClassActions>;

describe("the action for a class", () => {
  it("is that of the audience, or else that of the sanitizer, or else strip; equal audiences share a function", () => {
    fc.assert(
      fc.property(anyActions, anyActions, anyActions, (classes, a, b) => {
        const tables = actionTables(classes, { a, b }, policies, pseudonyms);
        const expected = (own: ClassActions): readonly unknown[] =>
          CLASSES.map((name) => {
            const action = own[name] ?? classes[name] ?? "strip";
            return action === "pseudonym" ? pseudonyms.ofClass(name) : action;
          });
        const [ofA, ofB] = [tables.audience("a"), tables.audience("b")];
        expect(CLASSES.map(tables.base)).toEqual(expected({}));
        expect(CLASSES.map(ofA)).toEqual(expected(a));
        expect(CLASSES.map(ofB)).toEqual(expected(b));
        const given = (own: ClassActions) =>
          JSON.stringify(CLASSES.map((name) => own[name] ?? classes[name] ?? "strip"));
        expect(ofA === ofB).toBe(given(a) === given(b));
        expect(ofA === tables.base).toBe(given(a) === given({}));
        expect(tables.audience("a")).toBe(ofA);
        expect(ofA("another")).toBe("strip");
      }),
      { numRuns: runs(200) },
    );
  });

  it("is the pseudonym of the class itself", () => {
    const { base } = actionTables({ pii: "pseudonym", bulk: "pseudonym" }, undefined, policies, pseudonyms);
    expect(base("pii")).toBe(made.get("pii"));
    expect(base("bulk")).toBe(made.get("bulk"));
  });

  it("is strip for every class if nothing is given", () => {
    const { base } = actionTables(undefined, undefined, policies);
    expect([...CLASSES, "another"].map(base)).toEqual(["strip", "strip", "strip", "strip"]);
    expect(STRIP_ALL("pii")).toBe("strip");
  });
});

describe("the classes of policies", () => {
  it("are secret and those of all rules", () => {
    const all = copyPolicies([
      {
        fieldOptions: ["o.a", { option: "o.b", class: "c1" }],
        messageOptions: [{ option: "o.c", class: "c2" }],
        fields: [{ field: "a.M.f", class: "c3" }],
        mapKeys: [{ field: "m", keys: ["k"], class: "c4" }],
        json: [{ field: "j", keys: ["k"], class: "c5" }],
        unlisted: "c6",
      },
      { optional: { fields: [{ field: "a.M.g", class: "c7" }] } },
    ]);
    expect(classesOf(all)).toEqual(["secret", "c1", "c2", "c3", "c4", "c5", "c6", "c7"]);
    expect(classesOf(copyPolicies())).toEqual(["secret"]);
    expect(classesOf([])).toEqual(["secret"]);
  });
});

describe("actions that are an error", () => {
  const given = (classes: unknown, audiences?: unknown, maker?: unknown) => () =>
    // Callers in JavaScript give what they like.
    actionTables(classes as ClassActions, audiences as Audiences, policies, maker as PseudonymMaker);
  const NONE = 'its action is none of "strip", "omit", "size", "pseudonym", "show" and { last: 4 }';
  const SHOWN = "cannot be shown, to no audience; give its rules another class";

  it.each<[unknown, unknown, string]>([
    ["show", undefined, "classes: is not an object"],
    [{}, [], "audiences: is not an object"],
    [{}, { a: "show" }, 'audiences: "a": is not an object'],
    [{ pi: "show" }, {}, 'classes: "pi": no rule has this class; did you mean "pii"?'],
    [{}, { a: { bulky: "show" } }, 'audiences: "a": "bulky": no rule has this class; did you mean "bulk"?'],
    [{ pii: "hide" }, {}, `classes: "pii": ${NONE}`],
    [{ secret: "show" }, {}, `classes: "secret": ${SHOWN}`],
    [{ secret: { last: 1 } }, {}, `classes: "secret": ${SHOWN}`],
    [{ secret: "pseudonym" }, {}, `classes: "secret": ${SHOWN}`],
    [{}, { a: { secret: "show" } }, `audiences: "a": "secret": ${SHOWN}`],
    [{ pii: "pseudonym" }, {}, 'classes: "pii": needs the option pseudonyms: { key, keyId }'],
  ])("%j, %j", (classes, audiences, message) => {
    expect(errorOf(given(classes, audiences))).toBe(`PolicyError: ${message}`);
  });

  it.each([null, {}, { ofClass: true }, "key"])("what makes no pseudonyms: %j", (maker) => {
    expect(errorOf(given({}, {}, maker))).toBe(
      "TypeError: pseudonyms: expected what createPseudonyms of protosanitizer/pseudonym returns",
    );
  });

  it.each<[unknown, string]>([
    ["suport", 'for("suport"): no such audience; did you mean "support"?'],
    [`${"a".repeat(256)}`, `for("${"a".repeat(256)}"): no such audience`],
    // What may be a value that was given by mistake is not quoted, nor compared.
    ["a".repeat(257), "for(…): no such audience"],
    ["suport!", "for(…): no such audience"],
    ["!suport", "for(…): no such audience"],
    ["", "for(…): no such audience"],
    [["suport"], "for(…): no such audience"],
    [Symbol("suport"), "for(…): no such audience"],
    [undefined, "for(…): no such audience"],
  ])("an audience that does not exist: %o", (name, message) => {
    const tables = actionTables({}, { support: {} }, policies);
    // As above.
    expect(errorOf(() => tables.audience(name as string))).toBe(`PolicyError: ${message}`);
  });
});

/** The error that a call throws, with its name. */
function errorOf(call: () => unknown): string {
  try {
    return `no error, but ${String(call())}`;
  } catch (error) {
    return String(error);
  }
}

describe("an action", () => {
  const pseudonym = pseudonyms.ofClass("pii");

  it("hides more than those before it in this list", () => {
    const order = [
      "show",
      { last: 9 },
      { last: 2 },
      { last: 1 },
      "pseudonym",
      "size",
      "strip",
      "omit",
    ] as const;
    const hides = order.map(strictness);
    expect(hides).toEqual([...hides].sort((a, b) => a - b));
    expect(new Set(hides).size).toBe(order.length);
    expect(strictness(pseudonym)).toBe(strictness("pseudonym"));
  });

  it("has words, and only pseudonyms are functions", () => {
    const actions = ["show", "size", "strip", "omit", { last: 4 }, pseudonym] as const;
    expect(actions.map(actionText)).toEqual(["show", "size", "strip", "omit", "last 4", "pseudonym"]);
    expect(actions.map(isPseudonym)).toEqual([false, false, false, false, false, true]);
  });

  it.each(["show", "pseudonym", "size", "strip", "omit", { last: 1 }, { last: 40 }])(
    "is copied: %j",
    (one) => {
      const copy = copyAction(one);
      expect(copy).toEqual(one);
      if (typeof one === "object") expect(copy).not.toBe(one);
    },
  );

  it.each([
    undefined,
    null,
    "",
    "hide",
    7,
    ["strip"],
    {},
    () => "strip",
    { last: 0 },
    { last: -1 },
    { last: 1.5 },
    { last: Number.NaN },
    { last: "4" },
    { last: [4] },
    { last: true },
    { last: 2 ** 53 },
    { last: 4, first: 4 },
    { first: 4 },
    Object.create({ last: 4 }),
    Object.assign(Object.create({ last: 4 }), { lasts: 4 }),
  ])("is none of these: %j", (one) => {
    expect(copyAction(one)).toBeUndefined();
  });
});

describe("the class of a rule", () => {
  it.each(["pii", "a.b-c_9", "-"])("is a name: %s", (name) => {
    expect(classOf("fields[0]", name)).toBe(name);
  });

  it("is secret if the rule names none", () => {
    expect(classOf("fields[0]", undefined)).toBe("secret");
  });

  it.each(["", "a b", "a!", "!a", "pii\n", null, 7, ["pii"], true])("is not %j", (name) => {
    expect(errorOf(() => classOf("fields[0]", name))).toBe(
      "PolicyError: fields[0]: its class is no name of letters, digits, dots, dashes and underscores",
    );
  });
});
