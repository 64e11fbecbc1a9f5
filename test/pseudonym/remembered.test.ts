import { describe, expect, it } from "vitest";
import { remembered } from "../../src/pseudonym/remembered.js";

/** A function that remembers, and the texts for which it had to make a result. */
function counted(): { readonly recall: (text: string) => string; readonly made: string[] } {
  const made: string[] = [];
  const recall = remembered((text) => {
    made.push(text);
    return { result: `<${text}>`, key: text };
  });
  return { recall, made };
}

describe("what was made for a text", () => {
  const others = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => `${name} ${index}`);

  it("is remembered", () => {
    const { recall, made } = counted();
    expect(["a", "b", "a"].map(recall)).toEqual(["<a>", "<b>", "<a>"]);
    expect(made).toEqual(["a", "b"]);
  });

  it("is not remembered of a text that is longer than 128 characters", () => {
    const { recall, made } = counted();
    const [long, longer] = ["a".repeat(128), "a".repeat(129)];
    for (const text of [long, longer, long, longer]) expect(recall(text)).toBe(`<${text}>`);
    expect(made).toEqual([long, longer, longer]);
  });

  it("is remembered while 2048 other texts come, and again, if it comes among them", () => {
    const { recall, made } = counted();
    recall("a");
    for (const name of ["b", "c", "d"]) {
      for (const text of others(2048, name)) recall(text);
      recall("a");
    }
    expect(made.filter((text) => text === "a")).toEqual(["a"]);
  });

  it("is forgotten when 4096 other texts came", () => {
    const { recall, made } = counted();
    recall("a");
    for (const text of others(4096, "b")) recall(text);
    recall("a");
    expect(made.filter((text) => text === "a")).toEqual(["a", "a"]);
  });

  it("is remembered by a copy of the text that the maker gives", () => {
    const keys: string[] = [];
    const recall = remembered((text) => {
      keys.push(text);
      return { result: "made", key: "copy" };
    });
    expect([recall("a"), recall("copy"), recall("a")]).toEqual(["made", "made", "made"]);
    expect(keys).toEqual(["a", "a"]);
  });
});
