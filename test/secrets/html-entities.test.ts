import { expect, it } from "vitest";
import { htmlEntities } from "../../src/scrub/forms/html-entities.js";

/** Names of the HTML standard, https://html.spec.whatwg.org/multipage/named-characters.html: one of each kind. */
const NAMES: readonly (readonly [character: string, ...names: string[]])[] = [
  ["'", "apos"],
  ["&", "amp", "AMP"],
  ['"', "quot", "QUOT"],
  ["!", "excl"],
  [",", "comma"],
  [":", "colon"],
  ["@", "commat"],
  ["[", "lsqb", "lbrack"],
  ["^", "Hat"],
  ["|", "vert", "verbar", "VerticalLine"],
  ["}", "rcub", "rbrace"],
  ["`", "grave"],
  ["\u00a0", "nbsp"],
  ["¿", "iquest"],
  ["À", "Agrave"],
  ["å", "aring"],
  ["ç", "ccedil"],
  ["ÿ", "yuml"],
  ["ñ", "ntilde"],
  ["ß", "szlig"],
  ["÷", "divide"],
  ["ő", "odblac"],
  ["š", "scaron"],
  ["ż", "zdot"],
  ["ą", "aogon"],
];

it.each(NAMES)("%s is written by name", (character, ...names) => {
  expect(htmlEntities(character)).toEqual(expect.arrayContaining(names.map((name) => `&${name};`)));
});

it("is written by number, in decimal and in hexadecimal digits of either case, padded or not", () => {
  const expected = "&#39; &#039; &#0039; &#x27; &#X27; &#x027; &#x0027;".split(" ");
  expect(htmlEntities("'")).toEqual(expect.arrayContaining(expected));
  expect(htmlEntities("<")).toEqual(expect.arrayContaining(["&#x3c;", "&#x3C;", "&#X3c;", "&#X3C;"]));
  expect(htmlEntities("😀")).toEqual(expect.arrayContaining(["&#128512;", "&#x1f600;", "&#x1F600;"]));
});

it("is never the name of a character that has none", () => {
  for (const character of ["中", "\u0301", "ấ"])
    expect(htmlEntities(character).every((entity) => entity.startsWith("&#"))).toBe(true);
});
