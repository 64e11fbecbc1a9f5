import Long from "long";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { ACCOUNT, accounts } from "../accounts.js";

const sanitizer = accounts();
const copyOf = (message: unknown): unknown => sanitizer.redact(ACCOUNT, message);
const MARKER_BYTES = new TextEncoder().encode(STRIPPED);
const inner = { open: "a", pin: "1234" };
const cleanInner = { open: "a", pin: STRIPPED };

/** What a message is copied as: what is not named here is dropped. */
const COPIES: readonly (readonly [string, object, object])[] = [
  [
    "open scalars stay",
    { name: "a", id: 5, level: "HIGH", rate: 0.5, sizes: [1, 2] },
    { name: "a", id: 5, level: "HIGH", rate: 0.5, sizes: [1, 2] },
  ],
  [
    "a secret scalar gets a replacement that counts as set",
    { pin: "x", number: 7, rank: 1, flag: true },
    { pin: STRIPPED, number: 1, rank: 1, flag: false },
  ],
  ["secret bytes get the marker in their form", { key: "aGk=" }, { key: "Kioqc3RyaXBwZWQqKio=" }],
  [
    "a secret scalar that is not set stays so",
    { pin: "", number: 0, rank: 0, key: "" },
    { pin: "", number: 0, rank: 0, key: "" },
  ],
  [
    "null means not set, in open and secret fields",
    { name: null, pin: null, tags: null, hidden: null, inner: null },
    { name: null, pin: null, tags: null, hidden: null, inner: null },
  ],
  ["undefined does, too", { name: undefined, pin: undefined }, { name: undefined, pin: undefined }],
  ["a value of the wrong type goes", { name: 5, id: "x", tags: "a", labels: 7, inner: "x", level: {} }, {}],
  [
    "a value of the wrong type goes out of a secret field, too: the kind of secret does not show",
    { pin: 5, codes: "a", vault: "x" },
    { pin: STRIPPED, codes: [STRIPPED] },
  ],
  ["a property that the type does not have goes", { name: "a", other: "b", pin2: 5 }, { name: "a" }],
  ["items of the wrong type go out of a list", { tags: ["a", 5, "b", null] }, { tags: ["a", "b"] }],
  [
    "an item with a credential becomes the marker",
    { tags: ["a", "token1"], name: "token2" },
    { tags: ["a", STRIPPED], name: STRIPPED },
  ],
  [
    "a secret list has one item, however many there were",
    { codes: ["a", "b", "c"], vaults: [inner, inner] },
    { codes: [STRIPPED], vaults: [{}] },
  ],
  ["an empty secret list is not set, and stays", { codes: [], vaults: [] }, { codes: [], vaults: [] }],
  ["a secret list of null keeps one message", { vaults: [null, null] }, { vaults: [{}] }],
  [
    "messages are copied inside of lists, maps and messages",
    { inners: [inner, {}], by_number: { 1: inner }, inner, next: { inner } },
    {
      inners: [cleanInner, {}],
      by_number: { 1: cleanInner },
      inner: cleanInner,
      next: { inner: cleanInner },
    },
  ],
  ["a secret message is an empty one", { vault: inner }, { vault: {} }],
  [
    "a secret map has one entry, under the zero of its keys",
    { hidden: { a: "b", c: "d" }, hidden_inners: { true: inner } },
    { hidden: { [STRIPPED]: STRIPPED }, hidden_inners: { false: {} } },
  ],
  [
    "an empty secret map is not set, and stays",
    { hidden: {}, hidden_inners: {} },
    { hidden: {}, hidden_inners: {} },
  ],
  [
    "a secret map with null keeps one message",
    { hidden_inners: { true: null } },
    { hidden_inners: { false: {} } },
  ],
  [
    "the value under a secret key is replaced",
    { labels: { pin: "1", a: "b" }, keyed: { pin: inner, a: inner } },
    { labels: { pin: STRIPPED, a: "b" }, keyed: { pin: {}, a: cleanInner } },
  ],
  [
    "entries whose keys are credentials become one",
    { labels: { token1: "a", x: "y", token2: "b" } },
    { labels: { [STRIPPED]: STRIPPED, x: "y" } },
  ],
  [
    "and so do they if the marker stands there already",
    { labels: { [STRIPPED]: "a", token1: "b" } },
    { labels: { [STRIPPED]: STRIPPED } },
  ],
  [
    "entries of the wrong type go",
    { labels: { a: 5, b: "c" }, by_number: { x: inner, 2: { open: "b" } } },
    { labels: { b: "c" }, by_number: { 2: { open: "b" } } },
  ],
  [
    "also beside a credential",
    { labels: { token1: "a", a: 5, b: "token" } },
    { labels: { [STRIPPED]: STRIPPED, b: STRIPPED } },
  ],
  ["the member of a oneof", { pick: "text", text: "a" }, { pick: "text", text: "a" }],
  [
    "a secret member of a oneof, even with its zero",
    { pick: "password", password: "x" },
    { pick: "password", password: STRIPPED },
  ],
  ["a choice that is no member goes", { pick: "other", text: "a" }, { text: "a" }],
];

