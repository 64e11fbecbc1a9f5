import { describe, expect, it } from "vitest";
import { mapKeysOf } from "../../../src/plan/map-keys.js";
import { Path } from "../../../src/plan/path.js";
import { type KeyedVerdict, OPEN, type Verdict } from "../../../src/policy/verdict.js";
import type { MapAccess, MapSlot } from "../../../src/representations/representation.js";
import type { MapKeyType } from "../../../src/schema/message-shape.js";
import { copyMap, replaceMap } from "../../../src/write/copy/map-copy.js";
import { DROPPED, replaceMissing, type ValueCopy } from "../../../src/write/copy/value-copy.js";
import { fieldShape } from "../../plan/field-shape.js";

/** Maps are objects whose values are numbers, texts or null. */
const maps: MapAccess = {
  keys: (map) => (typeof map === "object" && map !== null ? Object.keys(map) : undefined),
  get(map, key) {
    if (!Object.hasOwn(Object(map), key)) throw new Error("no such key");
    return Reflect.get(Object(map), key);
  },
};
const slot: MapSlot = {
  open: (raw) => raw,
  isExact: (raw, entries) => Object.keys(Object(raw)).length === entries && !("more" in Object(raw)),
  build: (_like, keys, values) => Object.fromEntries(keys.map((key, index) => [key, values[index]])),
};
/** Open numbers stay, texts get longer, all else is dropped. A secret becomes its type. */
const values: ValueCopy = {
  copy: (value) => (typeof value === "number" ? value : typeof value === "string" ? `${value}!` : DROPPED),
  replace: (secret) => (secret === null || secret === undefined ? DROPPED : typeof secret),
};

const keyed: KeyedVerdict = {
  kind: "keyed",
  rules: [],
  keys: (key) => key.startsWith("pin"),
  json: undefined,
  describe: undefined,
  actionOf: undefined,
  jsonActionOf: undefined,
  given: [],
};

/** A copy of maps with keys of a type, and the keys that were judged. */
function copier(verdict: Verdict, detector?: (text: string) => boolean, key: MapKeyType = "string") {
  const keys = mapKeysOf(fieldShape({ cardinality: { kind: "map", key } }), verdict, detector);
  if (keys === undefined) throw new Error("it is a map");
  const judged: string[] = [];
  const judge = (text: string) => {
    judged.push(text);
    return keys.judge(text);
  };
  const copy = copyMap({ ...keys, judge }, maps, values);
  return { copy: (raw: unknown) => copy(raw, slot, 1, new Path()), judged };
}

const isToken = (text: string): boolean => text.startsWith("token");

describe("the copy of an open map", () => {
  it("is the map, if nothing changes and there is nothing else in it", () => {
    const { copy } = copier(OPEN);
    const map = { a: 1, b: Number.NaN };
    expect(copy(map)).toBe(map);
    expect(copy({})).toEqual({});
    expect(copy("text")).toBe(DROPPED);
    const more = Object.defineProperty({ a: 1 }, "more", { value: 1 });
    expect(copy(more)).not.toBe(more);
    expect(copy(more)).toEqual({ a: 1 });
  });

  it("has copies of the values, without those that are dropped", () => {
    const { copy } = copier(OPEN);
    expect(copy({ a: "x", b: 1 })).toEqual({ a: "x!", b: 1 });
    expect(copy({ a: "x", b: true, c: 1, d: null })).toEqual({ a: "x!", c: 1 });
    expect(copy({ a: true })).toEqual({});
  });

  it("has replacements under secret keys, and nothing under keys that are none", () => {
    expect(copier(keyed).copy({ pin: 1, pin2: "x", a: "y" })).toEqual({
      pin: "number",
      pin2: "string",
      a: "y!",
    });
    expect(copier(OPEN, undefined, "int32").copy({ 1: 1, "01": 2, x: 3 })).toEqual({ 1: 1 });
  });

  it("has descriptions where there are some; they are copied like open values", () => {
    const describe = (key: string) =>
      key === "pin" ? (value: unknown) => (value === 0 ? undefined : `a ${typeof value}`) : undefined;
    const { copy } = copier({ ...keyed, describe });
    expect(copy({ pin: 1, pin2: 1, a: 1 })).toEqual({ pin: "a number!", pin2: "number", a: 1 });
    expect(copy({ pin: 0 })).toEqual({ pin: "number" });
  });

  it("has one entry for all keys that are credentials, with the first value that is kept", () => {
    const { copy } = copier(keyed, isToken);
    expect(copy({ a: "x", token1: 1, b: true, token2: "y", pin: 1 })).toEqual({
      a: "x!",
      "***stripped***": "number",
      pin: "number",
    });
    expect(copy({ token1: null, token2: "y" })).toEqual({ "***stripped***": "string" });
    expect(copy({ token1: null })).toEqual({});
  });
});

