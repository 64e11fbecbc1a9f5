import { setOwn } from "../representations/own-property.js";
import { escapeSeparators } from "../scalars/json-string.js";
import type { LiveSecrets } from "../scrub/live.js";

const WITHHELD = "<<line withheld: it could not be scrubbed>>";

/**
 * A finished line of a log, in JSON, without live secrets. It stays valid JSON and keeps its line end, also where a
 * secret is a number, or looks like part of an escape. Characters that end a line for some readers are escaped:
 * `JSON.stringify` leaves them raw. Never throws.
 */
export function scrubJsonLine(live: LiveSecrets, line: string): string {
  try {
    return escapeSeparators(scrubbedLine(live, line));
  } catch {
    return `${JSON.stringify({ msg: WITHHELD })}\n`;
  }
}

function scrubbedLine(live: LiveSecrets, line: string): string {
  // Most lines hold no secret: one search of the whole line shows that.
  if (live.size === 0 || live.scrub(line) === line) return line;
  const end = /\r?\n$/.exec(line)?.[0] ?? "";
  const text = line.slice(0, line.length - end.length);
  const scrubbed = live.scrub(text);
  return scrubbed === text ? line : asJson(live, text, scrubbed) + end;
}

function asJson(live: LiveSecrets, text: string, scrubbed: string): string {
  const original = parsed(text);
  // What was no JSON before need not be JSON now.
  if (original === undefined || parsed(scrubbed) !== undefined) return scrubbed;
  const rewritten = JSON.stringify(scrubLeaves(live, original.value));
  if (live.scrub(rewritten) === rewritten) return rewritten;
  return JSON.stringify({ ...levelIn(original.value), msg: WITHHELD });
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A value that came out of JSON, with its strings, numbers and names scrubbed one by one. */
export function scrubLeaves(live: LiveSecrets, value: unknown): unknown {
  if (typeof value === "string") return live.scrub(value);
  if (typeof value === "number") {
    const text = String(value);
    const scrubbed = live.scrub(text);
    return scrubbed === text ? value : scrubbed;
  }
  if (Array.isArray(value)) return value.map((item) => scrubLeaves(live, item));
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) setOwn(copy, live.scrub(key), scrubLeaves(live, member));
  return copy;
}

/** The level, without which log readers cannot place a line. */
function levelIn(value: unknown): object {
  if (typeof value !== "object" || value === null || !("level" in value)) return {};
  return typeof value.level === "number" && value.level < 1000 ? { level: value.level } : {};
}
