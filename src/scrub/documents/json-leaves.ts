import { namesCredential } from "../../policy/credential-names.js";

/** Takes a text of a document, and whether its key names a credential. */
export type TakeLeaf = (text: string, isSecret: boolean) => void;

const DEEPEST = 64;
/** Numbers with fewer than six digits are not sought, as in fields. */
const SMALLEST_NUMBER = 100_000;

/**
 * Finds the texts in JSON.
 *
 * @returns whether this is JSON, and the parser has shown all of it: it shows one value of several under the same key, it
 *   rounds long numbers, and too deep levels are not visited.
 */
export function jsonLeaves(text: string, take: TakeLeaf): boolean {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return false;
  }
  let keys = 0;
  let isWhole = true;
  // Items of a list count as values of the list's key.
  const walk = (value: unknown, isSecret: boolean, depth: number): void => {
    if (typeof value === "string") take(value, isSecret);
    else if (typeof value === "number" && isSecret) {
      if (value >= SMALLEST_NUMBER) take(String(value), true);
      isWhole &&= Number.isSafeInteger(value);
    } else if (typeof value === "object" && value !== null) {
      if (depth > DEEPEST) isWhole = false;
      else if (Array.isArray(value)) for (const item of value) walk(item, isSecret, depth + 1);
      else
        for (const key of Object.keys(value)) {
          keys++;
          // Its own property, by what the line above says.
          walk((value as Readonly<Record<string, unknown>>)[key], namesCredential(key), depth + 1);
        }
    }
  };
  walk(json, typeof json === "string", 0);
  // Texts may hold what looks like a key, so there may seem to be more keys than there are, but never fewer.
  return isWhole && colonsBehindQuotes(text) === keys;
}

/** How many colons follow a quotation mark and white space. A list of all matches would take longer than the parser. */
function colonsBehindQuotes(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(":"); colon !== -1; colon = text.indexOf(":", colon + 1)) {
    let before = colon - 1;
    while (isSpace(text.charCodeAt(before))) before--;
    if (text.charCodeAt(before) === QUOTE) count++;
  }
  return count;
}

const QUOTE = 0x22;

/** Whether a character is white space of JSON. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
