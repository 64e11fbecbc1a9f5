import { inspect } from "node:util";

const MAX_QUOTING_DEPTH = 3;

/**
 * How a secret may stand in a log: as it is, quoted in JSON (up to three times over, as JSON in a JSON string is) or by
 * `util.inspect`, in base64 of any text that contains it, in hex, and URL-encoded.
 */
export function encodedForms(secret: string): readonly string[] {
  return [
    ...new Set([secret, ...quoted(secret), ...base64Cores(secret), ...hex(secret), ...urlEncoded(secret)]),
  ];
}

/** The names of the forms, for a reader. */
export const FORM_NAMES = "as is, JSON-escaped, base64, hex, URL-encoded";

function quoted(secret: string): string[] {
  const json = jsonEscape(secret);
  const once = [json, escapeHtml(json), escapeNonAscii(json), inspect(secret).slice(1, -1)];
  const forms = [...once];
  let last = once;
  for (let depth = 2; depth <= MAX_QUOTING_DEPTH; depth++) {
    last = last.map(jsonEscape);
    forms.push(...last);
  }
  return forms;
}

function jsonEscape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As Go's encoding/json and the library's default format do. */
function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, unicodeEscape);
}

function escapeNonAscii(json: string): string {
  return json.replace(/[^\0-\x7f]/g, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** What base64 of a longer text has of the secret for sure: where it starts in a group of three bytes decides. */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const core = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function hex(secret: string): string[] {
  const text = Buffer.from(secret).toString("hex");
  return [text, text.toUpperCase()];
}

function urlEncoded(secret: string): string[] {
  const forms = [
    encodeURI(secret),
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
  ];
  return forms.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}
