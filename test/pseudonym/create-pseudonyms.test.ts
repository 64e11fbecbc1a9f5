import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPseudonyms } from "../../src/pseudonym/index.js";
import { runs } from "../runs.js";
import { SECRET_KEY } from "./secret-key.js";

const key = Buffer.from(SECRET_KEY);
const email = "jane.doe@example.com";

/** The hash as the documentation states it, made by Node. */
function expected(className: string, kind: string, value: Uint8Array | string): string {
  const parts = ["protosanitizer pseudonym 1", className, kind, value].map((part) => Buffer.from(part));
  const hmac = createHmac("sha256", key);
  for (const part of parts) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(part.length));
    hmac.update(length).update(part);
  }
  return `***k7:${hmac.digest("hex").slice(0, 12)}***`;
}

describe("a pseudonym", () => {
  const pseudonyms = createPseudonyms({ key, keyId: "k7" });

  it("is the beginning of the HMAC of purpose, class, kind and value, each behind its length", () => {
    expect(pseudonyms.of(email)).toEqual([expected("pii", "text", email)]);
    expect(pseudonyms.of(email, "contact")).toEqual([expected("contact", "text", email)]);
    expect(pseudonyms.of("Zoë Müller-Łukasz")).toEqual([expected("pii", "text", "Zoë Müller-Łukasz")]);
    expect(pseudonyms.of(Buffer.from(email))).toEqual([expected("pii", "bytes", email)]);
    expect(pseudonyms.of(-123_456_789_012n)).toEqual([expected("pii", "number", "-123456789012")]);
    expect(pseudonyms.of(123_456_789_012)).toEqual([expected("pii", "number", "123456789012")]);
    const longest = `${email} 京`.repeat(3000).slice(0, 65_536);
    expect(pseudonyms.of(longest)).toEqual([expected("pii", "text", longest)]);
  });

  it("is the same for equal values, and another one for others, for another class or kind, however often they come", () => {
    const values = fc.array(fc.string({ minLength: 20, maxLength: 140 }), { maxLength: 3 });
    fc.assert(
      fc.property(values, (texts) => {
        for (const text of [...texts, ...texts])
          for (const className of ["pii", "piit"])
            expect(pseudonyms.of(text, className)).toEqual(
              pseudonyms.of(text, className).length === 0 ? [] : [expected(className, "text", text)],
            );
      }),
      { numRuns: runs(60) },
    );
  });

  it("does not depend on what was hashed before, also beyond what is remembered", () => {
    for (let round = 0; round < 2; round++)
      for (let index = 0; index < 600; index++) {
        const text = `user ${index} of example.com`;
        expect(pseudonyms.of(text)).toEqual([expected("pii", "text", text)]);
      }
  });

  it("tells a text with a byte order mark from one without, whichever comes first", () => {
    for (const text of [`\ufeff${email}`, email, `\ufeff${email}`])
      expect(pseudonyms.of(text)).toEqual([expected("pii", "text", text)]);
  });

  it("stands for itself, under each of its keys, and under no other", () => {
    const [own = ""] = pseudonyms.of(email);
    const rotated = createPseudonyms([
      { key: key.toReversed(), keyId: "k8" },
      { key, keyId: "k7" },
    ]);
    for (const given of [own, Buffer.from(own)]) {
      expect(pseudonyms.of(given)).toEqual([own]);
      expect(rotated.of(given)).toEqual([own, own]);
    }
    for (const other of [
      own.replace("k7", "k9"),
      own.toUpperCase(),
      `${own} `,
      ` ${own}`,
      own.replace("7", ""),
    ])
      expect(pseudonyms.of(other)).not.toContain(other);
  });

  it("of a key whose name has a dot is not one whose name has another letter there", () => {
    const dotted = createPseudonyms({ key, keyId: "k.7-" });
    const [own = ""] = dotted.of(email);
    expect(own).toMatch(/^\*{3}k\.7-:/);
    expect(dotted.of(own)).toEqual([own]);
    expect(dotted.of(own.replace("k.7", "kx7"))).not.toContain(own.replace("k.7", "kx7"));
  });

  it("of each key finds a value; the first one makes new ones", () => {
    const rotated = createPseudonyms([
      { key: key.toReversed(), keyId: "k8" },
      { key: SECRET_KEY, keyId: "k7" },
    ]);
    expect(rotated.keyIds).toEqual(["k8", "k7"]);
    const [newer = "", older = ""] = rotated.of(email);
    expect(newer).toMatch(/^\*\*\*k8:[\da-f]{12}\*\*\*$/);
    expect(older).toBe(expected("pii", "text", email));
    expect(rotated.ofClass("pii").text(email)).toBe(newer);
  });

  it.each<[string, string | number | bigint | Uint8Array]>([
    ["nothing", ""],
    ["a short text", "Jane D."],
    ["a text of few characters", "aaaaaaaaabbbbbbbbb"],
    ["a year", 1984],
    ["a number of 11 digits", 12_345_678_901n],
    ["the same with zeros before it", "000012345678901"],
    ["a number of one digit, repeated", 777_777_777_777_777n],
    ["a number of 11 digits as a text", "12345678901"],
    ["a phone number", "+49 (30) 123-4567"],
    ["a date of birth", "1984-12-31"],
    ["a time", "1984-12-31T23:59:59.999999999Z"],
    ["a time without separators", "19841231T235959Z"],
    ["a date with the day first", "31.12.1984 23:59:59"],
    ["a date with the month first", "12/31/1984, 11:59 PM"],
    ["the date of a mail", "Mon, 31 Dec 1984 23:59:59 GMT"],
    ["a date in words", "December 31st, 1984"],
    ["a day in words", "31 December 1984"],
    ["an address of IPv4", "192.168.100.200"],
    ["the same in IPv6", "[::ffff:192.168.100.200]:54321"],
    ["the same with a port", "192.168.100.200:54321"],
    ["a plate", "B-MW 1234567"],
    ["a number that is not finite", Number.NaN],
    ["a small fraction", 0.125],
    ["a number with an exponent", 1e300],
    ["short bytes", Uint8Array.of(1, 2, 3, 4, 5, 6, 7)],
    ["bytes of one value", new Uint8Array(40)],
    ["a very long text", email.repeat(4000)],
    ["very long bytes", Buffer.from(email.repeat(4000))],
    ["the marker", "***stripped***"],
    ["a size", "***stripped, 1234567 bytes***"],
    ["last characters", "***stripped***@example.com"],
    ["the marker as bytes", Buffer.from("***stripped***")],
  ])("is not made of %s", (_, value) => {
    expect(pseudonyms.of(value)).toEqual([]);
  });

  it.each<[string | number | bigint | Uint8Array]>([
    ["jo@acme.io"],
    ["Jane Doe-Smith"],
    ["1234 5678 9012"],
    ["May Parker-Smith, 12 Market Street"],
    ["Decker 12, Marchgasse"],
    ["100000000000"],
    [100_000_000_000n],
    [-100_000_000_000],
    [0.123456789012],
    [18_446_744_073_709_551_615n],
    ["2001:db8:85a3::8a2e:370:7334"],
    ["6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
    ["京都府京都市中京区寺町通"],
    [Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)],
  ])("is made of %s", (value) => {
    expect(pseudonyms.of(value)).toHaveLength(1);
  });
});

