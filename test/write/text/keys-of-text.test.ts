import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapKeysOf } from "../../../src/plan/map-keys.js";
import { OPEN } from "../../../src/policy/verdict.js";
import { fieldKey, NO_KEY } from "../../../src/write/text/field-printer.js";
import { hasSurrogates, sortByKey } from "../../../src/write/text/key-order.js";
import { type KeyRules, mapEntries } from "../../../src/write/text/map-entries.js";
import { fieldShape } from "../../plan/field-shape.js";

describe("keys", () => {
  const sorted = (keys: readonly string[]): readonly string[] => {
    const entries = keys.map((key) => ({ key, hasSurrogates: hasSurrogates(key) }));
    sortByKey(entries);
    return entries.map(({ key }) => key);
  };
  const byBytes = (keys: readonly string[]): readonly string[] =>
    [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  it.each([3, 40])("keep their order if they are equal: %d of them", (count) => {
    const equal = Array.from({ length: count }, (_, place) => ({ key: "a", hasSurrogates: false, place }));
    sortByKey(equal);
    expect(equal.map(({ place }) => place)).toEqual(Array.from({ length: count }, (_, place) => place));
  });

  it("are sorted by their UTF-8 bytes, few and many, with surrogates and without", () => {
    const key = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.string({
        unit: fc.constantFrom("a", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}", "\ud7ff"),
        maxLength: 3,
      }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 40 }), (keys) => {
        expect(sorted(keys)).toEqual(byBytes(keys));
      }),
    );
  });

  it.each([
    [
      ["b", "a", "c"],
      ["a", "b", "c"],
    ],
    [
      ["\u{10000}", "\uffff", "\ue000"],
      ["\ue000", "\uffff", "\u{10000}"],
    ],
    [
      ["a\u{10000}", "a", "a\uffff"],
      ["a", "a\uffff", "a\u{10000}"],
    ],
    // A lone surrogate prints as U+FFFD.
    [
      ["\ufffe", "\ud800", "\ufffc"],
      ["\ufffc", "\ud800", "\ufffe"],
    ],
    [
      ["\ufffe", "\udc00", "\ufffc"],
      ["\ufffc", "\udc00", "\ufffe"],
    ],
    [
      ["\ufffe", "\udc00\ud800", "\ufffc"],
      ["\ufffc", "\udc00\ud800", "\ufffe"],
    ],
    [
      ["\ud800\ue000", "\ufffe"],
      ["\ud800\ue000", "\ufffe"],
    ],
    [
      ["\u{10ffff}", "\u{103ff}"],
      ["\u{103ff}", "\u{10ffff}"],
    ],
    // Pairs that differ in their second half.
    [
      ["\u{10ffff}", "\u{10fffe}", "\u{10fc00}"],
      ["\u{10fc00}", "\u{10fffe}", "\u{10ffff}"],
    ],
    [
      ["\u{10001}", "\u{10000}", "\u{103ff}"],
      ["\u{10000}", "\u{10001}", "\u{103ff}"],
    ],
    // No pair: a half beside a letter, and two second halves.
    [
      ["\ufffea", "\ud800a", "\ufffca"],
      ["\ufffca", "\ud800a", "\ufffea"],
    ],
    [
      ["a\ufffe", "a\udc00", "a\ufffc"],
      ["a\ufffc", "a\udc00", "a\ufffe"],
    ],
    [
      ["\udc00\ufffe", "\udc00\udc00", "\udc00\ufffc"],
      ["\udc00\ufffc", "\udc00\udc00", "\udc00\ufffe"],
    ],
    [
      ["\ufffe", "\udfff", "\ufffc"],
      ["\ufffc", "\udfff", "\ufffe"],
    ],
  ])("%j", (keys, expected) => {
    expect(sorted(keys)).toEqual(expected);
    expect(sorted([...keys].reverse())).toEqual(expected);
  });

  it("more than a few are sorted, too", () => {
    const keys = Array.from({ length: 30 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 30)));
    expect(sorted(keys)).toEqual(byBytes(keys));
    expect(sorted([...keys, ...keys])).toEqual(byBytes([...keys, ...keys]));
  });

  it("stand behind a brace or a comma", () => {
    expect(fieldKey('a"b')).toEqual({ first: '{"a\\"b":', next: ',"a\\"b":', size: 8 });
    expect(NO_KEY).toEqual({ first: "", next: "", size: 1 });
  });
});

