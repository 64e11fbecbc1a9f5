import { describe, expect, it } from "vitest";
import { collectLeaves, collectScalar } from "../../../src/write/collect/collect-leaves.js";
import { type SecretValue, SecretWalk } from "../../../src/write/collect/secret-walk.js";

/** Bytes as `bytes:` and their characters. */
function readable(value: SecretValue): unknown {
  return typeof value === "string" ? value : `bytes:${Buffer.from(value).toString("latin1")}`;
}

describe("a secret value without a type", () => {
  function leavesOf(value: unknown): readonly unknown[] {
    const walk = new SecretWalk();
    collectLeaves(value, 1, walk);
    return walk.values.map(readable);
  }

  it.each<[string, unknown, readonly string[]]>([
    ["a text", "a", ["a"]],
    ["a boxed text", new String("a"), ["a"]],
    ["numbers", [123456, 123456789012n, 5, 12345, -1234567], ["123456", "123456789012", "1234567"]],
    ["nothing", [null, undefined, true, Symbol("a")], []],
    ["an object", { a: "b", c: { d: "e" } }, ["b", "e"]],
    ["a Map and a Set", [new Map([["a", "b"]]), new Set(["c"])], ["b", "c"]],
    ["bytes", Buffer.from("a"), ["bytes:a"]],
    ["a view of bytes", new DataView(Uint8Array.of(97, 98, 99).buffer, 1, 1), ["bytes:b", "bytes:abc"]],
    ["numbers of another size", Uint16Array.of(0x6261), ["bytes:ab", "bytes:ab"]],
    ["a buffer", Uint8Array.of(97).buffer, ["bytes:a"]],
    ["properties of a function", Object.assign(() => undefined, { a: "secret" }), ["secret"]],
    [
      "what can be read",
      {
        get a(): string {
          throw new Error("x");
        },
        b: "c",
      },
      ["c"],
    ],
  ])("is taken apart: %s", (_, value, values) => {
    expect(leavesOf(value).filter((leaf) => leaf !== "a" || values.includes("a"))).toEqual(values);
  });

  it("is met again in another place", () => {
    const shared = { a: "b" };
    expect(leavesOf([shared, shared])).toEqual(["b", "b"]);
    const deepSet = (depth: number): unknown => (depth === 0 ? "deep" : new Set([deepSet(depth - 1)]));
    expect(leavesOf(deepSet(100))).toEqual(["deep"]);
    expect(leavesOf(deepSet(101))).toEqual([]);
  });

  it("may hold itself", () => {
    const list: unknown[] = ["a"];
    list.push(list, { list });
    expect(leavesOf(list)).toEqual(["a"]);
  });

  it("is not searched deeper than a hundred levels", () => {
    const nested = (depth: number): unknown => (depth === 0 ? "deep" : [nested(depth - 1)]);
    expect(leavesOf(nested(100))).toEqual(["deep"]);
    expect(leavesOf(nested(101))).toEqual([]);
  });

  it("is a scalar or not", () => {
    const walk = new SecretWalk();
    expect(["a", 1, 1n, new Uint8Array(1)].map((value) => collectScalar(value, walk))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([null, undefined, true, {}, []].map((value) => collectScalar(value, walk))).toEqual(
      Array(5).fill(false),
    );
  });
});

describe("what a walk keeps", () => {
  it("copies of bytes, because callers overwrite the buffer of a secret", () => {
    const walk = new SecretWalk();
    const secret = Uint8Array.of(1, 2);
    walk.bytes(secret);
    walk.bytes(new Uint8Array());
    secret.fill(0);
    expect(walk.values).toEqual([Uint8Array.of(1, 2)]);
  });

  it("no more than ten thousand values", () => {
    const walk = new SecretWalk();
    for (let index = 0; index < 10_001; index++) walk.text("a");
    walk.bytes(Uint8Array.of(1));
    expect(walk.values).toHaveLength(10_000);
  });

  it("digits without their sign", () => {
    const walk = new SecretWalk();
    for (const number of ["-123456", "1-23456", 1e21, "12345", -0.12345]) walk.number(number);
    expect(walk.values).toEqual(["123456", "1-23456", "0.12345"]);
  });

  it("each message once, if there are many", () => {
    const walk = new SecretWalk();
    const enter = (message: object): boolean => {
      const isNew = walk.enter(message, undefined);
      if (isNew) walk.leave();
      return isNew;
    };
    const message = {};
    for (let index = 0; index < 1000; index++) expect(enter(message)).toBe(true);
    expect([enter(message), enter(message)]).toEqual([true, false]);
  });
});
