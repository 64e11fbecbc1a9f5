import { beginsJwt, findJwt, looksSigned } from "../../policy/jwt.js";

/*
 * A secret value is often a document that holds the credential: the service account tokens of a pod, a key file of a
 * cloud, a connection string. This file finds the values inside that are secret by themselves.
 */

/** Shortest part that is sought. A shorter word of a document would be found everywhere. */
const SHORTEST_PART = 8;
/** Most parts of one value. */
const MOST_PARTS = 64;
const MAX_DEPTH = 8;

/** Keys of JSON whose text is secret, however short. Under other keys only texts that look random are secret. */
const SECRET_KEY =
  /pass|pwd|secret|token|credential|auth|private|signature|api.?key|access.?key|account.?key|\bpin\b/i;
/** Numbers with fewer than six digits are not sought, as in fields. */
const SMALLEST_NUMBER = 100_000;
const LONGEST_OPEN = 256;
/** Texts that are an address, a time or a name, and no credential. */
const OPEN_TEXT =
  /^(?:[a-z][a-z0-9+.-]*:\/\/[^@\s]*|[^\s@:]+@[^\s@]+\.[a-z]+|\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)$/i;

/**
 * Secret values inside a secret value: texts in its JSON, the password of a URL, the credential after the scheme of an
 * `Authorization` header, JSON Web Tokens amid other text or in JSON, and the value without white space around it.
 */
export function valuesIn(value: string): readonly string[] {
  const parts: string[] = [];
  const trimmed = value.trim();
  if (trimmed !== value) addPart(parts, trimmed);
  const afterScheme = SCHEME.exec(trimmed)?.[1];
  if (afterScheme !== undefined) addPart(parts, afterScheme);
  addJsonWebTokens(trimmed, parts);
  const isJson = /^[[{"]/.test(trimmed) && addJson(trimmed, parts);
  if (!isJson) addUrlPassword(trimmed, parts);
  return parts.filter((part) => part !== value);
}

/** Adds a part that is not there yet. There are few parts, and a set would hash long texts from end to end. */
function addPart(parts: string[], part: string): void {
  if (!parts.includes(part)) parts.push(part);
}

const SCHEME = /^(?:Bearer|Basic|Token)\s+(\S{8,})$/i;

/** Adds the tokens in a text. JSON is searched as it is written, so that keys and JSON in strings are searched, too. */
function addJsonWebTokens(text: string, parts: string[]): void {
  // Most tokens are values by themselves.
  if (looksSigned(text)) return;
  let found = findJwt(text, 0);
  while (found !== undefined && parts.length < MOST_PARTS) {
    const token = text.slice(found.start, found.end);
    // A header with nothing after its dots is not a secret.
    if (token.includes(".")) addPart(parts, token);
    found = findJwt(text, found.end);
  }
}

const URL_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s:@]*:([^/?#\s]+)@/i;

function addUrlPassword(text: string, parts: string[]): void {
  if (!text.includes("://")) return;
  const password = URL_PASSWORD.exec(text)?.[1];
  if (password === undefined) return;
  addPart(parts, password);
  try {
    addPart(parts, decodeURIComponent(password));
  } catch {
    // This is not a valid URL. The password in its written form was added already.
  }
}

/** Adds what is secret in a JSON text; returns whether it is one. */
function addJson(text: string, parts: string[]): boolean {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return false;
  }
  addLeaves(json, "", 0, parts);
  return true;
}

function addLeaves(value: unknown, key: string, depth: number, parts: string[]): void {
  if (parts.length >= MOST_PARTS || depth > MAX_DEPTH) return;
  if (typeof value === "string") {
    if (depth === 0 || isSecretLeaf(key, value)) {
      addPart(parts, value);
      addPart(parts, value.trim());
    }
    addUrlPassword(value, parts);
    return;
  }
  if (typeof value === "number" && SECRET_KEY.test(key) && value >= SMALLEST_NUMBER)
    addPart(parts, String(value));
  if (typeof value !== "object" || value === null) return;
  // Items of a list count as values of the list's key.
  for (const [name, inner] of Object.entries(value))
    addLeaves(inner, Array.isArray(value) ? key : name, depth + 1, parts);
}

function isSecretLeaf(key: string, text: string): boolean {
  if (text.length <= LONGEST_OPEN && OPEN_TEXT.test(text)) return false;
  return SECRET_KEY.test(key) || (text.length >= SHORTEST_PART && looksRandom(text));
}

/** Whether a text looks random: letters and digits, and either both cases or at least twenty characters. */
function looksRandom(text: string): boolean {
  return (
    /\d/.test(text) &&
    /[a-z]/i.test(text) &&
    (text.length >= 20 || (/[A-Z]/.test(text) && /[a-z]/.test(text)))
  );
}

/** Shortest fragment: one that is too long to guess. */
const SHORTEST_FRAGMENT = 16;

/**
 * Parts of a value that may be logged apart from each other: payload and signature of a JSON Web Token (many tokens have the
 * same header, which is not secret), the lines of a PEM file. They are sought literally and in escaped forms, but not in
 * base64 or hexadecimal.
 *
 * @param bytes the bytes of a value that is not text. Then the text that Node prints for it is a fragment.
 */
export function fragmentsOf(value: string, bytes?: Uint8Array): readonly string[] {
  if (bytes !== undefined) {
    const printed = new TextDecoder().decode(bytes);
    return printed.replace(/\ufffd/g, "").length >= SHORTEST_PART ? [printed] : [];
  }
  if (!value.includes("\n")) return tokenFragments(value);
  return [...new Set(value.split(/\r?\n/))]
    .filter((line) => isLong(line) && !line.startsWith("-----"))
    .slice(0, MOST_PARTS);
}

const NONE: readonly string[] = [];

/** Payload and signature of a token. None if the value does not look like a token by its header and its dots. */
function tokenFragments(value: string): readonly string[] {
  if (!beginsJwt(value)) return NONE;
  const first = value.indexOf(".");
  const second = value.indexOf(".", first + 1);
  // To look whether all the rest is base64url would take longer than everything else here.
  if (first === -1 || second === -1 || value.includes(".", second + 1)) return NONE;
  return [value.slice(first + 1, second), value.slice(second + 1)].filter(isLong);
}

function isLong(fragment: string): boolean {
  return fragment.length >= SHORTEST_FRAGMENT;
}
