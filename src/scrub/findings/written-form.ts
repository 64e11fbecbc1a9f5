/*
 * Names how a secret was written. A name must not tell more of the secret than its form: whether a value has a character that
 * JSON or a shell escapes must not show. So only what was done to the value as a whole has a name.
 */

/** What was searched when a secret was found. */
export type FoundIn = "text" | "base64" | "list";

/** How a secret is written in the part of a text in which it was found. */
export function writtenForm(written: string, foundIn: FoundIn, value: string): string {
  if (foundIn === "base64") return "base64";
  const codes = percentCodes(written);
  // A value may hold such codes itself, and no other escape makes any.
  if (foundIn === "text") return percentCodes(value).includes(codes) ? "raw" : "percent-encoded";
  if (codes !== "") return "percent-encoded";
  return isHexadecimal(written, value) ? "hex" : "decimal bytes";
}

/** What looks percent-encoded in a text. */
function percentCodes(text: string): string {
  return (text.match(/%[\da-f]{2}/gi) ?? []).join("");
}

const ONE_PIECE = /[\da-f]{8}/i;
const PREFIX = /(?:0x|\\x)[\da-f]/i;
const encoder = new TextEncoder();

/** Whether a list of bytes is hexadecimal. Ambiguous numbers are compared with the bytes of the value. */
function isHexadecimal(written: string, value: string): boolean {
  if (ONE_PIECE.test(written) || PREFIX.test(written)) return true;
  const numbers = written.match(/[\da-f]+/gi) ?? [];
  if (numbers.some((number) => /[a-f]/i.test(number))) return true;
  const bytes = encoder.encode(value);
  return numbers.every(
    (number, index) => number.length === 2 && Number.parseInt(number, 16) === bytes[index],
  );
}