describe("the entries of a map", () => {
  const mapField = fieldShape({ cardinality: { kind: "map", key: "string" } });
  const isToken = (text: string): boolean => text.startsWith("token");

  /** The entries, with how often keys were judged. */
  function counted(quote: KeyRules["quote"], detector?: typeof isToken) {
    const keys = mapKeysOf(mapField, OPEN, detector);
    if (keys === undefined) throw new Error("it is a map");
    const judged: string[] = [];
    const judge = (key: string) => {
      judged.push(key);
      return key === "bad" ? "invalid" : keys.judge(key);
    };
    const entriesOf = mapEntries({
      keys: { ...keys, judge },
      keyText: (key) => `'${key}'`,
      wrongKey: "wrong",
      quote,
    });
    return { entriesOf, judged };
  }

  it("are sorted, with the text before their values", () => {
    const { entriesOf } = counted("");
    expect(entriesOf(["b", "bad", "a"])).toEqual([
      { key: "a", hasSurrogates: false, first: "{'a':", next: ",'a':", size: 5, fate: "open" },
      { key: "b", hasSurrogates: false, first: "{'b':", next: ",'b':", size: 5, fate: "open" },
      { key: "bad", hasSurrogates: false, first: "{wrong:", next: ",wrong:", size: 7, fate: "invalid" },
    ]);
    expect(counted('"').entriesOf(["\ud800"])).toEqual([
      {
        key: "\ud800",
        hasSurrogates: true,
        first: "{'\ud800':\"",
        next: "\",'\ud800':\"",
        size: 5,
        fate: "open",
      },
    ]);
  });

  it("whose keys are credentials are one entry, which is never remembered", () => {
    const { entriesOf, judged } = counted("", isToken);
    for (let round = 0; round < 2; round++) {
      expect(entriesOf(["token1", "a", "token2"]).map(({ first, fate }) => [first, fate])).toEqual([
        ['{"***stripped***":', "credential"],
        ["{'a':", "open"],
      ]);
    }
    expect(judged).toEqual(["token1", "a", "token2", "token1", "token2"]);
  });

  it("are remembered: the last ones as a whole, others by key", () => {
    const { entriesOf, judged } = counted("");
    const first = entriesOf(["b", "a"]);
    expect(entriesOf(["b", "a"])).toBe(first);
    expect(entriesOf(["a", "b"])).toEqual(first);
    expect(entriesOf(["a", "c"]).map(({ key }) => key)).toEqual(["a", "c"]);
    expect(judged).toEqual(["b", "a", "c"]);
  });

  it("are not mistaken for the last ones if a list of keys has grown", () => {
    const { entriesOf } = counted("");
    const keys = ["b"];
    expect(entriesOf(keys)).toHaveLength(1);
    keys.push("a");
    expect(entriesOf(keys).map(({ key }) => key)).toEqual(["a", "b"]);
  });

  it("are not remembered as a whole if there are many, or a key is long", () => {
    const { entriesOf, judged } = counted("");
    const many = Array.from({ length: 65 }, (_, index) => `k${index}`);
    expect(entriesOf(many)).not.toBe(entriesOf(many));
    const some = many.slice(1);
    expect(entriesOf(some)).toBe(entriesOf(some));
    judged.length = 0;
    const long = "a".repeat(257);
    for (const keys of [[long], [long]]) entriesOf(keys);
    expect(judged).toEqual([long, long]);
    expect(entriesOf([long, "x"])).not.toBe(entriesOf([long, "x"]));
    const longest = ["a".repeat(256)];
    expect(entriesOf(longest)).toBe(entriesOf(longest));
    judged.length = 0;
    for (const keys of [["b".repeat(256)], ["y"], ["b".repeat(256)]]) entriesOf(keys);
    expect(judged).toHaveLength(2);
  });

  it("are forgotten when too many keys came", () => {
    const { entriesOf, judged } = counted("");
    entriesOf(["a"]);
    entriesOf(Array.from({ length: 511 }, (_, index) => `k${index}`));
    entriesOf(["a"]);
    expect(judged).toHaveLength(512);
    entriesOf(["b"]);
    entriesOf(["a"]);
    expect(judged.slice(512)).toEqual(["b", "a"]);
  });
});
