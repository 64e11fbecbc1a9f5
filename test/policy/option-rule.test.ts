import { describe, expect, it } from "vitest";
import type { CopiedCondition, CopiedOptionRule } from "../../src/policy/copy-option-rules.js";
import { constantText, isCertain, makesSecret, reasonOf } from "../../src/policy/option-rule.js";
import type { OptionConstant } from "../../src/policy/policy.js";
import type { OptionValue } from "../../src/schema/set-option.js";
import {
  bytes,
  EMPTY,
  enumOf,
  FALSE,
  LOST,
  MAYBE,
  marks,
  message,
  number,
  OPTION,
  set,
  TRUE,
  text,
  word,
} from "./option-values.js";

type Test = CopiedCondition["test"];

function rule(test: Test, path: readonly string[] = []): CopiedOptionRule {
  return ruleOf({ option: OPTION, path, test });
}

function ruleOf(...all: readonly CopiedCondition[]): CopiedOptionRule {
  return { all, className: "secret" };
}

describe("a value of an option and a constant of a rule are", () => {
  const SECOND = enumOf(2, ["HIGH", "TOP"]);
  const BIG = 2n ** 60n;

  it.each<[OptionValue, OptionConstant]>([
    [TRUE, true],
    [text("a"), "a"],
    [text(""), ""],
    [word("HIGH"), "HIGH"],
    [number(1), 1],
    [number(1), 1n],
    [number(1n), 1],
    [number(BIG), BIG],
    [number(BIG), String(BIG)],
    [number(-BIG), String(-BIG)],
    [number(0.5), 0.5],
    [number(-0), 0],
    [number(Number.NaN), Number.NaN],
    [number(Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY],
    [bytes(1, 2), Uint8Array.of(1, 2)],
    [bytes(), new Uint8Array()],
    [SECOND, "HIGH"],
    [SECOND, "TOP"],
    [SECOND, 2],
    [SECOND, 2n],
  ])("the same: %o, %o", (value, constant) => {
    expect(judged(value, constant)).toEqual({ mayBe: true, is: true, mayBeNot: false, isNot: false });
  });

  it.each<[OptionValue, OptionConstant]>([
    [TRUE, false],
    [TRUE, 1],
    [text("a"), "b"],
    [text("1"), 1],
    [number(1), 2],
    [number(1), "1"],
    [number(1), true],
    [number(1n), "1"],
    [number(1), 1.5],
    [number(0.5), 0.25],
    [number(1), 2 ** 60],
    [number(BIG), BIG * 2n],
    [number(BIG), String(BIG * 2n)],
    [number(BIG), `${BIG}0000`],
    [text(String(BIG)), BIG],
    [number(BIG), BIG + 1024n],
    [number(Number.NaN), 1],
    [bytes(1, 2), Uint8Array.of(1)],
    [bytes(1), Uint8Array.of(1, 2)],
    [bytes(1, 2), Uint8Array.of(1, 3)],
    [bytes(1, 2), Uint8Array.of(3, 2)],
    [bytes(97), "a"],
    [SECOND, "LOW"],
    [SECOND, 1],
    [SECOND, true],
    [SECOND, Uint8Array.of(2)],
  ])("different: %o, %o", (value, constant) => {
    expect(judged(value, constant)).toEqual({ mayBe: false, is: false, mayBeNot: true, isNot: true });
  });

  it.each<[OptionValue, OptionConstant]>([
    [word("1"), 1],
    [word("true"), true],
    // An integer that was rounded to 53 bits, and numbers that were rounded to a float.
    [number(Number(BIG)), BIG + 1n],
    [number(BIG + 1n), Number(BIG)],
    [number(Number(BIG)), String(BIG + 1n)],
    [number(2 ** 53), 2 ** 53 - 1],
    [number(Math.fround(0.1)), 0.1],
    [number(Math.fround(1e30)), 1e30],
    [enumOf(2, []), "HIGH"],
    [enumOf(undefined, ["HIGH"]), 2],
    [EMPTY, true],
    [LOST, 1],
    [MAYBE, "a"],
  ])("perhaps the same, so that what hides more counts: %o, %o", (value, constant) => {
    expect(judged(value, constant)).toEqual({ mayBe: true, is: false, mayBeNot: true, isNot: false });
  });

  it("different words, though they may be two names of one value", () => {
    expect(judged(word("HIGH"), "TOP")).toEqual({ mayBe: false, is: false, mayBeNot: true, isNot: false });
  });

  function judged(value: OptionValue, constant: OptionConstant): object {
    const [is, not] = [
      { kind: "is", constants: [constant] } as const,
      { kind: "not", constants: [constant] } as const,
    ];
    return {
      mayBe: reasonOf(rule(is), set(value), true) !== undefined,
      is: isCertain(rule(is), set(value)),
      mayBeNot: reasonOf(rule(not), set(value), true) !== undefined,
      isNot: isCertain(rule(not), set(value)),
    };
  }
});

describe("of several values", () => {
  const [one, two] = [number(1), number(2)];

  it.each<[string, Test, boolean, boolean]>([
    ["one may be the constant, and for certain all are", { kind: "is", constants: [1] }, true, false],
    ["all are one of the constants", { kind: "is", constants: [2, 1] }, true, true],
    ["one is included", { kind: "includes", constants: [2, 3] }, true, true],
    ["none is included", { kind: "includes", constants: [3] }, false, false],
    ["one is what it must not be", { kind: "not", constants: [2] }, false, false],
    ["one is one of those that it must not be", { kind: "not", constants: [3, 2] }, false, false],
    ["none is what it must not be", { kind: "not", constants: [3, 4] }, true, true],
  ])("%s", (_, test, mayCount, counts) => {
    expect(reasonOf(rule(test), set(one, two), true) !== undefined).toBe(mayCount);
    expect(isCertain(rule(test), set(one, two))).toBe(counts);
  });

  it.each<Test>([
    { kind: "is", constants: [1] },
    { kind: "includes", constants: [1] },
    { kind: "not", constants: [1] },
    { kind: "marked" },
    { kind: "present", isWanted: true },
  ])("none, if the option is not set: $kind does not count", (test) => {
    for (const none of [marks([]), set(), marks([{ name: "acme.other", values: [number(1), TRUE] }])]) {
      expect(reasonOf(rule(test), none, true)).toBeUndefined();
      expect(isCertain(rule(test), none)).toBe(false);
    }
  });
});

describe("an option is present", () => {
  const [present, absent] = [true, false].map((isWanted) => rule({ kind: "present", isWanted }));
  if (present === undefined || absent === undefined) throw new Error("two rules");

  it("if it has a value, for certain one that was not lost", () => {
    expect(reasonOf(present, set(FALSE), false)).toBe("acme.level is set");
    expect(reasonOf(present, set(LOST), false)).toBe("acme.level is set");
    expect(reasonOf(absent, set(FALSE), true)).toBeUndefined();
    expect(isCertain(present, set(FALSE, LOST))).toBe(true);
    expect(isCertain(present, set(LOST))).toBe(false);
    expect(isCertain(absent, set(FALSE))).toBe(false);
  });

  it("and absent if a schema that would have it does not", () => {
    expect(reasonOf(absent, set(), true)).toBe("acme.level is not set");
    expect(reasonOf(absent, set(), false)).toBeUndefined();
    expect(isCertain(absent, marks([]))).toBe(true);
    expect(isCertain(absent, marks([], false))).toBe(false);
  });

  it("in a message if it is set there, and not if it is zero without being set", () => {
    const zero: OptionValue = { kind: "message", options: [], zeros: [{ name: "on", values: [FALSE] }] };
    const at = (test: Test): CopiedOptionRule => rule(test, ["on"]);
    expect(reasonOf(at({ kind: "present", isWanted: true }), set(zero), true)).toBeUndefined();
    expect(reasonOf(at({ kind: "present", isWanted: false }), set(zero), true)).toBe(
      "acme.level: on is not set",
    );
    expect(isCertain(at({ kind: "present", isWanted: true }), set(zero))).toBe(false);
    expect(isCertain(at({ kind: "is", constants: [false] }), set(zero))).toBe(true);
    expect(reasonOf(at({ kind: "is", constants: [false] }), set(zero), true)).toBe("acme.level: on = false");
  });
});

describe("an option makes a field secret by its name", () => {
  it.each<[string, readonly OptionValue[], byName: boolean, byMark: boolean]>([
    ["true", [TRUE], true, false],
    ["false", [FALSE], false, false],
    ["one of several that is true", [FALSE, TRUE], true, false],
    ["a value of an enum", [enumOf(1, ["A"])], false, false],
    ["a marked value of an enum", [enumOf(1, ["A"], true)], true, true],
    ["a marked value among others", [enumOf(1, ["A"]), enumOf(2, ["B"], true)], true, true],
    ["a message", [EMPTY], false, false],
    ["a message with a marked value", [message("m", FALSE, enumOf(1, ["A"], true))], true, true],
    ["a marked value further in", [message("m", message("n", enumOf(1, ["A"], true)))], true, true],
    ["true in a message", [message("m", TRUE)], false, false],
    ["a word, which may be the name of a marked value", [word("A")], true, false],
    ["a word in a message", [message("m", FALSE, word("A"))], true, false],
    ["a text", [text("true")], false, false],
    ["a number", [number(1)], false, false],
    ["a lost value", [LOST], false, false],
    ["a lost value that may be marked", [MAYBE], true, true],
  ])("if its value is %s", (_, values, byName, byMark) => {
    const option = { name: OPTION, values };
    expect(makesSecret(option, new Set([OPTION]))).toBe(byName);
    expect(makesSecret(option, new Set(["debug_redact"]))).toBe(byMark);
    expect(makesSecret(option, new Set(["acme.other"]))).toBe(false);
    expect(reasonOf(rule({ kind: "marked" }), set(...values), true)).toBe(byName ? OPTION : undefined);
    const inside = set({ kind: "message", options: [{ name: "on", values }], zeros: [] });
    expect(reasonOf(rule({ kind: "marked" }, ["on"]), inside, true)).toBe(
      byName ? "acme.level: on" : undefined,
    );
  });

  it("and debug_redact stands for every option with a marked value, which is the reason", () => {
    const redact = ruleOf({ option: "debug_redact", path: [], test: { kind: "marked" } });
    expect(reasonOf(redact, set(enumOf(1, ["A"], true)), true)).toBe(OPTION);
  });

  it("if a member of it may have been lost, and was marked, but not if it has no members", () => {
    const marksMember = rule({ kind: "marked" }, ["on"]);
    expect(reasonOf(marksMember, set(MAYBE), true)).toBe("acme.level: on");
    for (const value of [LOST, TRUE, enumOf(1, ["A"], true)])
      expect(reasonOf(marksMember, set(value), true)).toBeUndefined();
    expect(isCertain(rule({ kind: "not", constants: [1] }, ["on"]), set(message("on", number(2))))).toBe(
      true,
    );
  });

  it("for certain if all its values are true", () => {
    const isMarked = (...values: readonly OptionValue[]): boolean =>
      isCertain(rule({ kind: "marked" }), set(...values));
    expect([isMarked(TRUE), isMarked(TRUE, TRUE)]).toEqual([true, true]);
    for (const other of [FALSE, MAYBE, text("true"), word("true"), enumOf(1, ["A"], true)])
      expect(isMarked(TRUE, other)).toBe(false);
  });
});

describe("a reason", () => {
  const is = (...constants: readonly OptionConstant[]): Test => ({ kind: "is", constants });

  it.each<[string, CopiedOptionRule, readonly OptionValue[]]>([
    ["acme.level = true", rule(is(true)), [TRUE]],
    ["acme.level = 1", rule(is(1)), [number(1)]],
    ['acme.level = "a"', rule(is("a")), [text("a")]],
    ["acme.level = 0x0aff", rule(is(Uint8Array.of(10, 255))), [bytes(10, 255)]],
    ["acme.level = HIGH", rule(is("TOP")), [enumOf(2, ["HIGH", "TOP"])]],
    ["acme.level = 2", rule(is("HIGH")), [enumOf(2, [])]],
    ["acme.level = HIGH", rule(is(2)), [word("HIGH")]],
    ["acme.level = a value that cannot be read", rule(is(2)), [LOST]],
    ["acme.level = a value that cannot be read", rule(is(2)), [EMPTY]],
    ["acme.level includes 2", rule({ kind: "includes", constants: [2] }), [number(1), number(2)]],
    ['acme.level is not 1 or "a"', rule({ kind: "not", constants: [1, "a"] }), [number(2)]],
    ["acme.level: on = true", rule(is(true), ["on"]), [message("on", TRUE)]],
    [
      "acme.level: [b.ext].on = true",
      rule(is(true), ["b.ext", "on"]),
      [message("b.ext", message("on", TRUE))],
    ],
    ["acme.level: on = a value that cannot be read", rule(is(true), ["on"]), [TRUE]],
  ])("names the option, the path and the value: %s", (reason, given, values) => {
    expect(reasonOf(given, set(...values), true)).toBe(reason);
  });

  it("names all conditions, which all have to count", () => {
    const [level, other] = [
      { option: OPTION, path: [], test: is(1) },
      { option: "acme.other", path: [], test: { kind: "marked" } },
    ] as const;
    expect(reasonOf(ruleOf(level, other), set(number(1)), true)).toBe("acme.level = 1 and acme.other");
    expect(reasonOf(ruleOf(level, other), set(number(2)), true)).toBeUndefined();
    expect(isCertain(ruleOf(level, other), set(number(1)))).toBe(true);
    expect(isCertain(ruleOf(level, other), set(number(2)))).toBe(false);
  });

  it("has constants as a policy has them", () => {
    expect([1n, -0.5, false, 'a"b', Uint8Array.of(0, 16)].map(constantText)).toEqual([
      "1",
      "-0.5",
      "false",
      '"a\\"b"',
      "0x0010",
    ]);
  });
});
