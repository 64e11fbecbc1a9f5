import { note, REASON } from "../../marker.js";
import { setOwn } from "../../representations/map-form.js";
import type { SecretFinder } from "../../values/walk-rules.js";

const WITHHELD: string = note(REASON.lineWithheld);

/**
 * A finished line of a JSON log without secrets. It stays valid JSON with the same line end, also if a secret is a number or
 * looks like part of an escape sequence. Never throws.
 */
export function scrubJsonLine(secrets: SecretFinder, line: string): string {
  try {
    // Usually there is nothing to scrub. Find that out without taking the line apart.
    if (secrets.size === 0 || secrets.scrub(line) === line) return line;
    const end = /\r?\n$/.exec(line)?.[0] ?? "";
    const text = line.slice(0, line.length - end.length);
    const scrubbed = secrets.scrub(text);
    return scrubbed === text ? line : asJson(secrets, text, scrubbed) + end;
  } catch {
    return `${JSON.stringify({ msg: WITHHELD })}\n`;
  }
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
