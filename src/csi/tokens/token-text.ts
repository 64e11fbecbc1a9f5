import { tokenTime } from "./token-time.js";

/** One token in the text that the kubelet passes. */
export interface TokenEntry {
  readonly audience: string;
  readonly token: string;
  /** The time as the kubelet wrote it. */
  readonly expirationTimestamp: string;
  readonly expires: Date;
}

/** The tokens in a text, or the problem of the text. */
export type TokenText =
  | {
      readonly kind: "tokens";
      readonly entries: readonly TokenEntry[];
      /** Whether the text holds nothing but these entries. */
      readonly isExact: boolean;
    }
  | { readonly kind: "not JSON" | "wrong shape"; readonly problem: string };

/**
 * Reads the text that the kubelet passes: `{"<audience>": {"token": "<JWT>", "expirationTimestamp": "<RFC 3339>"}}`.
 * Unknown properties are ignored, because a later kubelet may add some. Never throws.
 */
export function readTokenText(text: string): TokenText {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The error quotes the text.
    return { kind: "not JSON", problem: text === "" ? "the value is empty" : "the value is not JSON" };
  }
  if (!isObject(json)) return wrongShape("the value is not a JSON object");
  // JSON parsers disagree about which of two equal keys counts.
  if (hasRepeatedKey(text)) return wrongShape("a key comes twice");
  const entries: TokenEntry[] = [];
  let isExact = true;
  // Own properties, so that `__proto__` is an audience like any other.
  for (const [audience, value] of Object.entries(json)) {
    const properties = new Map<string, unknown>(isObject(value) ? Object.entries(value) : []);
    const token = properties.get("token");
    const expirationTimestamp = properties.get("expirationTimestamp");
    if (typeof token !== "string") return wrongShape("an audience has no token");
    const isText = typeof expirationTimestamp === "string";
    const expires = isText ? tokenTime(expirationTimestamp) : undefined;
    if (!isText || expires === undefined) return wrongShape("an expirationTimestamp is not an RFC 3339 time");
    if (properties.size > 2) isExact = false;
    entries.push({ audience, token, expirationTimestamp, expires });
  }
  if (entries.length === 0) return wrongShape("there is no token");
  return { kind: "tokens", entries, isExact };
}

function wrongShape(problem: string): TokenText {
  return { kind: "wrong shape", problem };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether an object in a valid JSON text has a key twice. The parsed value does not show it. */
function hasRepeatedKey(json: string): boolean {
  const keysOfOpen: Set<string>[] = [];
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (character === "{" || character === "[") keysOfOpen.push(new Set());
    else if (character === "}" || character === "]") keysOfOpen.pop();
    else if (character === '"') {
      const start = index;
      index = stringEnd(json, start);
      if (!isFollowedByColon(json, index + 1)) continue;
      const key: string = JSON.parse(json.slice(start, index + 1));
      const keys = keysOfOpen.at(-1);
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}

/** The offset of the quote that ends a string. */
function stringEnd(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

/** Whether an odd number of backslashes stands before a character. */
function isEscaped(json: string, offset: number): boolean {
  let first = offset;
  while (json[first - 1] === "\\") first--;
  return (offset - first) % 2 === 1;
}

function isFollowedByColon(json: string, from: number): boolean {
  let index = from;
  while (/\s/.test(json[index] ?? "")) index++;
  return json[index] === ":";
}
