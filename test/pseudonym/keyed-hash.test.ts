import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyedHash } from "../../src/pseudonym/keyed-hash.js";
import { runs } from "../runs.js";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const repeated = (byte: number, count: number): Buffer => Buffer.alloc(count, byte);

describe("the keyed hash is HMAC-SHA-256", () => {
  it.each<[string, Buffer, Buffer, string]>([
    [
      "1",
      repeated(0x0b, 20),
      Buffer.from("Hi There"),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ],
    [
      "2",
      Buffer.from("Jefe"),
      Buffer.from("what do ya want for nothing?"),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      "3",
      repeated(0xaa, 20),
      repeated(0xdd, 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    ],
    [
      "4",
      Buffer.from(Array.from({ length: 25 }, (_, index) => index + 1)),
      repeated(0xcd, 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    ],
    [
      "5, cut to 128 bits",
      repeated(0x0c, 20),
      Buffer.from("Test With Truncation"),
      "a3b6167473100ee06e0c796c2955552b",
    ],
    [
      "6",
      repeated(0xaa, 131),
      Buffer.from("Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
    [
      "7",
      repeated(0xaa, 131),
      Buffer.from(
        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
      ),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ],
  ])("case %s of RFC 4231", (_, key, message, expected) => {
    expect(hex(keyedHash(key)(message)).slice(0, expected.length)).toBe(expected);
    // However the message is cut in two.
    for (const cut of [0, 1, message.length])
      expect(hex(keyedHash(key).from(message.subarray(0, cut))(message.subarray(cut)))).toContain(expected);
  });

  it("as Node makes it, for all keys and messages, again and again", () => {
    const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
    fc.assert(
      fc.property(
        bytes(140),
        bytes(140),
        fc.array(bytes(140), { maxLength: 3 }),
        (key, beginning, messages) => {
          const hash = keyedHash(key).from(beginning);
          for (const message of messages)
            expect(hex(hash(message))).toBe(
              createHmac("sha256", key).update(beginning).update(message).digest("hex"),
            );
        },
      ),
      { numRuns: runs(200) },
    );
  });
});
