import { format, inspect } from "node:util";

/** A way in which a program writes a text into a log. */
export interface Encoding {
  readonly name: string;
  /** Whether it consists of numbers without leading zeros. Then digits beside it would change the numbers. */
  readonly isNumbers?: boolean;
  /** What the secret looks like, by itself or as part of something bigger; undefined where this cannot write it. */
  encode(secret: string): string | undefined;
}

const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const times = (count: number, encode: (text: string) => string, text: string): string =>
  Array.from({ length: count }).reduce<string>((inner) => encode(inner), text);
const asGo = (text: string): string =>
  json(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
const inAscii = (text: string): string =>
  json(text).replace(
    /[^\0-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
const tryEncode = (encode: () => string): string | undefined => {
  try {
    return encode();
  } catch {
    return undefined;
  }
};
const lowerPercent = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
const printable = /^[\x20-\x7e]+$/;

/** What HTML encoders escape at most: they keep letters and digits of ASCII, and `_.-`. */
const SPECIAL = /[^\w.-]/gu;
const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
const html =
  (escaped: RegExp, entityOf: (character: string) => string) =>
  (text: string): string =>
    text.replace(escaped, (character) => `&${entityOf(character)};`);
/** Entities by name, as the HTML standard has them; by number where there is none. */
const NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    '& amp|< lt|> gt|" quot|! excl|# num|$ dollar|% percnt|( lpar|) rpar|* ast|+ plus|, comma|/ sol|: colon|; semi|= equals|' +
    "? quest|@ commat|[ lsqb|\\ bsol|] rsqb|^ Hat|` grave|{ lcub|} rcub"
  )
    .split("|")
    .map((pair) => pair.split(" ")),
);
const named =
  (others: Readonly<Record<string, string>>) =>
  (character: string): string =>
    others[character] ?? NAMES[character] ?? `#${codeOf(character)}`;

/** The encodings that scrubbing knows, each made by what makes it in practice. */
export const ENCODINGS: readonly Encoding[] = [
  { name: "as it is", encode: (secret) => secret },
  ...[1, 2, 3, 4].map((count) => ({
    name: `JSON, ${count}`,
    encode: (secret: string) => times(count, json, secret),
  })),
  ...[0, 1, 2].map((count) => ({
    name: `JSON of Go, ${count}`,
    encode: (secret: string) => times(count, json, asGo(secret)),
  })),
  ...[0, 1, 2].map((count) => ({
    name: `JSON in ASCII, ${count}`,
    encode: (secret: string) => times(count, json, inAscii(secret)),
  })),
  { name: "JSON with \\/", encode: (secret) => json(secret).replaceAll("/", "\\/") },
  {
    name: "inspect",
    encode: (secret) => inspect(secret, { maxStringLength: null, breakLength: Infinity }).slice(1, -1),
  },
  {
    name: "inspect in JSON",
    encode(secret) {
      const inspected = inspect([secret], { breakLength: Infinity });
      return inspected.startsWith("[ '") ? json(inspected).slice(3, -3) : undefined;
    },
  },
  {
    name: "JSON in inspect",
    encode: (secret) => inspect({ a: JSON.stringify(secret) }, { breakLength: Infinity }).slice(7, -4),
  },
  { name: "%o", encode: (secret) => format("%o", secret).slice(1, -1) },
  { name: "encodeURIComponent", encode: (secret) => tryEncode(() => encodeURIComponent(secret)) },
  {
    name: "encodeURIComponent, lower case",
    encode: (secret) => tryEncode(() => lowerPercent(encodeURIComponent(secret))),
  },
  {
    name: "encodeURIComponent twice",
    encode: (secret) => tryEncode(() => encodeURIComponent(encodeURIComponent(secret))),
  },
  { name: "encodeURI", encode: (secret) => tryEncode(() => encodeURI(secret)) },
  { name: "URLSearchParams", encode: (secret) => new URLSearchParams({ a: secret }).toString().slice(2) },
  { name: "JSON in a URL", encode: (secret) => tryEncode(() => encodeURIComponent(json(secret))) },
  {
    name: "JSON in a form",
    encode: (secret) => new URLSearchParams({ a: json(secret) }).toString().slice(2),
  },
  { name: "base64", encode: (secret) => Buffer.from(secret).toString("base64") },
  { name: "base64url", encode: (secret) => Buffer.from(secret).toString("base64url") },
  { name: "base64 in a URL", encode: (secret) => encodeURIComponent(Buffer.from(secret).toString("base64")) },
  { name: "hex", encode: (secret) => Buffer.from(secret).toString("hex") },
  { name: "HEX", encode: (secret) => Buffer.from(secret).toString("hex").toUpperCase() },
  {
    name: "hex, byte by byte",
    encode: (secret) =>
      Buffer.from(secret)
        .toString("hex")
        .replace(/..(?=.)/g, "$&:"),
  },
  { name: "\\x hex", encode: (secret) => Buffer.from(secret).toString("hex").replace(/../g, "\\x$&") },
  { name: "% hex", encode: (secret) => Buffer.from(secret).toString("hex").replace(/../g, "%$&") },
  {
    name: "inspected Buffer",
    encode: (secret) => (secret.length > 12 ? undefined : inspect(Buffer.from(secret)).slice(8, -1)),
  },
  {
    name: "Buffer in JSON",
    isNumbers: true,
    encode: (secret) => JSON.stringify([...Buffer.from(secret)]).slice(1, -1),
  },
  {
    name: "Uint8Array in JSON",
    isNumbers: true,
    encode: (secret) => JSON.stringify(new Uint8Array(Buffer.from(secret))).slice(5, -1),
  },
  { name: "bytes of Go, %v", isNumbers: true, encode: (secret) => [...Buffer.from(secret)].join(" ") },
  {
    name: "bytes of Go, %#v",
    isNumbers: true,
    encode: (secret) => [...Buffer.from(secret)].map((byte) => `0x${byte.toString(16)}`).join(", "),
  },
  {
    name: "numbers, one a line",
    isNumbers: true,
    encode: (secret) => JSON.stringify([...Buffer.from(secret)], null, 2).slice(4, -2),
  },
  { name: "shell, single quotes", encode: (secret) => secret.replaceAll("'", "'\\''") },
  {
    name: "shell in a shell, single quotes",
    encode: (secret) => times(2, (text) => text.replaceAll("'", "'\\''"), secret),
  },
  { name: "shell, single quotes, in JSON", encode: (secret) => json(secret.replaceAll("'", "'\\''")) },
  { name: "ascii() of Python", encode: (secret) => Array.from(secret, pythonEscape).join("") },
  { name: "shlex of Python", encode: (secret) => secret.replaceAll("'", "'\"'\"'") },
  { name: "shell, double quotes", encode: (secret) => secret.replace(/["$`\\!]/g, "\\$&") },
  {
    name: "printf %q",
    encode: (secret) => (printable.test(secret) ? secret.replace(/[^\w@%+=:,./-]/g, "\\$&") : undefined),
  },
  {
    name: "Shellwords of Ruby",
    encode: (secret) => (secret.includes("\n") ? undefined : secret.replace(/[^\w.,:+/@-]/gu, "\\$&")),
  },
  { name: "HTML", encode: html(/[&<>"']/g, named({ "'": "#39" })) },
  { name: "HTML with &apos;", encode: html(/[&<>"']/g, named({ "'": "apos" })) },
  { name: "HTML of PHP", encode: html(/[&<>"']/g, named({ "'": "#039" })) },
  { name: "HTML of Go", encode: html(/[&<>"'+]/g, named({ "'": "#39", '"': "#34", "+": "#43" })) },
  {
    name: "HTML of Go, in JSON of Go",
    encode: (secret) => asGo(html(/[&<>"']/g, named({ "'": "#39", '"': "#34" }))(secret)),
  },
  {
    name: "HTML of he",
    encode: html(/[&<>"'`]|[^\0-\x7f]/gu, (c) => `#x${codeOf(c).toString(16).toUpperCase()}`),
  },
  {
    name: "HTML with lower hexadecimal numbers",
    encode: html(SPECIAL, (c) => `#x${codeOf(c).toString(16)}`),
  },
  {
    name: "HTML with padded numbers",
    encode: html(SPECIAL, (c) => `#X${codeOf(c).toString(16).padStart(4, "0")}`),
  },
  { name: "HTML with decimal numbers", encode: html(SPECIAL, (c) => `#${codeOf(c)}`) },
  { name: "HTML in JSON", encode: (secret) => json(html(/[&<>"'/`=]/g, named({ "'": "#x27" }))(secret)) },
  { name: "HTML with all names", encode: html(SPECIAL, named({ "'": "apos", é: "eacute" })) },
  { name: "HTML with names in capitals", encode: html(/[&<>"]/g, (c) => named({})(c).toUpperCase()) },
];

/** What is left of a secret in base64 of a longer text, whatever stands beside it. */
export function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.from(secret);
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

/** A character as `ascii()` of Python writes it. */
function pythonEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number): string => code.toString(16).padStart(digits, "0");
  if (character === "\\" || character === "'") return `\\${character}`;
  if ("\n\r\t".includes(character)) return JSON.stringify(character).slice(1, -1);
  if (code >= 0x20 && code < 0x7f) return character;
  if (code < 0x100) return `\\x${hex(2)}`;
  return code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
