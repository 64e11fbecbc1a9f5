/**
 * Characters that end a line, move the cursor, colour text or change its direction in a terminal: C0 and C1 controls, line
 * separators, and invisible characters that reorder or join text.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get through
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
/** The same without those that JSON.stringify escapes, and uses for its layout. */
const HARMFUL_IN_JSON = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/**
 * A text from outside, such as the name of a file or of a field, for one line of output. Characters that could forge a line or
 * command a terminal are escaped: `gone\nall clean`, `\x1b[2J`.
 */
export function printable(text: string): string {
  return text.toWellFormed().replace(HARMFUL, (character) => SHORT.get(character) ?? escaped(character));
}

/** A value as JSON over several lines, without such characters. The value of the JSON stays the same. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(HARMFUL_IN_JSON, (character) => unicode(character));
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : unicode(character);
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