describe("a copy of an object", () => {
  it.each(COPIES)("%s", (_, message, copy) => {
    const before = structuredClone(message);
    expect(copyOf(message)).toStrictEqual(copy);
    expect(message).toStrictEqual(before);
  });

  it.each(COPIES)("is copied to itself: %s", (_, message) => {
    const once = copyOf(message);
    expect(copyOf(once)).toEqual(once);
  });
});

describe("a copy shares what does not change", () => {
  const open = { name: "a", tags: ["b"], labels: { c: "d" }, inners: [{ open: "e" }], open: { text: "f" } };

  it("the whole message", () => {
    expect(copyOf(open)).toBe(open);
  });

  it("a field, a list, a map and a message beside a secret", () => {
    const copy = copyOf({ ...open, pin: "x" }) as typeof open; // of the same type
    for (const name of ["tags", "labels", "inners", "open"] as const) expect(copy[name]).toBe(open[name]);
  });

  it("items and entries beside those that change", () => {
    const [item, entry] = [{ open: "a" }, { open: "b" }];
    const copy = copyOf({ inners: [item, inner], keyed: { a: entry, pin: {} } }) as Record<
      string,
      Record<string, unknown>
    >; // as above
    expect(copy["inners"]?.[0]).toBe(item);
    expect(copy["keyed"]?.["a"]).toBe(entry);
  });
});

describe("a list that is more than its items", () => {
  it.each([
    ["a match of a pattern, which has the whole text", /b/.exec("abc"), ["b"]],
    ["a list with a property", Object.assign(["a"], { note: "x" }), ["a"]],
    ["a list of a class", new (class Tags extends Array<string> {})("a", "b"), ["a", "b"]],
  ])("is copied without the rest: %s", (_, tags, copied) => {
    const copy = copyOf({ tags }) as { tags: unknown[] }; // it has this field
    expect([...copy.tags]).toEqual(copied);
    expect(Object.getPrototypeOf(copy.tags)).toBe(Array.prototype);
    expect(Object.keys(copy.tags)).toEqual(Object.keys(copied));
  });

  it("nor has a secret one that is empty the rest", () => {
    expect(copyOf({ codes: Object.assign([], { note: "x" }) })).toStrictEqual({ codes: [] });
    const empty = { codes: [] };
    expect(copyOf(empty)).toBe(empty);
  });

  it("a hole is no item", () => {
    const tags = ["a"];
    tags[2] = "b";
    expect(copyOf({ tags })).toEqual({ tags: ["a", "b"] });
  });
});

