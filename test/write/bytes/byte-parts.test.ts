import { describe, expect, it } from "vitest";
import { ByteParts } from "../../../src/write/bytes/byte-parts.js";

describe("parts of bytes", () => {
  const long = Uint8Array.from({ length: 60 }, (_, index) => index);

  it("join in their order, short and long ones, and parts of parts", () => {
    const parts = new ByteParts(Uint8Array.of(1));
    parts.add(long);
    parts.addVarints(0, 127);
    parts.addVarints(128);
    parts.addSpan(long, 10, 12);
    parts.addSpan(long, 20, 44);
    const short = new ByteParts(Uint8Array.of(7));
    const nested = new ByteParts(long);
    nested.addAll(short);
    parts.addAll(short);
    parts.addAll(nested);
    parts.addAll(new ByteParts());
    parts.add(Uint8Array.of(9));
    const expected = [1, ...long, 0, 127, 0x80, 1, 10, 11, ...long.subarray(20, 44), 7, ...long, 7, 9];
    expect([...parts.joined()]).toEqual(expected);
    expect(parts.length).toBe(expected.length);
  });

  it("are not copied before they are joined if they are long: only then it shows that they may not change", () => {
    for (const [length, isCopied] of [
      [23, true],
      [24, false],
      [60, false],
    ] as const) {
      const bytes = new Uint8Array(length);
      const parts = new ByteParts(bytes);
      bytes[0] = 1;
      expect(parts.joined()[0]).toBe(isCopied ? 0 : 1);
    }
  });

  it("varints have up to 32 bits", () => {
    const varints: readonly (readonly [number, readonly number[]])[] = [
      [2 ** 32 - 1, [255, 255, 255, 255, 15]],
      [2 ** 31, [128, 128, 128, 128, 8]],
      [16_384, [128, 128, 1]],
    ];
    for (const [integer, expected] of varints) {
      const parts = new ByteParts();
      parts.addVarints(integer);
      expect([...parts.joined()]).toEqual(expected);
      expect(parts.length).toBe(expected.length);
    }
  });
});
