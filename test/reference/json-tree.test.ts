import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../any-text.js";
import { bare, compareAsUtf8, serializeTree, text } from "./json-tree.js";

const anyString = anyText();

describe("strings", () => {
  it("escape as in Go", () => {
    expect(serializeTree(text('"\\/\n\r\t\b\f\0\u001f'))).toBe('"\\"\\\\/\\n\\r\\t\\b\\f\\u0000\\u001f"');
    expect(serializeTree(text("<a>&\u2028\u2029"))).toBe('"\\u003ca\\u003e\\u0026\\u2028\\u2029"');
  });

  it("leave DEL, U+00A0 and everything beyond as it is", () => {
    expect(serializeTree(text("\x7f\u00a0é日🚀\ufffd"))).toBe('"\x7f\u00a0é日🚀\ufffd"');
  });

  it("escape C1 control characters, which Go does not", () => {
    expect(serializeTree(text("\u0080\u0085\u009b\u009f"))).toBe('"\\u0080\\u0085\\u009b\\u009f"');
  });

  it("print lone surrogates as U+FFFD", () => {
    expect(serializeTree(text("\ud83d|\ude80|\ud83d\ude80"))).toBe('"\ufffd|\ufffd|🚀"');
  });

  it("read back as what they were", () => {
    fc.assert(
      fc.property(anyString, (value) => {
        expect(JSON.parse(serializeTree(text(value)))).toBe(value);
      }),
    );
  });
});

describe("objects", () => {
  it("have their keys in the order of UTF-8 bytes", () => {
    // By UTF-16 units the astral key would come first.
    const entries = new Map(["🚀", "\uff5e", "b", "a10", "a9", ""].map((key) => [key, bare("1")]));
    expect(serializeTree({ kind: "object", entries })).toBe('{"":1,"a10":1,"a9":1,"b":1,"\uff5e":1,"🚀":1}');
  });

  it("keep keys that mean something on a JavaScript object", () => {
    const entries = new Map(["__proto__", "constructor"].map((key) => [key, text("x")]));
    expect(serializeTree({ kind: "object", entries })).toBe('{"__proto__":"x","constructor":"x"}');
  });

  it("compare as Buffer.compare does", () => {
    fc.assert(
      fc.property(anyString, anyString, (a, b) => {
        expect(Math.sign(compareAsUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

it("lists keep their order", () => {
  expect(serializeTree({ kind: "list", items: [bare("2"), bare("true"), text("a")] })).toBe('[2,true,"a"]');
});
