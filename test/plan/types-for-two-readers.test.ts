import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedTypeTest } from "../../src/plan/shared-plans.js";
import type { AppliedAction } from "../../src/policy/classes.js";
import type { CopiedMapKeyRule } from "../../src/policy/copy-policies.js";
import { createJudge, type Judge } from "../../src/policy/judge.js";
import { type KeyedVerdict, OPEN, type Rule, type Verdict } from "../../src/policy/verdict.js";
import type { FieldShape } from "../../src/schema/message-shape.js";
import { runs } from "../runs.js";
import { fieldShape } from "./field-shape.js";
import { holding, schemasOf } from "./given-schemas.js";

/** A judge whose verdicts are given. */
function judging(verdict: Judge["verdict"]): Judge {
  return { ...createJudge([]), verdict };
}

describe("two readers share the plan of a type", () => {
  const rule: Rule = { kind: "field", name: "a.M.f" };
  const secret = (action: Exclude<AppliedAction, "show">, isUnreviewed = false): Verdict => ({
    kind: "secret",
    rule,
    className: "pii",
    action,
    isUnreviewed,
  });
  const keyRule = (key: string): CopiedMapKeyRule => ({
    className: "pii",
    field: "a.M.f",
    keys: [key],
    describe: undefined,
  });
  const [one, two] = [keyRule("one"), keyRule("two")];
  const keyed = (...given: readonly CopiedMapKeyRule[]): KeyedVerdict => ({
    kind: "keyed",
    rules: [],
    keys: () => false,
    json: undefined,
    describe: undefined,
    actionOf: undefined,
    jsonActionOf: undefined,
    given,
  });
  const pseudonyms = { text: () => "t", bytes: () => "b", number: () => "n" };
  const inClass = (action: Exclude<AppliedAction, "show">, className: string): Verdict => ({
    kind: "secret",
    rule,
    className,
    action,
    isUnreviewed: false,
  });
  const byEntry = (given: Partial<KeyedVerdict>): Verdict => ({ ...keyed(one), ...given });
  const shown: Verdict = { kind: "open", shown: { rule, className: "pii" } };

  it.each<[boolean, Verdict, Verdict]>([
    [true, OPEN, OPEN],
    [true, shown, { ...shown }],
    [false, OPEN, shown],
    [true, secret("strip"), secret("strip")],
    [true, secret({ last: 4 }), secret({ last: 4 })],
    [false, secret({ last: 4 }), secret({ last: 5 })],
    [false, secret("strip"), secret("omit")],
    [false, secret("strip"), secret("strip", true)],
    [false, secret("strip"), OPEN],
    [true, keyed(one, two), keyed(one, two)],
    [false, keyed(one, two), keyed(one)],
    [false, keyed(one, two), keyed(one, one)],
    [false, keyed(one, two), keyed(two, one)],
    [false, keyed(one), keyed(two)],
    [false, keyed(), OPEN],
    [true, secret("strip"), inClass("strip", "bulk")],
    [true, secret(pseudonyms), secret(pseudonyms)],
    [false, secret(pseudonyms), inClass(pseudonyms, "bulk")],
    [false, keyed(one), byEntry({ actionOf: () => "strip" })],
    [false, keyed(one), byEntry({ jsonActionOf: () => "strip" })],
    [false, byEntry({ actionOf: () => "strip" }), byEntry({ actionOf: () => "strip" })],
    [false, keyed(), secret("strip")],
  ])("%j: the verdicts for a field are %j and %j", (expected, first, second) => {
    for (const [a, b] of [
      [first, second],
      [second, first],
    ] as const) {
      const test = sharedTypeTest(schemasOf({ "a.M": [fieldShape()] }), [judging(() => a), judging(() => b)]);
      expect(test("a.M")).toBe(expected);
    }
  });

  it("only if all its fields are judged alike", () => {
    const field = (name: string) => fieldShape({ name });
    const schemas = schemasOf({
      "a.M": [field("same"), field("other")],
      "a.Same": [field("same")],
      "a.None": [],
    });
    const test = sharedTypeTest(schemas, [
      judging(() => OPEN),
      judging(({ name }) => (name === "same" ? OPEN : shown)),
    ]);
    expect(["a.M", "a.Same", "a.None"].map(test)).toEqual([false, true, true]);
  });

  it("unless its options cannot be read, no schema knows it, or it is an Any", () => {
    const schemas = schemasOf({
      "a.Broken": [fieldShape({ name: "broken" })],
      "a.Holder": [holding("a.Unknown")],
      "google.protobuf.Any": [],
    });
    const judge = judging(({ name }) => {
      if (name === "broken") throw new Error("no options");
      return OPEN;
    });
    const test = sharedTypeTest(schemas, [judge, judge]);
    for (const name of ["a.Broken", "a.Holder", "a.Unknown", "google.protobuf.Any"])
      expect([name, test(name)]).toEqual([name, false]);
  });
});

describe("types that contain each other", () => {
  const names = ["A", "B", "C", "D", "E", "F"];
  const graphs = fc.record({
    edges: fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 9 }),
    different: fc.subarray(names, { maxLength: 2 }),
    asked: fc.shuffledSubarray(names, { minLength: 6 }),
  });

  /** A type, and all that it holds at any depth. */
  function reached(edges: readonly (readonly [string, string])[], from: string): ReadonlySet<string> {
    const found = new Set([from]);
    for (const name of found) for (const [holder, held] of edges) if (holder === name) found.add(held);
    return found;
  }

  it("are shared if no type below is judged in another way, in whichever order they are asked for", () => {
    fc.assert(
      fc.property(graphs, ({ edges, different, asked }) => {
        const fieldsOf = (name: string): readonly FieldShape[] => [
          fieldShape({ fullName: `${name}.text` }),
          ...edges.flatMap(([holder, held]) => (holder === name ? [holding(held)] : [])),
        ];
        const schemas = schemasOf(Object.fromEntries(names.map((name) => [name, fieldsOf(name)])));
        const isDifferent = (name: string): boolean => different.includes(name);
        const other: Verdict = {
          kind: "open",
          shown: { rule: { kind: "field", name: "" }, className: "pii" },
        };
        const test = sharedTypeTest(schemas, [
          judging(() => OPEN),
          judging(({ fullName }) => (isDifferent(fullName.replace(".text", "")) ? other : OPEN)),
        ]);
        for (const name of asked)
          expect([name, test(name)]).toEqual([name, ![...reached(edges, name)].some(isDifferent)]);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("are judged once", () => {
    const judged: string[] = [];
    const judge = judging(({ fullName }) => {
      judged.push(fullName);
      return OPEN;
    });
    const named = (fullName: string, typeName: string) => ({ ...holding(typeName), fullName });
    const schemas = schemasOf({ A: [named("A.b", "B")], B: [named("B.a", "A")], C: [named("C.a", "A")] });
    const test = sharedTypeTest(schemas, [judge, judging(() => OPEN)]);
    expect(["A", "B", "A"].map(test)).toEqual([true, true, true]);
    expect(judged).toEqual(["A.b", "B.a"]);
    // Below a type whose answer is known, nothing is asked for again, but for its own fields.
    expect(["C", "C"].map(test)).toEqual([true, true]);
    expect(judged.filter((name) => name === "C.a")).toEqual(["C.a"]);
    expect(judged.filter((name) => name === "B.a")).toEqual(["B.a"]);
  });
});
