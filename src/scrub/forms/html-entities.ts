/*
 * How HTML encoders write a character: by its name, or by its number in decimal or hexadecimal.
 */

/** Names of characters that encoders write by name. Some names have another case, too, and some characters another name. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...namesFrom(0x21, "excl quot,QUOT num dollar percnt amp,AMP apos lpar rpar ast,midast plus comma"),
  ...namesFrom(0x3a, "colon semi lt,LT equals gt,GT quest commat"),
  ...namesFrom(0x5b, "lsqb,lbrack bsol rsqb,rbrack Hat"),
  ...namesFrom(0x7b, "lcub,lbrace verbar,vert,VerticalLine rcub,rbrace"),
  ...namesFrom(
    0xa0,
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute " +
      "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest",
  ),
  ["\t", "Tab"],
  ["\n", "NewLine"],
  ["/", "sol"],
  ["`", "grave,DiacriticalGrave"],
  ["Æ", "AElig"],
  ["Ð", "ETH"],
  ["×", "times"],
  ["Ø", "Oslash"],
  ["Þ", "THORN"],
  ["ß", "szlig"],
  ["æ", "aelig"],
  ["ð", "eth"],
  ["÷", "divide"],
  ["ø", "oslash"],
  ["þ", "thorn"],
]);

/** A letter with one of these marks has the letter's name with the mark's name after it: `&eacute;`. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ...namesFrom(0x300, "grave acute circ tilde macr"),
  ...namesFrom(0x306, "breve dot uml"),
  ...namesFrom(0x30a, "ring dblac caron"),
  ...namesFrom(0x327, "cedil ogon"),
]);

function namesFrom(first: number, names: string): readonly [character: string, names: string][] {
  return names.split(" ").map((name, index) => [String.fromCharCode(first + index), name]);
}

/** PHP and .NET pad decimal numbers, others hexadecimal ones. */
const WIDTHS = [1, 2, 3, 4] as const;

/** All ways to write a character in HTML, but as itself. */
export function htmlEntities(character: string): readonly string[] {
  const [letter = "", mark = "", ...others] = character.normalize("NFD");
  const marked = others.length === 0 && MARKS.get(mark);
  const names = NAMES.get(character)?.split(",") ?? (marked ? [letter + marked] : []);
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const numbers = WIDTHS.flatMap((width) => [
    `#${String(code).padStart(width, "0")}`,
    ...["x", "X"].flatMap((base) =>
      [hex, hex.toUpperCase()].map((digits) => `#${base}${digits.padStart(width, "0")}`),
    ),
  ]);
  return [...names, ...numbers].map((name) => `&${name};`);
}
