import { note, REASON } from "../../marker.js";
import { setOwn } from "../../representations/own-property.js";
import { escapeSeparators } from "../../scalars/json-string.js";
import { type SecretFinder, silent } from "../../values/walk-rules.js";

const WITHHELD: string = note(REASON.lineWithheld);

/**
 * A finished line of a JSON log without secrets. It stays valid JSON with the same line end, also if a secret is a number or
 * looks like part of an escape sequence. Characters that end a line for some readers are escaped: `JSON.stringify` leaves
 * them raw. Never throws.
 */
export function scrubJsonLine(secrets: SecretFinder, line: string): string {
  try {
    return escapeSeparators(scrubbedLine(secrets, line));
  } catch {
    return `${JSON.stringify({ msg: WITHHELD })}\n`;
  }
}

function scrubbedLine(secrets: SecretFinder, line: string): string {
  // Most lines hold no secret. One search in the whole line tells.
  if (secrets.size === 0 || secrets.scrub(line) === line) return line;
  // It was reported. The line end is no part of it.
  const again = silent(secrets);
  const end = /\r?\n$/.exec(line)?.[0] ?? "";
  const text = line.slice(0, line.length - end.length);
  const scrubbed = again.scrub(text);
  return scrubbed === text ? line : asJson(again, text, scrubbed) + end;
}

function asJson(secrets: SecretFinder, text: string, scrubbed: string): string {
  const original = parsed(text);
  // A line that was no JSON before need not be JSON now.
  if (original === undefined || parsed(scrubbed) !== undefined) return scrubbed;
  const rewritten = JSON.stringify(scrubLeaves(secrets, original.value));
  if (secrets.scrub(rewritten) === rewritten) return rewritten;
  return JSON.stringify({ ...levelIn(original.value), msg: WITHHELD });
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A parsed JSON value, with each string, number and name scrubbed by itself. */
export function scrubLeaves(secrets: SecretFinder, value: unknown): unknown {
  if (typeof value === "string") return secrets.scrub(value);
  if (typeof value === "number") {
    const text = String(value);
    const scrubbed = secrets.scrub(text);
    return scrubbed === text ? value : scrubbed;
  }
  if (Array.isArray(value)) return value.map((item) => scrubLeaves(secrets, item));
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value))
    setOwn(copy, secrets.scrub(key), scrubLeaves(secrets, member));
  return copy;
}

/** The level of a line: log readers need it. */
function levelIn(value: unknown): object {
  if (typeof value !== "object" || value === null || !("level" in value)) return {};
  return typeof value.level === "number" && value.level < 1000 ? { level: value.level } : {};
}