describe("a copy has the forms of the original", () => {
  it("a Map", () => {
    const labels = new Map([
      ["pin", "1"],
      ["a", "b"],
    ]);
    expect(copyOf({ labels })).toEqual({
      labels: new Map([
        ["pin", STRIPPED],
        ["a", "b"],
      ]),
    });
    expect(copyOf({ hidden: labels })).toEqual({ hidden: new Map([[STRIPPED, STRIPPED]]) });
    const open = new Map([["a", "b"]]);
    expect(copyOf({ labels: open, pin: "x" })).toEqual({ labels: open, pin: STRIPPED });
  });

  it("a Map whose keys are credentials", () => {
    const labels = new Map([
      ["x", "y"],
      ["token1", "1"],
      ["token2", "2"],
    ]);
    expect(copyOf({ labels })).toEqual({
      labels: new Map([
        ["x", "y"],
        [STRIPPED, STRIPPED],
      ]),
    });
  });

  it("a Long, without what else it holds", () => {
    const id = Object.assign(Object.create(Long.prototype), Long.ONE, { note: "x" });
    expect(copyOf({ id, number: Long.fromNumber(7) })).toEqual({
      id: { low: 1, high: 0, unsigned: false },
      number: Long.ONE,
    });
    expect(copyOf({ ids: [Long.ONE, "2", 3] })).toEqual({ ids: [Long.ONE, "2", 3] });
  });

  it("bytes as a Buffer or as numbers", () => {
    expect(copyOf({ key: Buffer.from("x"), data: [1] })).toEqual({
      key: Buffer.from(MARKER_BYTES),
      data: [1],
    });
    expect(copyOf({ key: [1, 2] })).toEqual({ key: [...MARKER_BYTES] });
  });

  it("a message without a prototype", () => {
    const bare = Object.assign(Object.create(null), { name: "a", pin: "x" });
    const copy = copyOf(bare);
    expect(copy).toEqual({ name: "a", pin: STRIPPED });
    expect(Object.getPrototypeOf(copy)).toBeNull();
    const open = Object.assign(Object.create(null), { name: "a" });
    expect(copyOf(open)).toBe(open);
  });
});

describe("a oneof as one property", () => {
  it.each<[string, object, unknown]>([
    ["its member is copied", { case: "message", value: inner }, { case: "message", value: cleanInner }],
    [
      "a secret member gets its replacement",
      { case: "password", value: "" },
      { case: "password", value: STRIPPED },
    ],
    [
      "the member under its own name",
      { $case: "message", message: inner },
      { $case: "message", message: cleanInner },
    ],
    ["anything else goes", { case: "text", value: "a", note: "x" }, { case: "text", value: "a" }],
    ["a member of the wrong type goes", { case: "text", value: 5 }, { case: "text" }],
    ["a choice that is no member is none", { case: "other", value: "x" }, { case: undefined }],
    ["no choice is none", { case: undefined }, { case: undefined }],
    ["a value without a choice is none", { case: undefined, value: "x" }, { case: undefined }],
  ])("%s", (_, pick, copied) => {
    expect(copyOf({ pick })).toStrictEqual({ pick: copied });
  });

  it.each([[{ note: "x" }], [{}], [["text"]], [5]])("goes if it chooses nothing: %j", (pick) => {
    expect(copyOf({ name: "a", pick })).toStrictEqual({ name: "a" });
  });

  it("stays the same object if nothing changes, and holds nothing else", () => {
    const pick = { case: "text", value: "a" };
    const message = { pick };
    expect(copyOf(message)).toBe(message);
    const withSymbol = { ...pick, [Symbol("note")]: "x" };
    const ofClass = Object.assign(new (class Pick {})(), pick);
    for (const choice of [withSymbol, ofClass]) {
      const copy = copyOf({ pick: choice }) as typeof message; // it has this field
      expect(Reflect.ownKeys(copy.pick)).toEqual(["case", "value"]);
      expect(Object.getPrototypeOf(copy.pick)).toBe(Object.prototype);
    }
    const none = { case: undefined };
    const unset = { pick: none };
    expect(copyOf(unset)).toBe(unset);
    expect(copyOf({ pick: Object.assign({ [Symbol("note")]: "x" }, none) })).toStrictEqual({ pick: none });
  });
});
