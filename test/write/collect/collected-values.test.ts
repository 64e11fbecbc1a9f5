import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/index.js";
import type { Plan } from "../../../src/plan/compiled.js";
import { PlanCompiler } from "../../../src/plan/plan-compiler.js";
import { copyPolicies } from "../../../src/policy/copy-policies.js";
import { createJudge } from "../../../src/policy/judge.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { wireBytes } from "../../../src/representations/wire/wire.js";
import { sourcesOf } from "../../../src/schema/schema-input.js";
import { SchemaSet } from "../../../src/schema/schema-set.js";
import { collectLeaves, collectScalar } from "../../../src/write/collect/collect-leaves.js";
import { decodedWireBytes, decodeWire } from "../../../src/write/collect/decoded-wire.js";
import { SecretCollector } from "../../../src/write/collect/secret-collector.js";
import { type SecretValue, SecretWalk } from "../../../src/write/collect/secret-walk.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { any, bytes, field } from "../../wire-fields.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package safe.v1;
  import "google/protobuf/any.proto";
  import "google/protobuf/wrappers.proto";
  enum Level { LOW = 0; HIGH = 1; }
  message Inner { string open = 1; string pin = 2 [debug_redact = true]; }
  message Open { string text = 1; int64 number = 2; Level level = 3; }
  message Safe {
    string open = 1;
    string pin = 2 [debug_redact = true];
    bytes key = 3 [debug_redact = true];
    int64 number = 4 [debug_redact = true];
    double rate = 5 [debug_redact = true];
    bool flag = 6 [debug_redact = true];
    Level level = 7 [debug_redact = true];
    repeated string codes = 8 [debug_redact = true];
    map<string, string> hidden = 9 [debug_redact = true];
    map<string, string> labels = 10;
    map<string, Inner> keyed = 11;
    Inner inner = 12;
    Inner vault = 13 [debug_redact = true];
    repeated Inner inners = 14;
    repeated string tags = 15;
    Safe next = 16;
    google.protobuf.Any any = 17;
    google.protobuf.Any hidden_any = 18 [debug_redact = true];
    Open open_message = 19;
    Open hidden_open = 20 [debug_redact = true];
    map<int32, Open> numbers = 21;
    repeated Safe many = 22;
    google.protobuf.StringValue wrapped = 23 [debug_redact = true];
    Safe hidden_safe = 24 [debug_redact = true];
    repeated Level levels = 25;
    repeated bytes keys = 26 [debug_redact = true];
    repeated int64 ids = 27 [debug_redact = true];
  }`,
);

const rules: Policy = {
  mapKeys: [
    { field: "labels", keys: ["pin"] },
    { field: "keyed", keys: ["pin"] },
  ],
  detectors: [(text) => text.startsWith("token")],
};
function compilerOf(policy: Policy): PlanCompiler {
  return new PlanCompiler(new SchemaSet(sourcesOf([root]).sources), createJudge(copyPolicies(policy)));
}

const compiler = compilerOf(rules);

function planOf(typeName: string): Plan {
  const plan = compiler.plan(typeName);
  if (plan === undefined) throw new Error(`no type ${typeName}`);
  return plan;
}

const SAFE = "safe.v1.Safe";
const collector = new SecretCollector(5);

function collected(message: unknown): readonly unknown[] {
  return collector.collect(planOf(SAFE), objectRepresentation(SAFE), message).map(readable);
}

/** Bytes as `bytes:` and their characters. */
function readable(value: SecretValue): unknown {
  return typeof value === "string" ? value : `bytes:${Buffer.from(value).toString("latin1")}`;
}

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
      { pin: { a: ["b"] }, codes: "c", hidden: ["d"], vault: "e", open: 5, tags: "f", labels: "g" },
      ["b", "c", "d", "e"],
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
      expect(collector.collect(plan, objectRepresentation("x"), { text: "a", pin: "b" })).toEqual([]);
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

describe("without detectors", () => {
  const plan = compilerOf({ mapKeys: [{ field: "keyed", keys: ["pin"] }] }).plan(SAFE);
  const plain = (message: unknown): readonly unknown[] =>
    plan === undefined
      ? []
      : new SecretCollector(5).collect(plan, objectRepresentation(SAFE), message).map(readable);

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
  ])("%s", (_, message, values) => {
    expect([...plain(message)].sort()).toEqual([...values].sort());
  });
});

describe("the secret values of an Any", () => {
  const safe = "x.com/safe.v1.Safe";
  const payload = bytes(field(1, "open"), field(2, "pin"), field(3, "key"), field(16, field(2, "deep")));
  const anyOf = (type_url: string, value: unknown) => ({ type_url, value });

  it.each<[string, object, readonly string[]]>([
    ["are those of the message inside", { any: anyOf(safe, payload) }, ["pin", "bytes:key", "deep"]],
    ["are no URL that is not secret, whatever it is", { any: anyOf("x.com/a b", payload) }, []],
    ["are none of a type that is not known", { any: anyOf("x.com/a.B", payload) }, []],
    ["are none of bytes that are not wire bytes", { any: anyOf(safe, Uint8Array.of(255)) }, []],
    ["are none of a payload of another kind", { any: anyOf(safe, 5) }, []],
    [
      "are a URL that is a credential, and its name; with all of the payload",
      { any: anyOf("token/safe.v1.Open", field(1, "text")) },
      ["token/safe.v1.Open", "safe.v1.Open", "bytes:\n\x04text", "text"],
    ],
    ["are a credential without a type", { any: anyOf("token", Uint8Array.of(1)) }, ["token", "bytes:\x01"]],
    [
      "are all of a secret Any, but for the name of its type",
      { hidden_any: anyOf("x.com/safe.v1.Open", field(1, "text")) },
      ["bytes:\n\x04text", "text"],
    ],
    [
      "are the URL of a secret Any, if it is none",
      { hidden_any: anyOf("x.com/a b", Uint8Array.of(1)) },
      ["x.com/a b", "a b", "bytes:\x01"],
    ],
    [
      "are those of a message in an Any in an Any",
      { any: anyOf(safe, field(17, any(safe, field(2, "nested")))) },
      ["nested"],
    ],
    ["are those of an opened Any", { any: { "@type": safe, pin: "pin", open: "a", inner } }, ["pin", "1234"]],
    ["are all of an opened secret Any", { hidden_any: { "@type": "x.com/safe.v1.Open", text: "a" } }, ["a"]],
  ])("%s", (_, message, values) => {
    expect(collected(message)).toEqual(values);
  });

  it("are not found deeper than the limit", () => {
    const deep = (levels: number): Uint8Array =>
      levels === 0 ? field(2, "deep") : field(16, deep(levels - 1));
    expect(collected({ any: anyOf(safe, deep(2)) })).toEqual(["deep"]);
    expect(collected({ any: anyOf(safe, deep(3)) })).toEqual([]);
    const opened = (levels: number): object =>
      levels === 0 ? { pin: "deep" } : { any: { "@type": safe, ...opened(levels - 1) } };
    expect(collected(opened(2))).toEqual(["deep"]);
    expect(collected(opened(3))).toEqual([]);
  });

  it("are decoded with the secrets", () => {
    const plan = planOf(SAFE);
    if (plan.kind !== "message") throw new Error("it is a message");
    const message = decodeWire(plan, payload, 5);
    expect(collector.collect(plan, decodedWireBytes, message).map(readable)).toEqual([
      "pin",
      "bytes:key",
      "deep",
    ]);
    expect(() => decodeWire(plan, Uint8Array.of(255), 5)).toThrow();
  });
});

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
