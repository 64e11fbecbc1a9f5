import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesText, noteText, quote } from "../../src/scalars/json-string.js";
import { anyText } from "../any-text.js";
import { runs } from "../runs.js";

const anyString = fc
  .oneof(
    anyText(),
    fc.string({ unit: "grapheme" }),
    // Any UTF-16 code units, so that surrogates stand alone, too.
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc.array(
      fc.constantFrom(
        "<",
        ">",
        "&",
        '"',
        "\\",
        "/",
        "\n",
        "\u0085",
        "\u2028",
        "\u2029",
        "\ud800",
        "\udc00",
        "é",
      ),
    ),
  )
  .map((text) => (typeof text === "string" ? text : text.join("")));

describe("a quoted text", () => {
  it("parses back to the text, with U+FFFD for lone surrogates", () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(JSON.parse(quote(text))).toBe(text.toWellFormed());
      }),
      { numRuns: runs(2000) },
    );
  });

  it("is what JSON.stringify writes, but for the characters that HTML or a terminal may take for their own", () => {
    fc.assert(
      fc.property(anyString, (text) => {
        const expected = JSON.stringify(text.toWellFormed()).replace(
          /[<>&\u0080-\u009f\u2028\u2029]/g,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
        );
        expect(quote(text)).toBe(expected);
      }),
      { numRuns: runs(2000) },
    );
  });

  it("is one line without a control character, of every single code unit", () => {
    const quoted = Array.from({ length: 0x10000 }, (_, unit) => quote(String.fromCharCode(unit)));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is searched for
    expect(quoted.filter((text) => /[\u0000-\u001f\u0080-\u009f\u2028\u2029]/.test(text))).toEqual([]);
    expect(quoted.filter((text) => !text.isWellFormed())).toEqual([]);
    // All differ, but for the 2,048 surrogates.
    expect(new Set(quoted).size).toBe(0x10000 - 2048);
  });

  it.each([
    ["", '""'],
    ["plain", '"plain"'],
    ["\b\f\n\r\t", '"\\b\\f\\n\\r\\t"'],
    ["\u0000\u001b", '"\\u0000\\u001b"'],
    ['"\\/', '"\\"\\\\/"'],
    ["<a & b>", '"\\u003ca \\u0026 b\\u003e"'],
    ["\u0085\u009b", '"\\u0085\\u009b"'],
    ["\u2028\u2029", '"\\u2028\\u2029"'],
    ["\u007f\u00a0", '"\u007f\u00a0"'],
    ["\u{1f600}", '"\u{1f600}"'],
    ["\ud83d", '"\ufffd"'],
    ["\ude00\ud83d", '"\ufffd\ufffd"'],
  ])("%j", (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});

describe("a note", () => {
  it("says why, and names the type or field", () => {
    expect(noteText("why")).toBe('"<<why>>"');
    expect(noteText("why", "pkg.Type")).toBe('"<<why, pkg.Type>>"');
  });

  it("is JSON on one line, whatever the name is", () => {
    fc.assert(
      fc.property(anyString, (name) => {
        expect(JSON.parse(noteText("why", name))).toBe(`<<why, ${name}>>`.toWellFormed());
      }),
    );
  });
});

describe("bytes", () => {
  it("print as padded base64", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesText(bytes)).toBe(`"${Buffer.from(bytes).toString("base64")}"`);
      }),
    );
  });

  it("print alike as a Buffer, and as a view into a larger one", () => {
    const large = Buffer.from("xxhunter2xx");
    expect(bytesText(large.subarray(2, 9))).toBe('"aHVudGVyMg=="');
    expect(bytesText(new Uint8Array(large.buffer, large.byteOffset + 2, 7))).toBe('"aHVudGVyMg=="');
  });
});
