import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/marker.js";
import { type PartialText, partialTextOf } from "../../src/plan/partial-text.js";
import type { AppliedAction } from "../../src/policy/classes.js";
import type { FieldShape, ScalarName } from "../../src/schema/message-shape.js";
import { fieldShape, scalar } from "./field-shape.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a field of a type shows of a value; undefined for the marker. */
function shown(type: ScalarName, action: AppliedAction, value: unknown): string | undefined {
  return partialTextOf(fieldShape({ type: scalar(type) }), action)?.(value);
}

/** An action that shows pseudonyms. Each kind of value has its own function. */
const pseudonym = { text: partOf("text"), bytes: partOf("bytes"), number: partOf("number") };

function partOf(kind: string): PartialText {
  return () => kind;
}

describe("a field shows a part of its values", () => {
  const actions: readonly AppliedAction[] = ["strip", "omit", "show", "size", { last: 4 }, pseudonym];
  const partsOf = (given: Partial<FieldShape>): readonly AppliedAction[] =>
    actions.filter((action) => partialTextOf(fieldShape(given), action) !== undefined);

  it("if it is a string, or bytes of which the size is shown", () => {
    expect(partsOf({ type: scalar("string") })).toEqual(["size", { last: 4 }, pseudonym]);
    expect(partsOf({ type: scalar("bytes") })).toEqual(["size", pseudonym]);
    expect(partsOf({ type: scalar("int64") })).toEqual([pseudonym]);
    expect(partsOf({ type: scalar("int32") })).toEqual([]);
  });

  it.each<[string, Partial<FieldShape>]>([
    ["a map", { cardinality: { kind: "map", key: "string" } }],
    ["an enum", { type: { kind: "enum", enum: { typeName: "a.E", closed: false, values: [] } } }],
    ["a message", { type: { kind: "message", typeName: "a.M", delimited: false } }],
    ["a field of protobuf's own types", { fullName: "google.protobuf.StringValue.value" }],
  ])("but never if it is %s", (_, given) => {
    expect(partsOf(given)).toEqual([]);
    expect(partsOf({ type: scalar("bytes"), ...given })).toEqual([]);
  });
});

describe("the pseudonym", () => {
  it.each<[string | undefined, readonly ScalarName[]]>([
    ["text", ["string"]],
    ["bytes", ["bytes"]],
    ["number", ["int64", "uint64", "sint64", "fixed64", "sfixed64", "double"]],
    [undefined, ["bool", "float", "int32", "uint32", "sint32", "fixed32", "sfixed32"]],
  ])("that is made as for %s is that of %j", (kind, types) => {
    expect(types.map((type) => shown(type, pseudonym, "x"))).toEqual(types.map(() => kind));
  });
});

describe("the size", () => {
  it.each([
    "",
    "a",
    "\x7f",
    "\x80",
    "\u07ff",
    "\u0800",
    "\uffffé",
    "\u{10000}",
    "\u{10ffff}",
    "\ud800",
    "aé€😀",
  ])("of %j is that of its UTF-8", (text) => {
    const size = `***stripped, ${bytes(text).length} bytes***`;
    expect(shown("string", "size", text)).toBe(size);
    expect(shown("bytes", "size", bytes(text))).toBe(size);
  });

  it.each(["***stripped, 0 bytes***", "***stripped, 123456789012345 bytes***"])(
    "is not shown again for the size %s",
    (text) => {
      expect(shown("string", "size", text)).toBe(text);
      expect(shown("bytes", "size", bytes(text))).toBe(text);
    },
  );

  it.each([
    "***stripped, 1234567890123456 bytes***",
    "***stripped,  bytes***",
    "***stripped, x bytes***",
    "a***stripped, 1 bytes***",
    "***stripped, 1 bytes***a",
    `${STRIPPED}a`,
    "x".repeat(50),
  ])("is shown for %s, which only looks like a size", (text) => {
    expect(shown("string", "size", text)).toBe(`***stripped, ${text.length} bytes***`);
    expect(shown("bytes", "size", bytes(text))).toBe(`***stripped, ${text.length} bytes***`);
  });

  it("is not shown for the marker, and for values of another type", () => {
    for (const value of [STRIPPED, bytes("a"), 7, null, undefined, ["a"]])
      expect(shown("string", "size", value)).toBeUndefined();
    for (const value of [bytes(STRIPPED), "a", 7, null, undefined, [1]])
      expect(shown("bytes", "size", value)).toBeUndefined();
  });
});

describe("the last characters", () => {
  it.each<[number, string, string | undefined]>([
    [4, "", undefined],
    [4, "12345678901", undefined],
    [4, "123456789012", `${STRIPPED}012`],
    [4, "123456789012345", `${STRIPPED}345`],
    [4, "1234567890123456", `${STRIPPED}3456`],
    [4, "12345678901234567890", `${STRIPPED}7890`],
    [1, "12345678901234567890", `${STRIPPED}0`],
    [4, "😀".repeat(11), undefined],
    [4, "😀".repeat(12), `${STRIPPED}😀😀😀`],
    [4, "😀".repeat(200), `${STRIPPED}😀😀😀😀`],
    [4, `${"😀".repeat(200)}a`, `${STRIPPED}😀😀😀a`],
    [3, `${"a".repeat(200)}\ud800😀b`, `${STRIPPED}\ud800😀b`],
    // The marker shows nothing, and the field may have another one. What it returned stands for itself.
    [4, STRIPPED, undefined],
    [4, `${STRIPPED}3456`, `${STRIPPED}3456`],
    [2, `${STRIPPED}😀😀`, `${STRIPPED}😀😀`],
    [8, `${STRIPPED}12345678`, `${STRIPPED}12345678`],
    [4, `${STRIPPED}23456`, `${STRIPPED}3456`],
    [4, `3456${STRIPPED}`, `${STRIPPED}d***`],
  ])("%j of %j: %j", (last, value, expected) => {
    expect(shown("string", { last }, value)).toBe(expected);
  });

  it("are not shown of values of another type", () => {
    for (const value of [bytes("1234567890123456"), [..."1234567890123456"], 7, null, undefined])
      expect(shown("string", { last: 4 }, value)).toBeUndefined();
  });
});
