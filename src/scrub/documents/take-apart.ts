import { findJwt, looksSigned } from "../../policy/jwt.js";
import { textInBase64 } from "./base64-text.js";
import { FoundParts, percentDecoded, unescaped } from "./found-parts.js";
import { jsonLeaves } from "./json-leaves.js";
import { isTime, looksRandom } from "./looks.js";
import { scanPairs } from "./pairs.js";

/*
 * A secret value may be a document, and so may a text in it. Each text is read as every format that it may have.
 */

/** So many documents in documents are opened. */
const DEEPEST = 8;
/** A longer value is read up to here. */
const LONGEST = 2 ** 22;
/** Shorter texts are not sought. */
const SHORTEST_SOUGHT = 4;
/** A shorter text has no part that is sought: `:abcd` is the shortest that has one. */
const SHORTEST_DOCUMENT = 5;

/**
 * The parts of a secret value that are secret by themselves, by their keys or by their looks. Takes linear time. Never throws.
 *
 * @param parts counts what is read.
 */
export function takeApart(
  value: string,
  parts: FoundParts = new FoundParts(value.length),
): readonly string[] {
  const text = value.slice(0, LONGEST).trim();
  parts.add(text);
  // Most tokens are values by themselves.
  if (!looksSigned(text)) addText(parts, text, true, 0);
  return parts.texts;
}

function addLeaf(parts: FoundParts, text: string, isSecret: boolean, depth: number): void {
  if (depth > DEEPEST || !parts.mayRead(text.length)) return;
  // It was found in the document around it, before the document was read.
  if (parts.hasToken(text)) return;
  const trimmed = text.trim();
  const isToken = looksSigned(trimmed);
  if (isSecret && isToken) {
    // No program reads a token otherwise.
    parts.add(text);
    parts.add(trimmed);
  } else if (isSecret) parts.addWritten(text);
  else if (looksRandom(trimmed)) parts.add(trimmed);
  if (!isToken) addText(parts, trimmed, isSecret, depth);
}

/** One word, and the padding of base64. */
const ONE_WORD = /^[\w.$/+-]*=*$/;

/** Adds what is secret in a text. Most values are one word, which is no document, but base64 of one. */
function addText(parts: FoundParts, text: string, isSecret: boolean, depth: number): void {
  if (text.length < SHORTEST_DOCUMENT) return;
  if (!ONE_WORD.test(text)) {
    if (isSecret) addCredential(parts, text, depth);
    if (!isTime(text)) addDocument(parts, text, depth);
    return;
  }
  addJsonWebTokens(parts, text);
  if (looksRandom(text)) parts.add(text);
  const decoded = textInBase64(text);
  if (decoded !== undefined) addLeaf(parts, decoded, isSecret, depth + 1);
}