describe("the keys of maps", () => {
  it("are judged once, if the next map has the same ones", () => {
    const { copy, judged } = copier(keyed);
    for (const map of [
      { a: 1, pin: 1 },
      { a: "x", pin: "y" },
    ])
      copy(map);
    expect(judged).toEqual(["a", "pin"]);
    expect(copy({ a: 1, pin: "x" })).toEqual({ a: 1, pin: "string" });
  });

  it("are not judged either, if they are the first ones of the last map", () => {
    const { copy, judged } = copier(keyed);
    copy({ a: 1, pin: 1 });
    expect([{}, { a: "x" }, { a: "x", pin: 5 }].map(copy)).toEqual([
      {},
      { a: "x!" },
      { a: "x!", pin: "number" },
    ]);
    expect(judged).toEqual(["a", "pin"]);
  });

  it.each([[{ pin: 1 }], [{ a: 1, pin: 1, b: 1 }], [{ pin: 1, a: 1 }], [{ a: 1, pim: 1 }]])(
    "are judged anew, if they differ: %j",
    (map) => {
      const { copy, judged } = copier(keyed);
      copy({ a: 1, pin: 1 });
      judged.length = 0;
      copy(map);
      expect(judged).toEqual(Object.keys(map));
    },
  );

  it("are not kept, if there are many, if one is long, or if one is a credential", () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
    const cases: readonly (readonly [object, boolean])[] = [
      [many(64), true],
      [many(65), false],
      [{ a: 1, ["b".repeat(256)]: 1 }, true],
      [{ a: 1, ["b".repeat(257)]: 1 }, false],
      [{ a: 1, token1: 1 }, false],
    ];
    for (const [map, isKept] of cases) {
      const { copy, judged } = copier(keyed, isToken);
      copy(map);
      judged.length = 0;
      copy(map);
      expect(judged.length === 0).toBe(isKept);
    }
  });
});

describe("the replacement of a secret map", () => {
  const replace = (raw: unknown, key: MapKeyType = "string", of: MapSlot | undefined = slot) =>
    replaceMap(key, maps, () => of, values)(raw, {});

  it("has one entry, under the replacement of a key", () => {
    expect(replace({ a: 1, b: "x" })).toEqual({ "***stripped***": "number" });
    expect(replace({ 5: "x" }, "int32")).toEqual({ 0: "string" });
    expect(replace({ true: "x" }, "bool")).toEqual({ false: "string" });
    expect(replace({ 5: "x" }, "uint64")).toEqual({ 0: "string" });
  });

  it("has the kind of the first value that there is", () => {
    expect(replace({ a: null, b: undefined, c: "x", d: 1 })).toEqual({ "***stripped***": "string" });
  });

  it("of nothing but null is an empty message, where the values are messages", () => {
    expect(replace({ a: null })).toEqual({ "***stripped***": "object" });
    const kept: ValueCopy = { ...values, replace: (secret) => String(secret) };
    expect(replaceMap("string", maps, () => slot, kept)({ a: null, b: undefined }, {})).toEqual({
      "***stripped***": "null",
    });
    const dropped: ValueCopy = { ...values, replace: () => DROPPED };
    expect(replaceMap("string", maps, () => slot, dropped)({ a: 1 }, {})).toStrictEqual({});
  });

  it("is not there for an empty map, which is not set", () => {
    const empty = {};
    expect(replace(empty)).toBe(empty);
    expect(replace({}, "string", { ...slot, isExact: () => false })).not.toBe(empty);
    expect(replace({}, "string", { ...slot, isExact: () => false })).toStrictEqual({});
  });

  it("of a value that is no map has an entry, too", () => {
    expect(replace("text")).toEqual({ "***stripped***": "object" });
    expect(replace({ a: 1 }, "string", undefined)).toEqual({ "***stripped***": "number" });
    expect(replaceMap("string", maps, () => undefined, values)({ a: 1 }, {})).toBe(DROPPED);
  });
});

describe("a secret value that is missing", () => {
  it("becomes an empty message, if its replacement would be dropped", () => {
    const replaced = (secret: unknown, instead: unknown) =>
      replaceMissing((value) => (typeof value === "object" && value !== null ? "empty" : instead), secret);
    expect([null, undefined, "x"].map((secret) => replaced(secret, DROPPED))).toEqual([
      "empty",
      "empty",
      DROPPED,
    ]);
    expect([null, undefined, "x"].map((secret) => replaced(secret, "kept"))).toEqual([
      "kept",
      "kept",
      "kept",
    ]);
  });
});
