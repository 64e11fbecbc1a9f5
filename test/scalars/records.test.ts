import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/marker.js";
import { type ScalarSink, type ScalarSource, WireType } from "../../src/scalars/scalar.js";
import { isPackable, isString, type ScalarType, scalarOf, wireTypeOf } from "../../src/scalars/scalars.js";
import { BYTES, strippedBytes } from "../../src/scalars/string-and-bytes.js";
import type { ScalarName } from "../../src/schema/message-shape.js";

/** What a record says of its type. `set` is the replacement of a secret where a zero would count as not set. */
interface Row {
  readonly wireType: number;
  readonly zero: unknown;
  readonly secret: unknown;
  readonly set: unknown;
  readonly inRange: readonly unknown[];
  readonly refused: readonly unknown[];
}

const { Varint, Bit32, Bit64, LengthDelimited } = WireType;
const notNumbers = ["1", "", "x", 1n, null, undefined, true, {}, [1]];
const int32 = {
  zero: 0,
  secret: 0,
  set: 1,
  inRange: [0, -0, 1, -1, 2 ** 31 - 1, -(2 ** 31)],
  refused: [2 ** 31, -(2 ** 31) - 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, ...notNumbers],
};
const uint32 = {
  ...int32,
  inRange: [0, 1, 2 ** 32 - 1],
  refused: [-1, 2 ** 32, 0.5, Number.NaN, ...notNumbers],
};
const float = {
  zero: 0,
  secret: 0,
  set: 1,
  inRange: [0, -0, 0.1, 1e300, Number.NaN, Number.NEGATIVE_INFINITY],
  refused: notNumbers,
};
const notIntegers = [
  1.5,
  2 ** 53,
  Number.NaN,
  "01",
  "-0",
  "+1",
  "1 ",
  " 1",
  "1e3",
  "1.0",
  "",
  null,
  undefined,
  true,
  {},
  [1n],
];
const int64 = {
  zero: 0n,
  secret: 0n,
  set: 1n,
  inRange: [
    0,
    0n,
    "0",
    -1,
    -1n,
    "-1",
    "10",
    2n ** 63n - 1n,
    -(2n ** 63n),
    `${2n ** 63n - 1n}`,
    `${-(2n ** 63n)}`,
    2 ** 53 - 1,
  ],
  refused: [2n ** 63n, -(2n ** 63n) - 1n, `${2n ** 63n}`, `${-(2n ** 63n) - 1n}`, ...notIntegers],
};
const uint64 = {
  ...int64,
  inRange: [0, 0n, "0", 1, 2n ** 64n - 1n, `${2n ** 64n - 1n}`, 2 ** 53 - 1],
  refused: [-1, -1n, "-1", 2n ** 64n, `${2n ** 64n}`, ...notIntegers],
};

const ROWS: Readonly<Record<ScalarName, Row>> = {
  double: { ...float, wireType: Bit64 },
  float: { ...float, wireType: Bit32 },
  int32: { ...int32, wireType: Varint },
  sint32: { ...int32, wireType: Varint },
  sfixed32: { ...int32, wireType: Bit32 },
  uint32: { ...uint32, wireType: Varint },
  fixed32: { ...uint32, wireType: Bit32 },
  int64: { ...int64, wireType: Varint },
  sint64: { ...int64, wireType: Varint },
  sfixed64: { ...int64, wireType: Bit64 },
  uint64: { ...uint64, wireType: Varint },
  fixed64: { ...uint64, wireType: Bit64 },
  bool: {
    wireType: Varint,
    zero: false,
    secret: false,
    set: true,
    inRange: [true, false],
    refused: ["true", 0, 1, null, undefined],
  },
  string: {
    wireType: LengthDelimited,
    zero: "",
    secret: STRIPPED,
    set: STRIPPED,
    inRange: ["", "a", "\ud800"],
    refused: [0, null, undefined, ["a"], new String("a")],
  },
  bytes: {
    wireType: LengthDelimited,
    zero: new Uint8Array(),
    secret: new TextEncoder().encode(STRIPPED),
    set: new TextEncoder().encode(STRIPPED),
    inRange: [new Uint8Array(), Buffer.from("a")],
    refused: [
      "AA==",
      [1],
      new Uint16Array(1),
      new DataView(new ArrayBuffer(1)),
      new ArrayBuffer(1),
      null,
      undefined,
    ],
  },
};

/** How a wire reader and a writer call the two types that they do not name like the protobuf language does. */
const READ_AS: Readonly<Record<string, string>> = { string: "text", bytes: "bytesValue" };
const SKIPPED_AS: Readonly<Record<string, string>> = { string: "skipText", bytes: "skipLengthDelimited" };

function typeOf(scalar: ScalarName): ScalarType {
  return { kind: "scalar", scalar };
}

