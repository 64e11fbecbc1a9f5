import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AppliedAction, strictness } from "../../src/policy/classes.js";
import type { CopiedMapKeyRule } from "../../src/policy/copy-policies.js";
import { entryActions } from "../../src/policy/entry-actions.js";
import { type KeyPattern, MAX_PATTERN_KEY_LENGTH } from "../../src/policy/policy.js";
import { runs } from "../runs.js";

/** The class of a rule is the name of its action. */
const ACTIONS: Readonly<Record<string, AppliedAction>> = {
  shown: "show",
  last: { last: 4 },
  size: "size",
  strip: "strip",
  omit: "omit",
};
const actionOf = (className: string): AppliedAction => ACTIONS[className] ?? "strip";

function rule(className: string, ...keys: readonly KeyPattern[]): CopiedMapKeyRule {
  return { className, field: "m", keys, describe: undefined };
}

const KEYS = ["pin", "token", "user"];
const anyRule = fc
  .tuple(fc.constantFrom(...Object.keys(ACTIONS)), fc.subarray(KEYS, { minLength: 1 }), fc.boolean())
  .map(([className, keys, isPattern]) =>
    rule(className, ...keys.map((key) => (isPattern ? new RegExp(`^${key}$`) : key))),
  );

describe("the action for a secret value under a key", () => {
  it("is the one that hides most of those whose rules match; of none, it is stripped", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 4 }), (rules) => {
        const find = entryActions(rules, actionOf);
        const showsParts = rules.some(({ className }) => ["shown", "last", "size"].includes(className));
        expect(find !== undefined).toBe(showsParts);
        for (const key of [...KEYS, "other"]) {
          const matching = rules.filter(({ keys }) =>
            keys.some((one) => one === key || (one instanceof RegExp && one.test(key))),
          );
          const [strictest = "strip"] = matching
            .map(({ className }) => actionOf(className))
            .sort((a, b) => strictness(b) - strictness(a));
          if (find !== undefined) expect(find(key)).toEqual(strictest);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it("does not depend on the order of the rules", () => {
    const names = Object.keys(ACTIONS);
    for (const a of names)
      for (const b of names) {
        const [strictest] = [actionOf(a), actionOf(b)].sort((x, y) => strictness(y) - strictness(x));
        const find = entryActions([rule("shown", "other"), rule(a, "pin"), rule(b, /^p/)], actionOf);
        expect([a, b, find?.("pin")]).toEqual([a, b, strictest]);
      }
  });

  it("is strip for a long key, on which no rule is tried", () => {
    const seen: string[] = [];
    const isSeen = (key: string): boolean => seen.push(key) > 0;
    const find = entryActions([rule("shown", isSeen, "k".repeat(MAX_PATTERN_KEY_LENGTH + 1))], actionOf);
    const longest = "k".repeat(MAX_PATTERN_KEY_LENGTH);
    expect(find?.(longest)).toBe("show");
    expect(find?.(`${longest}k`)).toBe("strip");
    expect(seen).toEqual([longest]);
  });
});
