import { describe, expect, it } from "vitest";
import { decodedWireBytes, decodeWire } from "../../../src/write/collect/decoded-wire.js";
import { any, bytes, field } from "../../wire-fields.js";
import { collected, collector, planOf, readable, SAFE } from "./safes.js";

const inner = { open: "a", pin: "1234" };

describe("the secret values of an Any", () => {
  const safe = "x.com/safe.v1.Safe";
  const payload = bytes(field(1, "open"), field(2, "pin"), field(3, "key"), field(16, field(2, "deep")));
  const anyOf = (type_url: unknown, value: unknown) => ({ type_url, value });

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
    [
      "are all of a secret Any whose URL is no text",
      { hidden_any: anyOf(5, Uint8Array.of(1)) },
      ["bytes:\x01"],
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
    const packed = (levels: number): Uint8Array =>
      levels === 0 ? field(2, "deep") : field(17, any(safe, packed(levels - 1)));
    expect(collected({ any: anyOf(safe, packed(1)) })).toEqual(["deep"]);
    expect(collected({ any: anyOf(safe, packed(2)) })).toEqual([]);
  });

  it("are decoded with the secrets", () => {
    const plan = planOf(SAFE);
    if (plan.kind !== "message") throw new Error("it is a message");
    const message = decodeWire(plan, payload, 5);
    expect(collector.collect(plan, decodedWireBytes, message).values.map(readable)).toEqual([
      "pin",
      "bytes:key",
      "deep",
    ]);
    expect(() => decodeWire(plan, Uint8Array.of(255), 5)).toThrow();
  });
});
