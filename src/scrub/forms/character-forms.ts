/*
 * The one place that knows how a character of a secret may be written: by JSON (also as JSON in a JSON string, several levels
 * deep), `util.inspect`, shells, URLs, HTML, and in string literals of Go, Python and JavaScript.
 */

import { quote } from "../../scalars/json-string.js";
import { htmlEntities } from "./html-entities.js";

/** One way to write a character. */
type Encoder = (character: string) => string;

/** An encoder, and how often its output may be written in other texts, each in the next one. */
interface Nested {
  readonly encoder: Encoder;
  readonly depth: number;
}

/** JSON in a JSON string in a JSON string in a JSON string. */
const JSON_LEVELS = 4;

const json: Encoder = (character) => JSON.stringify(character).slice(1, -1);
/** Go's encoding/json and this library. */
const jsonForHtml: Encoder = (character) => quote(character).slice(1, -1);
const jsonInAscii: Encoder = (character) => (character > "~" ? unicodeEscapes(character) : json(character));
const jsonWithSlash: Encoder = (character) => (character === "/" ? "\\/" : json(character));

/** Node's `util.inspect`. The only quote that it escapes is the single one. */
const inspected: Encoder = (character) => {
  if (character === "'") return "\\'";
  if (character === '"') return character;
  const code = character.charCodeAt(0);
  const isNamed = "\b\t\n\f\r".includes(character);
  if ((code < 0x20 && !isNamed) || (code >= 0x7f && code < 0xa0)) return `\\x${hexOf(code, 2, true)}`;
  return json(character).replace(/\\u.{4}/g, upperEscape);
};

const percent: Encoder = (character) =>
  utf8(character)
    .map((byte) => `%${hexOf(byte, 2, true)}`)
    .join("");
const percentForm: Encoder = (character) => (character === " " ? "+" : percent(character));
/** JSON in a URL. Letters of an escape sequence stay. */
const percentJson: Encoder = (character) => Array.from(json(character), percentIfNeeded).join("");
const percentFormJson: Encoder = (character) => (character === " " ? "+" : percentJson(character));

