import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/plan/compiled.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import type { Representation } from "../../../src/representations/representation.js";
import { wireBytes } from "../../../src/representations/wire/wire.js";
import { collectLeaves } from "../../../src/write/collect/collect-leaves.js";
import { SecretCollector } from "../../../src/write/collect/secret-collector.js";

import { bytes, field } from "../../wire-fields.js";
import { collected, collector, compilerOf, planOf, readable, SAFE } from "./safes.js";

const inner = { open: "a", pin: "1234" };
const twice = { pin: "x" };

describe("the secret values of a message", () => {
  it.each<[string, object, readonly string[]]>([
    [
      "none of what is open",
      { open: "a", tags: ["b"], labels: { c: "d" }, inner: { open: "e" }, open_message: { text: "f" } },
      [],
    ],
    ["texts, and bytes", { pin: "x", key: Buffer.from("y"), codes: ["a", "b"] }, ["x", "bytes:y", "a", "b"]],
    ["bytes that are base64 or numbers", { key: "aGk=", hidden: {} }, ["bytes:hi"]],
    ["numbers of six digits and more", { number: "-1234567", rate: 123456.5 }, ["1234567", "123456.5"]],
    ["no shorter ones", { number: 12345, rate: 1.5 }, []],
    ["a Long", { number: { low: 1234567, high: 0 } }, ["1234567"]],
    ["no bool and no enum, which every log contains", { flag: true, level: "HIGH" }, []],
    [
      "texts in place of numbers, bools and enums",
      { number: "hunter2", rate: "hunter3", flag: "hunter4", level: "hunter5" },
      ["hunter2", "hunter3", "hunter4", "hunter5"],
    ],
    ["nothing of what is empty", { pin: "", key: "", codes: [""], number: null, hidden: null }, []],
    [
      "the values of a secret map, and keys that are credentials",
      { hidden: { a: "x", token1: "y" } },
      ["x", "token1", "y"],
    ],
    [
      "the values under secret keys",
      { labels: { pin: "x", a: "b", c: "token2", token1: "y" }, keyed: { pin: inner, a: inner } },
      ["x", "token2", "token1", "y", "a", "1234", "1234"],
    ],
    ["not the key that stands for credentials", { labels: { "***stripped***": "x" } }, ["x"]],
    [
      "what is secret in the messages inside",
      { inner, inners: [inner, {}], next: { next: { pin: "deep" } } },
      ["1234", "1234", "deep"],
    ],
    [
      "all of a secret message",
      { vault: inner, hidden_open: { text: "t", number: "7654321", level: 1 } },
      ["a", "1234", "t", "7654321"],
    ],
    ["credentials in open texts", { open: "token1", tags: ["a", "token2"] }, ["token1", "token2"]],
    [
      "values of the wrong type, in secret fields only",
      { pin: { a: ["b"] }, codes: "cc", hidden: ["d"], vault: "e", open: 5, tags: "f", labels: "g" },
      ["b", "cc", "d", "e"],
    ],
    ["a text in place of a bool, but no number of an enum", { level: 1234567, flag: "a text" }, ["a text"]],
    ["a text that is no base64, in place of bytes", { key: "no base64!" }, ["no base64!"]],
    [
      "a large number, as a text",
      { number: "1234567890123456789", vault: { pin: 1234567 } },
      ["1234567890123456789", "1234567"],
    ],
    [
      "the items of a list, whatever form they have",
      { keys: ["aGk=", [104, 105], null], ids: [{ low: 0, high: 1 }, "1234567", 7654321] },
      ["bytes:hi", "bytes:hi", "4294967296", "1234567", "7654321"],
    ],
    [
      "a text that is no number and no bytes, though it begins like one",
      { number: "-1 hunter2", key: "-1.5" },
      ["-1.5", "-1 hunter2"],
    ],
    ["no enums in a list, by their names or numbers, but another text", { ranks: ["HIGH", 1, "x"] }, ["x"]],
    [
      "those in JSON, in texts and in bytes",
      { doc: '{"pin":"x","a":"token1","b":"c"}', docs: ["eyJwaW4iOiJ5In0=", "W10="] },
      ["x", "token1", "y"],
    ],
    ["all of JSON that is not clear", { doc: "{pin", docs: ["e3Bpbg=="] }, ["{pin", "bytes:{pin"]],
    ["no short number, as a text", { number: "12345" }, []],
    ["nothing of a Set in place of an open list", { tags: new Set(["token1"]) }, []],
    ["a message that is met twice, twice", { many: [twice, twice] }, ["x", "x"]],
    [
      "all of a secret message, down to the last one",
      {
        hidden_safe: {
          open: "a",
          next: { tags: ["b"], labels: { c: "d" } },
          numbers: { 1: { text: "e" } },
          level: 1,
        },
      },
      ["a", "d", "b", "e"],
    ],
    ["a value that stands for a message", { wrapped: "a" }, ["a", "a"]],
    ["what is in place of a secret message", { vault: new Set(["a"]), hidden_open: [["b"]] }, ["a", "b"]],
    [
      "nothing in place of an open one",
      { inner: new Set(["a"]), next: "b", keyed: ["c"], levels: ["d"] },
      [],
    ],
    ["a value under a secret key that is no message", { keyed: { pin: "a", b: "c" } }, ["a"]],
    ["items of the wrong type", { codes: ["a", { b: "c" }], inners: ["d", inner] }, ["a", "c", "1234"]],
  ])("are %s", (_, message, values) => {
    expect(collected(message)).toEqual(values);
  });

  it("are not found deeper than the limit", () => {
    const nested = (depth: number): object => (depth === 0 ? { pin: "deep" } : { next: nested(depth - 1) });
    expect(collected(nested(4))).toEqual(["deep"]);
    expect(collected(nested(5))).toEqual([]);
  });

  it("are found in each of many messages that cannot hold themselves", () => {
    expect(collected({ inners: Array(1200).fill(twice) })).toHaveLength(1200);
  });

  it("are found once in a message that holds itself", () => {
    const message: Record<string, unknown> = { pin: "x" };
    message["next"] = message;
    expect(collected(message)).toEqual(["x"]);
  });

  it("are those of the items and entries that can be read", () => {
    const failing = (name: PropertyKey, value: object) =>
      Object.defineProperty(value, name, {
        enumerable: true,
        get: () => {
          throw new Error("x");
        },
      });
    expect(collected({ codes: failing(1, ["a", "", "b"]) })).toEqual(["a", "b"]);
    expect(collected({ hidden: failing("k", { a: "x", k: "", z: "y" }) })).toEqual(["x", "y"]);
    expect(collected({ inners: failing(0, ["", inner]) })).toEqual(["1234"]);
    const list = Object.assign(["a"], { *[Symbol.iterator]() {} });
    expect(collected({ codes: list })).toEqual(["a"]);
  });

  it("are those that can be read", () => {
    const broken = {
      get pin(): string {
        throw new Error("x");
      },
      codes: ["a"],
      vault: {
        get open(): string {
          throw new Error("x");
        },
        pin: "b",
      },
    };
    expect(collected(broken)).toEqual(["a", "b"]);
    expect(
      collected(
        new Proxy(
          {},
          {
            get: () => {
              throw new Error("x");
            },
          },
        ),
      ),
    ).toEqual([]);
    for (const value of [null, undefined, 5, "text"]) expect(collected(value)).toEqual([]);
  });

  it("are none for a type that has none, or that cannot be compiled", () => {
    const open = compilerOf({}).plan("safe.v1.Open");
    if (open === undefined) throw new Error("it is a type");
    const failed: Plan = { kind: "failed", typeName: "a.B", reason: "why" };
    for (const plan of [open, failed]) {
      expect(collector.collect(plan, objectRepresentation("x"), { text: "a", pin: "b" }).values).toEqual([]);
    }
    expect(collector.message(open, wireBytes, "planned")).toBe(
      collector.message(undefined, wireBytes, "planned"),
    );
    expect(collector.message(failed, wireBytes, "whole")).toBe(collectLeaves);
  });

  it("are collected by the same closures each time", () => {
    const make = (extent: "whole" | "planned") =>
      collector.message(planOf(SAFE), objectRepresentation("once"), extent);
    make("whole");
    expect(make("whole")).not.toBe(make("planned"));
    expect(make("whole")).toBe(make("whole"));
  });
});

