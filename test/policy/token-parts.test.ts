import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginsJwt, findJwt, jwt, looksSigned } from "../../src/policy/jwt.js";
import { runs } from "../runs.js";

const base64url = (text: string): string => Buffer.from(text, "latin1").toString("base64url");
const HEADER = base64url('{"alg":"none"}');
const TOKEN = `${HEADER}.e30.c2ln`;

describe("a header begins as a JSON object in ASCII does", () => {
  const byte = fc.oneof(
    fc.constantFrom(...'{"" \t\n\v\f\r\b\x0e\x00\x1f!a~\x7f\x80\xff'.split("")),
    fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  );
  // Six bytes are eight letters, as far as a header is looked at.
  const beginning = fc.tuple(fc.constantFrom("{", "{", "z"), fc.array(byte, { minLength: 5, maxLength: 5 }));

  it("whatever its first bytes are", () => {
    fc.assert(
      fc.property(beginning, ([first, rest]) => {
        const bytes = first + rest.join("");
        // JSON has four kinds of white space. Behind one of them, a vertical tab or a form feed hides nothing from the detector.
        const isJson = /^\{(?=[\t\n\r "])[\t-\r ]*(?:"[ -~]*)?$/.test(bytes);
        expect(beginsJwt(`${base64url(bytes)}AAAA`)).toBe(isJson);
        expect(jwt(`${base64url(bytes)}AAAA.AAAA.AAAA`)).toBe(isJson);
      }),
      { numRuns: runs(3000) },
    );
  });

  it.each([
    ['{"~ !ab', true],
    ['{\t"a":1', true],
    ["{\t\n\v\f\r", true],
    ['{ "a":1', true],
    ["{     ", true],
    ['{"a\x1fbc', false],
    ['{"a\x7fbc', false],
    ["{\x08    ", false],
    ["{\x0e    ", false],
    ["{ \x08   ", false],
    ["{ \x0e   ", false],
    ["{a    ", false],
    ['{"\xff\xff\xff\xff', false],
    ['{"???>>', true],
  ])("%j: %s", (bytes, isJson) => {
    expect(beginsJwt(`${base64url(bytes).slice(0, 8)}AAAA`)).toBe(isJson);
  });

  it("with any printable character of ASCII at each place of a text, and no other", () => {
    for (const [place, code] of [2, 3, 4, 5].flatMap((at) =>
      Array.from({ length: 256 }, (_, one) => [at, one]),
    )) {
      const bytes = Buffer.from('{"a~?-b');
      bytes.writeUInt8(code ?? 0, place);
      const isPrintable = code !== undefined && code >= 0x20 && code <= 0x7e;
      expect([place, code, beginsJwt(`${bytes.toString("base64url")}AAAA`)]).toEqual([
        place,
        code,
        isPrintable,
      ]);
    }
  });

  it("is no header of a token in a longer text if it has fewer than ten letters", () => {
    expect(jwt("a text with eyJhIjoxf.bbbbbbbb.cccc")).toBe(false);
    expect(jwt("a text with eyJhIjoxfQ.bbbbbbbb.cccc")).toBe(true);
  });

  it("is long enough for a token", () => {
    expect(beginsJwt(HEADER.slice(0, 12))).toBe(true);
    expect(beginsJwt(HEADER.slice(0, 11))).toBe(false);
    for (const text of ["", "e", `x${HEADER}`, ` ${HEADER}`, HEADER.slice(1)])
      expect(beginsJwt(text)).toBe(false);
  });
});

describe("a token is found where it stands", () => {
  /** What is found in a text, and what is behind it. */
  function found(text: string, from = 0): string | undefined {
    const place = findJwt(text, from);
    return place === undefined ? undefined : text.slice(place.start, place.end);
  }

  it.each<[string, string, string | undefined]>([
    ["alone", TOKEN, TOKEN],
    ["in a text", `Bearer ${TOKEN}, or not`, TOKEN],
    ["behind other letters of base64url", `token-${TOKEN}`, TOKEN],
    ["behind something that begins like one", `eyJ.${TOKEN}`, TOKEN],
    ["behind a header without a token", `${HEADER} ${TOKEN}`, TOKEN],
    ["behind a header with one dot", `${HEADER}.e30 ${TOKEN}`, TOKEN],
    ["behind letters that begin like one", `eyJeyJeyJ${TOKEN}`, TOKEN],
    ["with an empty second segment", `${HEADER}..c2ln`, `${HEADER}..c2ln`],
    ["with five segments", `${TOKEN}.YQ.Yg`, `${TOKEN}.YQ.Yg`],
    ["with dots between segments", `${TOKEN}...YQ`, `${TOKEN}...YQ`],
    ["before the end of a sentence", `${TOKEN}. And`, TOKEN],
    ["with an empty last segment", `${HEADER}.e30.`, `${HEADER}.e30`],
    ["with two segments only", `${HEADER}.e30`, undefined],
    ["with one segment", HEADER, undefined],
    ["with a header that is none", "abcdefghijkl.e30.c2ln", undefined],
    ["with a header that is too short", "eyJ9.e30.c2ln.eyJh.eyJi", undefined],
    ["with the shortest header", `${HEADER.slice(0, 10)}..`, HEADER.slice(0, 10)],
    ["with a header that is shorter", `${HEADER.slice(0, 9)}...`, undefined],
    ["nowhere", "", undefined],
    ["nowhere in a text with dots", "a.b.c.d.e.f.g.h", undefined],
  ])("%s", (_, text, token) => {
    expect(found(text)).toBe(token);
    expect(jwt(text)).toBe(token !== undefined);
    expect(jwt.findCredential(text, 0)).toEqual(findJwt(text, 0));
  });

  it("from an offset on", () => {
    const two = `${TOKEN} ${TOKEN}`;
    expect(findJwt(two, 0)?.start).toBe(0);
    expect(findJwt(two, 1)?.start).toBe(TOKEN.length + 1);
    expect(findJwt(two, TOKEN.length + 1)?.start).toBe(TOKEN.length + 1);
    expect(findJwt(two, TOKEN.length + 2)).toBeUndefined();
    expect(found(`${"a.b ".repeat(5)}${TOKEN}`, 10)).toBe(TOKEN);
  });
});

describe("a text looks like a signed token and nothing else", () => {
  it.each([
    [TOKEN, true],
    ["eyJ..", true],
    ["ew0.a.b", true],
    ["ewo.a.b", true],
    ["eyA.a-.b_", true],
    [`${TOKEN}.YQ`, false],
    [`${HEADER}.e30`, false],
    [HEADER, false],
    [`${TOKEN} `, false],
    [` ${TOKEN}`, false],
    [`${HEADER}.e30.c2l+`, false],
    ["abc.e30.c2ln", false],
    ["", false],
  ])("%s: %s", (text, isSigned) => {
    expect(looksSigned(text)).toBe(isSigned);
  });
});