describe("a value has the same pseudonym, however a library holds it", () => {
  const { text, bytes, number } = createPseudonyms({ key, keyId: "k7" }).ofClass("pii");

  it("a number as a text, too, if JavaScript or a library writes it so", () => {
    expect(number("123456789012")).toBe(expected("pii", "number", "123456789012"));
    expect(number("-123456789012")).toBe(number(-123_456_789_012n));
    expect(number("18446744073709551615")).toBe(number(18_446_744_073_709_551_615n));
    expect(number("0.123456789012")).toBe(number(0.123_456_789_012));
  });

  it.each<[string, unknown]>([
    ["in another writing", "0.1234567890120"],
    ["with more digits than any has", "123456789012345678901"],
    ["with a space", "123456789012 "],
    ["with something before it", "+123456789012"],
    ["that is a word", "abcdefghijklmnop"],
    ["that is none", Number.POSITIVE_INFINITY],
    ["that is not there", null],
    ["in an object", Object(123_456_789_012n)],
  ])("but no number %s", (_, value) => {
    expect(number(value)).toBeUndefined();
  });

  it("and a value of another type, or one that cannot be read, has none", () => {
    class Unreadable extends Uint8Array {
      override get buffer(): ArrayBuffer {
        throw new Error(email);
      }
    }
    expect([text(123_456_789_012), text(null), bytes(email), bytes(null)]).toEqual(Array(4).fill(undefined));
    expect(bytes(new Unreadable(40).map((_, index) => index))).toBeUndefined();
    expect(bytes(Buffer.from(`${email} ${email}`.repeat(3)))).toBe(
      expected("pii", "bytes", `${email} ${email}`.repeat(3)),
    );
  });
});
