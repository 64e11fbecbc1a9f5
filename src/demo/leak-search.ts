import { inspect } from "node:util";
import type { DemoSecret } from "./secrets.js";

/** A secret that was found in a log. */
export interface Leak {
  readonly secret: DemoSecret;
  /** How many lines hold it. */
  readonly lines: number;
  /** The fields in which it stands, such as `CreateVolume request.secrets["password"]`; empty if the line is not JSON. */
  readonly fields: readonly string[];
}

/** Searches the bytes of a log for secrets, whole and in parts, in every encoded form. */
export function findLeaks(log: Buffer, secrets: readonly DemoSecret[]): readonly Leak[] {
  const lines = log.toString("utf8").split("\n");
  return secrets.flatMap((secret) => {
    const forms = [secret.value, ...secret.parts].flatMap(encodedForms);
    if (!forms.some((form) => log.includes(form))) return [];
    const holds = (text: string) => forms.some((form) => text.includes(form));
    const hits = lines.filter(holds);
    return [
      { secret, lines: hits.length, fields: [...new Set(hits.flatMap((line) => fieldsOf(line, holds)))] },
    ];
  });
}

function fieldsOf(line: string, holds: (text: string) => boolean): string[] {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return [];
  }
  if (typeof entry !== "object" || entry === null) return [];
  const method = "method" in entry && typeof entry.method === "string" ? `${entry.method} ` : "";
  return pathsIn(entry, "", holds).map((path) => method + path);
}

/** Paths to the strings that hold a secret. If a key holds a secret, the path ends before it. */
function pathsIn(value: unknown, path: string, holds: (text: string) => boolean): string[] {
  if (typeof value === "string") return holds(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    holds(key) ? [`${path} (a key)`] : pathsIn(child, joined(path, key, Array.isArray(value)), holds),
  );
}

function joined(path: string, key: string, inList: boolean): string {
  if (inList) return `${path}[]`;
  if (!/^\w+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

const MAX_QUOTING_DEPTH = 3;

/**
 * The forms in which a secret may stand in a log: literally, quoted in JSON (up to three times, for JSON in JSON strings)
 * or by `util.inspect`, in base64 of any text that contains it, in hex, and URL-encoded.
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

/** Go's encoding/json and the library's default format escape these. */
function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, unicodeEscape);
}

function escapeNonAscii(json: string): string {
  return json.replace(/[^\0-\x7f]/g, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The part of the base64 of a longer text that depends on the secret alone, for each offset in a group of three bytes. */
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
