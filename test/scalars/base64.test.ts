import { runInNewContext } from "node:vm";
import { base64Decode as referenceDecode, base64Encode as referenceEncode } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64Decode, base64Encode } from "../../src/scalars/base64.js";
import { expectEqual } from "../properties/expect-equal.js";
import { runs } from "../runs.js";
import { seededRandom } from "../seeded-random.js";

describe("base64", () => {
  it("of any bytes is that of @bufbuild/protobuf", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = base64Encode(bytes);
        expect(text).toBe(referenceEncode(bytes));
        expect(base64Decode(text)).toEqual(bytes);
      }),
      { numRuns: runs(500) },
    );
  });

  it("of bytes that take several chunks", () => {
    const random = seededRandom("base64");
    for (const length of [8191, 8192, 8193, 100_000]) {
      const bytes = new Uint8Array(random.bytes(length));
      expect(base64Encode(bytes)).toBe(referenceEncode(bytes));
      expectEqual(base64Decode(base64Encode(bytes)), bytes);
    }
  });

  it("of bytes of another realm, and none of bytes whose buffer was given away", () => {
    const foreign: Uint8Array = runInNewContext("Uint8Array.of(1, 2, 3)");
    expect(base64Encode(foreign)).toBe("AQID");
    const given = Uint8Array.of(1, 2, 3);
    structuredClone(given.buffer, { transfer: [given.buffer] });
    expect(base64Encode(given)).toBe("");
  });

  it("is decoded in both alphabets, with any padding, or refused, as @bufbuild/protobuf does", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."AQaz09+/-_"), maxLength: 9 });
    fc.assert(
      fc.property(letters, fc.constantFrom("", "=", "=="), (text, padding) => {
        // One letter is less than a byte. @bufbuild/protobuf passes over it before padding.
        const expected = text.length % 4 === 1 ? "refused" : outcome(() => referenceDecode(text + padding));
        expect(outcome(() => base64Decode(text + padding))).toEqual(expected);
      }),
      { numRuns: runs(1000) },
    );
  });
});

function outcome(decode: () => Uint8Array): unknown {
  try {
    return [...decode()];
  } catch {
    return "refused";
  }
}