describe("where a library has one form for each value", () => {
  it("a text in place of bytes is a text, even if it could be base64", () => {
    const objects = objectRepresentation(SAFE);
    const neutral: Representation = { bind: (plan) => ({ ...objects.bind(plan), neutral: () => undefined }) };
    const message = { keys: ["aGk=", Buffer.from("a")] };
    expect(collector.collect(planOf(SAFE), neutral, message).values.map(readable)).toEqual([
      "aGk=",
      "bytes:a",
    ]);
  });
});

describe("without detectors", () => {
  const mapKeys = ["keyed", "labels"].map((field) => ({ field, keys: ["pin"] }));
  const plan = compilerOf({ mapKeys }).plan(SAFE);
  const plain = (message: unknown): readonly unknown[] =>
    plan === undefined
      ? []
      : new SecretCollector(5).collect(plan, objectRepresentation(SAFE), message).values.map(readable);

  it.each<[string, object, readonly string[]]>([
    [
      "nothing is read of what can hold no secret",
      {
        get open(): string {
          throw new Error("x");
        },
        open_message: { text: "a" },
        numbers: { 1: { text: "b" } },
        tags: ["c"],
        labels: { token: "d" },
      },
      [],
    ],
    [
      "all of a secret message of an open type",
      {
        hidden_open: { text: "a" },
        hidden_safe: { numbers: { 1: { text: "b" } }, open_message: { text: "c" }, tags: ["d"] },
      },
      ["d", "c", "b", "a"],
    ],
    [
      "a value under a secret key, and what is secret under another",
      { keyed: { pin: { open: "a" }, b: { open: "c", pin: "d" } } },
      ["a", "d"],
    ],
    ["a secret map whose keys are no credentials", { hidden: { token1: "a" } }, ["a"]],
    ["a text under a secret key", { labels: { pin: "a", b: "c" } }, ["a"]],
    [
      "what is secret in the message in an Any",
      { any: { type_url: "x.com/safe.v1.Inner", value: bytes(field(1, "a"), field(2, "b")) } },
      ["b"],
    ],
  ])("%s", (_, message, values) => {
    expect([...plain(message)].sort()).toEqual([...values].sort());
  });
});