const SCHEME = /^(?:Bearer|Basic|Token)\s+(\S{4,})$/i;
/** A line of words with colons between them, such as `user:password`, and no URL. */
const COLONS = /^[^\s:=/]*:(?!\/\/)(\S+)$/gm;
/** What no host, no port and no name has. Behind it, a colon belongs to the password, or to what stands after it. */
const IN_NO_NAME = /["'`={}[\]&/]/;
const MOST_COLONS = 4;
/** A line that is one word, such as `DOMAIN\\user%password`, as the programs of Samba take it. */
const SAMBA_USER = /^[^\s:=%]+%(\S+)$/gm;

/** Adds the parts that only a credential has: what follows the scheme of a header or a colon, and what base64 holds. */
function addCredential(parts: FoundParts, text: string, depth: number): void {
  const afterScheme = SCHEME.exec(text)?.[1];
  if (afterScheme !== undefined) addLeaf(parts, afterScheme, true, depth + 1);
  if (BEGINS_JSON.test(text)) return;
  if (text.includes(":")) addBehindColons(parts, text);
  if (text.includes("%"))
    for (const [, password = ""] of text.matchAll(SAMBA_USER)) parts.addWritten(password);
  if (parts.isFull) return;
  const decoded = textInBase64(text);
  if (decoded !== undefined) addLeaf(parts, decoded, true, depth + 1);
}

function addBehindColons(parts: FoundParts, text: string): void {
  for (const [, behind = ""] of text.matchAll(COLONS)) {
    let rest = behind;
    for (let count = 0; count < MOST_COLONS; count++) {
      // A port is not secret.
      if (!/^\d{1,5}$/.test(rest)) parts.addWritten(rest);
      const colon = rest.indexOf(":");
      if (colon === -1 || IN_NO_NAME.test(rest.slice(0, colon))) break;
      rest = rest.slice(colon + 1);
    }
    if (parts.isFull) return;
  }
}

const BEGINS_JSON = /^[[{"]/;
const ESCAPE = /%[\da-f]{2}/i;
const ESCAPE_LETTERS = /^[\da-f]{2}/i;

/** Adds what is secret in a text, if it is a document. */
function addDocument(parts: FoundParts, text: string, depth: number): void {
  const json = addJsonWebTokens(parts, text);
  const isJson =
    BEGINS_JSON.test(text) && jsonLeaves(json, (leaf, isSecret) => addLeaf(parts, leaf, isSecret, depth + 1));
  if (isJson) return;
  const isPercentEncoded = ESCAPE.test(text);
  const word = (found: string, isBehindPercent: boolean): void => {
    // The letters of an escape do not belong to the word.
    const word = isBehindPercent ? found.replace(ESCAPE_LETTERS, "") : found;
    if (looksRandom(word)) parts.add(word);
    const decoded = textInBase64(word);
    if (decoded !== undefined) addLeaf(parts, decoded, false, depth + 1);
  };
  const rest = withoutPem(parts, text);
  addUrlPasswords(parts, rest);
  scanPairs(rest, {
    isFull: () => parts.isFull,
    hasReadEnough: () => parts.left < SHORTEST_SOUGHT,
    credential(value) {
      if (!parts.mayRead(value.length)) return;
      parts.addWritten(value);
      addCredential(parts, value, depth);
    },
    quoted(value, isSecret) {
      // Backslashes are escapes in some formats, and characters in others.
      for (const read of new Set([value, unescaped(value)])) addLeaf(parts, read, isSecret, depth + 1);
    },
    word,
  });
  // In a string, quotes, line breaks and other signs stand behind backslashes.
  if (/\\["'nu]/.test(text)) addLeaf(parts, unescaped(text), false, depth + 1);
  if (!isPercentEncoded && !isForm(text)) return;
  for (const decoded of new Set(percentDecoded(text))) {
    // What looks like an escape may be part of a password. Then there is nothing more to read.
    if (decoded !== text) addLeaf(parts, decoded, false, depth + 1);
  }
}

/** Whether a text may have `+` for spaces, as queries of URLs and forms do. */
function isForm(text: string): boolean {
  return text.includes("+") && text.includes("=") && /[?&]/.test(text);
}

/**
 * Adds the tokens in a text. JSON is searched as it is written, so that keys are searched, too.
 *
 * @returns the text for a parser of JSON: without the tokens that are whole values there, so that it need not copy them.
 */
function addJsonWebTokens(parts: FoundParts, text: string): string {
  let json = "";
  let done = 0;
  let found = findJwt(text, 0);
  while (found !== undefined && !parts.isFull) {
    const { start, end } = found;
    const token = text.slice(start, end);
    // A header with nothing after its dots is not a secret.
    if (token.includes(".")) {
      parts.addToken(token);
      if (isWholeValue(text, start, end)) {
        json += text.slice(done, start);
        done = end;
      }
    }
    found = findJwt(text, end);
  }
  return json + text.slice(done);
}

/**
 * Whether quotation marks are around a part of a text, and what is between them is no name of JSON. A text that is no JSON
 * stays none without the part.
 */
function isWholeValue(text: string, start: number, end: number): boolean {
  return (
    text[start - 1] === '"' &&
    text[start - 2] !== "\\" &&
    text[end] === '"' &&
    /[,}\]]/.test(text[end + 1] ?? "")
  );
}

const BEGIN = "-----BEGIN ";
const END = /-----END [\w ]*-----/;

/** A text without the PEM files in it. They are parts, without the white space around their lines. Lines are fragments of
 * them. */
function withoutPem(parts: FoundParts, text: string): string {
  if (!text.includes(BEGIN)) return text;
  const [before = "", ...pieces] = text.split(BEGIN);
  return pieces.reduce((rest, piece) => {
    const end = END.exec(piece);
    if (end === null) return rest + piece;
    const length = end.index + end[0].length;
    const pem = BEGIN + piece.slice(0, length);
    parts.add(pem);
    // In strings in strings, several backslashes stand before each escaped character.
    const lines = pem.split(/\n|\\+n/).map((line) => line.replace(/\\+(?:r$)?/g, "").trim());
    parts.add(lines.join("\n"));
    return rest + piece.slice(length);
  }, before);
}

/** The name before a password in a URL, or before its `@`; the same as Oracle writes it; and in a URL without a scheme. */
const USERS = [/\/\/([^/:]*)(:|$)/g, /thin:(\w*)(\/)/g];
const BARE_USER = /(?:^|["'=,;])([^"'=,;:/]+)(:)/g;

/** Adds the passwords of URLs. The text between two `@` is looked at once, so that this takes linear time. */
function addUrlPasswords(parts: FoundParts, text: string): void {
  const pieces = text.split("@");
  for (let index = 0; index < pieces.length - 1 && !parts.isFull; index++) {
    const passwords = new Set<string>();
    const read = (start: string, pattern: RegExp): void => {
      // A password may hold every sign, and other values may stand before the URL: the first and the last name count.
      const found = [...start.matchAll(pattern)];
      for (const one of [found[0], found.at(-1)]) {
        if (one?.[2]) passwords.add(start.slice(one.index + one[0].length));
        else if (one?.[1] && looksRandom(one[1])) parts.add(one[1]);
      }
    };
    const start = pieces[index]?.split(/\s/).pop() ?? "";
    for (const pattern of USERS) read(start, pattern);
    // Without a scheme, a password has no slash.
    read(start.slice(Math.max(0, start.lastIndexOf("/"))), BARE_USER);
    for (const one of passwords) parts.addWritten(one);
    // A password may hold `@`.
    let more = "";
    while (passwords.size > 0 && index < pieces.length - 2 && !/[\s/?#,"'<>]/.test(pieces[index + 1] ?? "")) {
      more += `@${pieces[++index]}`;
      for (const one of passwords) {
        if (parts.mayRead(one.length + more.length)) parts.addWritten(one + more);
      }
    }
  }
}
