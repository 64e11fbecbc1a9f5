import { format, inspect } from "node:util";

/** A way in which a program writes a text into a log. */
export interface Encoding {
  readonly name: string;
  /** Whether it consists of decimal numbers. Then digits beside it would change the numbers. */
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
  { name: "shell, single quotes", encode: (secret) => secret.replaceAll("'", "'\\''") },
  {
    name: "shell in a shell, single quotes",
    encode: (secret) => times(2, (text) => text.replaceAll("'", "'\\''"), secret),
  },
  { name: "shell, single quotes, in JSON", encode: (secret) => json(secret.replaceAll("'", "'\\''")) },
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
  {
    name: "HTML",
    encode: (secret) =>
      secret.replace(/[&<>"']/g, (c) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[c] ?? "#39"};`),
  },
];

/** What is left of a secret in base64 of a longer text, whatever stands beside it. */
export function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.from(secret);
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