/** A reader or writer whose methods return their own name, and what they were called with. */
function recorder(): ScalarSource & ScalarSink {
  const calls = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: readonly unknown[]) => [name, ...args],
    },
  );
  return calls as ScalarSource & ScalarSink; // it has every method
}

describe.each(Object.entries(ROWS))("the record of %s", (name, row) => {
  const type = typeOf(name as ScalarName); // a key of the table
  const scalar = scalarOf(type);

  it("knows its wire type: only what has no length of its own can be packed", () => {
    expect(wireTypeOf(type)).toBe(row.wireType);
    expect(isPackable(type)).toBe(row.wireType !== LengthDelimited);
  });

  it("knows its zero", () => {
    expect(scalar.zero).toEqual(row.zero);
    expect(scalar.isZero(row.zero)).toBe(true);
    for (const value of [row.set, "x", undefined, null]) expect(scalar.isZero(value)).toBe(false);
    if (scalar.plainZero !== undefined) expect(scalar.plainZero).toBe(row.zero);
  });

  it("accepts neutral values in its range, and nothing else", () => {
    expect(row.inRange.filter((value) => !scalar.accepts(value))).toEqual([]);
    expect(row.refused.filter((value) => scalar.accepts(value))).toEqual([]);
  });

  it("replaces a secret by a value that says nothing, and that counts as set", () => {
    expect(scalar.replacement(false)).toEqual(row.secret);
    expect(scalar.replacement(true)).toEqual(row.set);
    expect(scalar.isZero(scalar.replacement(true))).toBe(false);
  });

  it("reads, skips and writes wire bytes as what it is", () => {
    const [read = name, skip] = [READ_AS[name], SKIPPED_AS[name]];
    const validates = name === "string" ? [true] : [];
    expect(scalar.read(recorder(), true)).toEqual([read, ...validates]);
    expect(scalar.skip?.(recorder(), true)).toEqual(skip === undefined ? undefined : [skip, ...validates]);
    const written: unknown[] = [];
    const sink = new Proxy({}, { get: (_, method) => (value: unknown) => written.push(method, value) });
    scalar.write(sink as ScalarSink, row.zero); // it has every method
    expect(written).toEqual([name, row.zero]);
  });
});

describe("zeros", () => {
  it("minus zero is no zero of a float, because it has other bits on the wire; it is one of an integer", () => {
    for (const name of ["double", "float"] as const) expect(scalarOf(typeOf(name)).isZero(-0)).toBe(false);
    for (const name of ["int32", "fixed32"] as const) expect(scalarOf(typeOf(name)).isZero(-0)).toBe(true);
  });

  it("a 64-bit integer has one of each form", () => {
    const { isZero, plainZero } = scalarOf(typeOf("uint64"));
    expect([0, 0n, "0"].map(isZero)).toEqual([true, true, true]);
    expect([1, 1n, "1", "", "00", false].filter(isZero)).toEqual([]);
    expect(plainZero).toBeUndefined();
  });

  it("those of bytes are all bytes without length", () => {
    expect([new Uint8Array(), Buffer.alloc(0)].map(BYTES.isZero)).toEqual([true, true]);
    expect(["", [], null, { length: 0 }, new Uint8Array(1)].filter(BYTES.isZero)).toEqual([]);
  });

  it("a type has one that `===` finds, unless it has several", () => {
    const plain = Object.keys(ROWS).filter(
      (name) => scalarOf(typeOf(name as ScalarName)).plainZero !== undefined,
    );
    expect(plain).toEqual(["int32", "sint32", "sfixed32", "uint32", "fixed32", "bool", "string"]);
  });
});

describe("the marker as bytes", () => {
  it("is new each time, because bytes can be written to", () => {
    strippedBytes().fill(0);
    expect(new TextDecoder().decode(strippedBytes())).toBe(STRIPPED);
  });
});

describe("types that are no scalars", () => {
  const enumType: ScalarType = { kind: "enum", enum: { typeName: "a.E", closed: false, values: [] } };
  const message = { kind: "message", typeName: "a.M", delimited: false } as const;

  it("an enum is a varint, and has one record", () => {
    expect(wireTypeOf(enumType)).toBe(Varint);
    expect(isPackable(enumType)).toBe(true);
    expect(scalarOf(enumType)).toBe(scalarOf(enumType));
  });

  it("a message stands behind a length or between two tags, and is never packed", () => {
    expect(wireTypeOf(message)).toBe(LengthDelimited);
    expect(wireTypeOf({ ...message, delimited: true })).toBe(WireType.StartGroup);
    expect(isPackable(message)).toBe(false);
    expect(isPackable({ ...message, delimited: true })).toBe(false);
  });

  it("only the type string holds strings", () => {
    expect(isString(typeOf("string"))).toBe(true);
    expect([typeOf("bytes"), enumType, message].filter(isString)).toEqual([]);
  });
});
