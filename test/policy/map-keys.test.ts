import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createSanitizer,
  type KeyPattern,
  MAX_PATTERN_KEY_LENGTH,
  type MapKeyRule,
  STRIPPED,
} from "../../src/index.js";
import { keyMatcher } from "../../src/policy/key-matcher.js";
import { MapsSchema as LegacyMapsSchema } from "../gen/legacy_pb.js";
import { EverythingSchema, LeafSchema, MapsSchema } from "../gen/probe_pb.js";
import { testRegistry } from "../schema/test-files.js";

/** Prints a map field as a policy with some rules has it. */
function print(
  init: Parameters<typeof create<typeof MapsSchema>>[1],
  ...mapKeys: readonly MapKeyRule[]
): unknown {
  const sanitizer = createSanitizer({ schemas: [testRegistry], policy: { mapKeys } });
  return sanitizer.toJson(create(MapsSchema, init));
}

describe("a rule for map keys judges the entries of a map one by one", () => {
  it("the values of its keys are stripped, the keys and all other entries are printed", () => {
    const volumeContext = { password: "x", pod: "p" };
    const rule = { field: "volume_context", keys: ["password"] };
    expect(print({ volumeContext }, rule)).toEqual({ volume_context: { password: STRIPPED, pod: "p" } });
  });

  it("for any map and any keys", () => {
    const map = fc.dictionary(fc.string(), fc.string());
    fc.assert(
      fc.property(map, fc.array(fc.string()), fc.infiniteStream(fc.boolean()), (context, others, picks) => {
        const picked = Object.keys(context).filter(() => picks.next().value);
        const keys = [...picked, ...others, "always"];
        const printed = Object.entries(context).map(([key, value]) => [
          key,
          keys.includes(key) ? STRIPPED : value,
        ]);
        expect(print({ volumeContext: context }, { field: "volume_context", keys })).toEqual(
          printed.length === 0 ? {} : { volume_context: Object.fromEntries(printed) },
        );
      }),
    );
  });

  it("whatever the values are: messages, bytes, enums", () => {
    const leaf = create(LeafSchema, { open: "a" });
    const init = {
      toLeaf: { 1: leaf, 2: leaf },
      toBytes: { a: new Uint8Array([1]), b: new Uint8Array([1]) },
    };
    expect(print(init, { field: "to_leaf", keys: ["1"] }, { field: "to_bytes", keys: ["a"] })).toEqual({
      to_leaf: { 1: STRIPPED, 2: { open: "a" } },
      to_bytes: { a: STRIPPED, b: "AQ==" },
    });
  });

  it("a field that is secret as a whole stays so", () => {
    expect(print({ hiddenMap: { a: "x", b: "y" } }, { field: "hidden_map", keys: ["a"] })).toEqual({
      hidden_map: STRIPPED,
    });
  });
});

describe("a rule names a field", () => {
  const everything = create(EverythingSchema, {
    maps: { volumeContext: { key: "x" } },
    publish: { volumeContext: { key: "x" } },
  });
  const printAll = (field: string): unknown =>
    createSanitizer({ schemas: [testRegistry], policy: { mapKeys: [{ field, keys: ["key"] }] } }).toJson(
      everything,
    );

  it("by its simple name: wherever it occurs", () => {
    expect(printAll("volume_context")).toEqual({
      maps: { volume_context: { key: STRIPPED } },
      publish: { volume_context: { key: STRIPPED } },
    });
  });

  it("by its full name: there only", () => {
    expect(printAll("probe.v1.Maps.volume_context")).toEqual({
      maps: { volume_context: { key: STRIPPED } },
      publish: { volume_context: { key: "x" } },
    });
  });

  it("and not by the end of another name", () => {
    expect(() => printAll("context")).toThrow(/no such map/);
    expect(() => printAll("Maps.volume_context")).toThrow(/no such map/);
  });

  it("rules add up, of one policy and of several", () => {
    const rule = (...keys: KeyPattern[]): MapKeyRule => ({ field: "volume_context", keys });
    const sanitizer = createSanitizer({
      schemas: [testRegistry],
      policy: [
        { mapKeys: [rule("a"), { field: "probe.v1.Maps.volume_context", keys: ["b"] }] },
        { mapKeys: [rule(/c/)] },
      ],
    });
    expect(sanitizer.toJson(create(MapsSchema, { volumeContext: { a: "", b: "", c: "", d: "" } }))).toEqual({
      volume_context: { a: STRIPPED, b: STRIPPED, c: STRIPPED, d: "" },
    });
  });
});