const shellSingle: Encoder = (character) => (character === "'" ? "'\\''" : character);
/** A command line in a command line, for `ssh`. */
const shellSingleTwice: Encoder = (character) => Array.from(shellSingle(character), shellSingle).join("");
const shellPython: Encoder = (character) => (character === "'" ? "'\"'\"'" : character);
const shellDouble: Encoder = (character) => (/["$`\\!]/.test(character) ? `\\${character}` : character);
/** A backslash before each character: `printf %q` of bash, Ruby, and others. */
const shellBackslash: Encoder = (character) => `\\${character.toWellFormed()}`;
/** `$'...'` of bash, with octal escapes for characters beyond ASCII. */
const shellAnsi: Encoder = (character) =>
  ANSI.get(character) ??
  utf8(character)
    .map((byte) =>
      byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, "0")}` : String.fromCharCode(byte),
    )
    .join("");
const ANSI: ReadonlyMap<string, string> = new Map([
  ...Array.from("abtnvfr", (letter, index): [string, string] => [
    String.fromCharCode(7 + index),
    `\\${letter}`,
  ]),
  ["\x1b", "\\E"],
  ["'", "\\'"],
  ["\\", "\\\\"],
]);

/** String literals of Go (`%q`) and C. */
const literal: Encoder = (character) => {
  if (character === '"') return '\\"';
  const ansi = character === "'" || character === "\x1b" ? undefined : ANSI.get(character);
  return (
    ansi ?? (character < " " || character === "\x7f" ? `\\x${hexOf(character.charCodeAt(0), 2)}` : character)
  );
};
const hexBytes: Encoder = (character) =>
  /[^ -~]/.test(character)
    ? utf8(character)
        .map((byte) => `\\x${hexOf(byte, 2)}`)
        .join("")
    : json(character);
/** `ascii()` of Python: code points beyond ASCII, in as few digits as fit. */
const shortEscape: Encoder = (character) => {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0x7e) return json(character);
  if (code <= 0xff) return `\\x${hexOf(code, 2)}`;
  return code <= 0xffff ? `\\u${hexOf(code, 4)}` : longCodePoint(character);
};
const codePoint: Encoder = (character) => `\\u{${hexOf(character.codePointAt(0) ?? 0, 1)}}`;
const longCodePoint: Encoder = (character) => `\\U${hexOf(character.codePointAt(0) ?? 0, 8)}`;

const plain: Encoder = (character) => character;
/** A lone surrogate, written as UTF-8. */
const wellFormed: Encoder = (character) => character.toWellFormed();
/** UTF-8 that was read as Latin-1: Node reads HTTP headers like this. */
const misread: Encoder = (character) => String.fromCharCode(...utf8(character));
const doubledQuote: Encoder = (character) =>
  character === "'" || character === '"' ? character + character : character;

/** How a text is written inside another text. JSON escapes double quotes, `util.inspect` single quotes, both escape backslashes. */
const OUTER_ENCODERS: readonly Encoder[] = [json, inspected];

const ENCODERS: readonly Nested[] = [
  ...[plain, wellFormed, misread].map((encoder) => nested(encoder, 0)),
  ...[plain, json, jsonForHtml, jsonInAscii].map((encoder) => nested(encoder, JSON_LEVELS - 1)),
  ...[jsonWithSlash, upper(jsonForHtml), upper(jsonInAscii)].map((encoder) => nested(encoder, 2)),
  ...[
    shellSingle,
    shellSingleTwice,
    shellPython,
    shellDouble,
    shellBackslash,
    shellAnsi,
    literal,
    hexBytes,
  ].map((encoder) => nested(encoder, 2)),
  ...[codePoint, longCodePoint, unicodeEscapes, shortEscape].map((encoder) => nested(encoder, 1)),
  ...[percent, percentForm, percentJson, percentFormJson]
    .flatMap((encoder) => [encoder, lowerPercent(encoder), twice(encoder), lowerPercent(twice(encoder))])
    .map((encoder) => nested(encoder, 0)),
  nested(doubledQuote, 1),
];

/** `util.inspect` splits long texts after line breaks. It indents each next part by the depth of nesting. */
const QUOTES = ["'", '"', "`"] as const;
function lineBreaks(): readonly string[] {
  return QUOTES.flatMap((last) =>
    QUOTES.flatMap((first) =>
      Array.from({ length: 10 }, (_, depth) => `\\n${last} +\n${"  ".repeat(depth)}${first}`),
    ),
  ).flatMap((text) => [text, json(text)]);
}

function nested(encoder: Encoder, depth: number): Nested {
  return { encoder, depth };
}

/** What the outer encoders may change. */
const NOT_PLAIN = /[^\w.-]/gu;

/** A text, and the same encoded by the outer encoders, up to a depth, in any order. */
function written(text: string, depth: number): ReadonlySet<string> {
  const texts = new Set([text]);
  for (let level = 0; level < depth; level++) {
    for (const inner of [...texts]) {
      for (const outer of OUTER_ENCODERS) texts.add(inner.replace(NOT_PLAIN, (one) => outer(one)));
    }
  }
  return texts;
}

function upper(encoder: Encoder): Encoder {
  return (character) => encoder(character).replace(/\\u.{4}/g, upperEscape);
}

function upperEscape(sequence: string): string {
  return sequence.slice(0, 2) + sequence.slice(2).toUpperCase();
}

function percentIfNeeded(character: string): string {
  return /[\w.!~*'()-]/.test(character) ? character : percent(character);
}

function lowerPercent(encoder: Encoder): Encoder {
  return (character) => encoder(character).replace(/%\w\w|25\w\w/g, (code) => code.toLowerCase());
}

/** A text in a URL that is part of another URL. */
function twice(encoder: Encoder): Encoder {
  return (character) => encoder(character).replaceAll("%", "%25");
}

function unicodeEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, at) => `\\u${hexOf(character.charCodeAt(at), 4)}`).join(
    "",
  );
}

function hexOf(number: number, digits: number, isUpper = false): string {
  const text = number.toString(16).padStart(digits, "0");
  return isUpper ? text.toUpperCase() : text;
}

const encoder = new TextEncoder();

function utf8(character: string): readonly number[] {
  return [...encoder.encode(character)];
}

// Remember the forms of so many characters. There are more than a million characters.
const MOST_KNOWN = 2048;
const known = new Map<string, readonly string[]>();

/**
 * All ways to write a character, the character itself among them. A character that {@link isPlain} is only written as
 * itself.
 */
export function formsOfCharacter(character: string): readonly string[] {
  let forms = known.get(character);
  if (forms !== undefined) return forms;
  const all = new Set<string>();
  // Most encoders write most characters alike, and what was nested as deeply before adds nothing.
  const depths = new Map<string, number>();
  for (const { encoder, depth } of ENCODERS) {
    const text = encoder(character);
    if ((depths.get(text) ?? -1) >= depth) continue;
    depths.set(text, depth);
    for (const form of written(text, depth)) all.add(form);
  }
  for (const entity of htmlEntities(character)) {
    for (const form of written(entity, 1)) all.add(form);
    // Go's JSON.
    all.add(entity.replace("&", "\\u0026"));
  }
  if (character === "\n") for (const form of lineBreaks()) all.add(form);
  forms = [...all];
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(character, forms);
  return forms;
}

const PLAIN: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  /[\w.-]/.test(String.fromCharCode(code)),
);

/** Whether a UTF-16 code unit is never escaped: a letter or digit of ASCII, `_`, `.` or `-`. */
export function isPlain(code: number): boolean {
  return PLAIN[code] === true;
}
