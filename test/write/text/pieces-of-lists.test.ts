import { describe, expect, it, vi } from "vitest";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { flattened, LONGEST_ROPE } from "../../../src/write/text/rope.js";
import { GO_FORMAT } from "../../../src/write/text/text-format.js";
import { TextRenderer } from "../../../src/write/text/text-renderer.js";
import { ACCOUNT, accountPlan } from "../accounts.js";

/** The text of a message, and the lengths of the long texts that are flattened for it: a character of them is read. */
function flattenedFor(message: object): { readonly text: string; readonly lengths: readonly number[] } {
  const renderer = new TextRenderer({
    format: GO_FORMAT,
    limits: resolveLimits(),
    holdsCredential: undefined,
  });
  const lengths: number[] = [];
  const { charCodeAt } = String.prototype;
  const spy = vi.spyOn(String.prototype, "charCodeAt").mockImplementation(function (this: string, index) {
    if (this.length > LONGEST_ROPE) lengths.push(this.length);
    return charCodeAt.call(this, index);
  });
  try {
    return { text: renderer.print(accountPlan(), objectRepresentation(ACCOUNT), message), lengths };
  } finally {
    spy.mockRestore();
  }
}

const texts = (count: number, length: number): readonly object[] =>
  Array.from({ length: count }, () => ({ open: "x".repeat(length) }));
const textOf = (inners: readonly object[]): string => JSON.stringify({ inners });

describe("a long list is flattened piece by piece", () => {
  it("as soon as a piece is long enough, and the rest is left", () => {
    const inners = texts(2000, 40);
    const { text, lengths } = flattenedFor({ inners });
    expect(text).toBe(textOf(inners));
    expect(lengths).toHaveLength(3);
    for (const length of lengths) expect(length).toBeLessThan(LONGEST_ROPE + 100);
  });

  it("but for a piece that ends with a long item, which is one string", () => {
    const inners = [...texts(3, 40), ...texts(3, LONGEST_ROPE + 1), ...texts(3, 40)];
    const { text, lengths } = flattenedFor({ inners });
    expect(text).toBe(textOf(inners));
    expect(lengths).toEqual([]);
  });

  it("and a short one is not", () => {
    expect(flattenedFor({ inners: texts(20, 40) }).lengths).toEqual([]);
  });

  it("by reading a character of it", () => {
    const spy = vi.spyOn(String.prototype, "charCodeAt");
    const text = flattened("abc");
    const calls = spy.mock.calls.length;
    spy.mockRestore();
    expect([text, calls]).toEqual(["abc", 1]);
  });
});