describe("a key is", () => {
  const match = (pattern: KeyPattern, key: string): boolean => keyMatcher([pattern])(key);

  it("a string: the whole key, in upper and lower case as it is", () => {
    expect(match("token", "token")).toBe(true);
    expect(match("token", "Token")).toBe(false);
    expect(match("token", "tokens")).toBe(false);
    expect(match("", "")).toBe(true);
    expect(match("a.c", "abc")).toBe(false);
  });

  it("or a pattern: searched in the key", () => {
    expect(match(/token/i, "serviceAccount.TOKENS")).toBe(true);
    expect(match(/^token$/, "tokens")).toBe(false);
    expect(match(/^\p{Lu}/u, "Ä")).toBe(true);
    expect(match(/a.b/s, "a\nb")).toBe(true);
  });

  it.each(["g", "y", "gy", "giy"])("a pattern with the flags %s keeps no state", (flags) => {
    const pattern = new RegExp("^secret", flags);
    const matches = keyMatcher([pattern]);
    for (const key of ["secret-a", "secret-b", "secret-a", "secret-c"]) expect(matches(key)).toBe(true);
    expect(matches("open")).toBe(false);
    expect(pattern.lastIndex).toBe(0);
  });

  it("or a function of the key", () => {
    expect(match((key) => key.endsWith("/password"), "example.com/password")).toBe(true);
    expect(match((key) => key.endsWith("/password"), "example.com/user")).toBe(false);
  });

  it("a function that throws has found a secret", () => {
    const throws = (): boolean => {
      throw new Error("not today");
    };
    expect(match(throws, "key")).toBe(true);
    const rule = { field: "volume_context", keys: [throws] };
    expect(print({ volumeContext: { key: "x" } }, rule)).toEqual({ volume_context: { key: STRIPPED } });
  });

  it("a function is asked once per key", () => {
    const asked: string[] = [];
    const matches = keyMatcher([(key) => asked.push(key) > 100]);
    for (const key of ["a", "b", "a", "b", "a"]) expect(matches(key)).toBe(false);
    expect(asked).toEqual(["a", "b"]);
  });

  it("ever new keys are all answered right, and the first ones too, when they come back", () => {
    const matches = keyMatcher([/7$/]);
    for (let round = 0; round < 2; round++) {
      for (let key = 0; key < 2500; key++) expect(matches(`key-${key}`)).toBe(key % 10 === 7);
    }
  });
});

describe("long keys", () => {
  const longest = "k".repeat(MAX_PATTERN_KEY_LENGTH);

  it("the value of a key that is too long for patterns is secret, and no pattern is tried on it", () => {
    const tried: number[] = [];
    const matches = keyMatcher([(key) => tried.push(key.length) < 0]);
    expect(matches(longest)).toBe(false);
    expect(matches(`${longest}k`)).toBe(true);
    expect(matches("k".repeat(1_000_000))).toBe(true);
    expect(tried).toEqual([MAX_PATTERN_KEY_LENGTH]);
  });

  it("exact keys may have any length", () => {
    const matches = keyMatcher([`${longest}k`]);
    expect(matches(`${longest}k`)).toBe(true);
    expect(matches(`${longest}l`)).toBe(false);
  });
});

describe("keys that are not strings are judged by their text in JSON", () => {
  const keys = { int32: "-1", int64: "9007199254740993", uint64: "18446744073709551615", sfixed32: "0" };

  it.each(Object.entries(keys))("%s: %s", (type, key) => {
    const field = `by_${type}`;
    const message = create(LegacyMapsSchema, {
      byInt32: { [-1]: "x", 1: "a" },
      byInt64: { "9007199254740993": "x", "9007199254740992": "a" },
      byUint64: { "18446744073709551615": "x", "1": "a" },
      bySfixed32: { 0: "x", 1: "a" },
    });
    const sanitizer = createSanitizer({
      schemas: [testRegistry],
      policy: { mapKeys: [{ field, keys: [key] }] },
    });
    const [hidden, ...rest] = printedValues(sanitizer.toJson(message), field).sort();
    expect([hidden, ...rest]).toEqual([STRIPPED, "a"]);
  });

  it("bool", () => {
    const message = create(LegacyMapsSchema, { byBool: { true: "x", false: "a" } });
    const policy = { mapKeys: [{ field: "by_bool", keys: [/^t/] }] };
    expect(createSanitizer({ schemas: [testRegistry], policy }).toJson(message)).toEqual({
      by_bool: { true: STRIPPED, false: "a" },
    });
  });

  it("another spelling of a key, which is the same key on the wire, does not bypass a rule", () => {
    const spellings = ["01", "+1", "1.0", "1e0", " 1"];
    const rule = { field: "by_int32", keys: ["1"] };
    const text = JSON.stringify(
      print({ byInt32: Object.fromEntries(spellings.map((one) => [one, "leaked"])) }, rule),
    );
    expect(text).not.toContain("leaked");
  });
});

function printedValues(json: unknown, field: string): unknown[] {
  const map: unknown = Object.entries(json ?? {}).find(([name]) => name === field)?.[1];
  return Object.values(map ?? {});
}
