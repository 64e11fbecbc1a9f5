import { STRIPPED } from "../../marker.js";
import { MARKER_TEXT } from "../../scalars/json-string.js";
import type { Span } from "../forms/written-text.js";
import type { FoundSecret } from "../index/secret-index.js";
import { isJson, scrubTokens } from "./json-tokens.js";
import { spansToReplace } from "./spans.js";

/** Finds secrets in a text. May throw where the search takes too long. */
export type FindSecrets = (text: string) => readonly FoundSecret[];

// What is put in place of a secret may, with what stands beside it, look like another one. Each round takes one more
// character away than it puts there, so there are few.
const MOST_ROUNDS = 8;

/** A text with a marker in place of each secret: well-formed, and JSON if it was. Never throws. */
export function scrubText(text: string, find: FindSecrets): string {
  try {
    let scrubbed = text.toWellFormed();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const before = scrubbed;
      scrubbed = scrubOnce(before, find);
      if (scrubbed === before) return scrubbed;
    }
    return scrubbed;
  } catch {
    // No text at all, or one that was made to keep the search busy: then nothing of it can be shown to be open.
    return typeof text === "string" && text.endsWith("\n") ? `${STRIPPED}\n` : STRIPPED;
  }
}

function scrubOnce(text: string, find: FindSecrets): string {
  const found = find(text);
  if (found.length === 0) return text;
  const spans = spansToReplace(text, found);
  const scrubbed = replaced(text, spans, isAfterKey);
  if (!spans.some((span) => mayBreakJson(text, span))) return scrubbed;
  if (!isJson(text)) return byLines(text, spans, find) ?? scrubbed;
  if (isJson(scrubbed)) return scrubbed;
  const whole = spans.map((span) => withWholeNumber(text, span));
  const asValues = replaced(text, whole, isValue);
  if (isJson(asValues)) return asValues;
  return scrubJson(text, whole, find);
}

// More are in no line that was not made for it.
const MOST_TRIED = 64;

/**
 * Scrubs a JSON text in which something stands across the borders of values that looks like a secret. That is left as it
 * is, because the structure of a line is no secret; all else is replaced.
 */
function scrubJson(text: string, spans: readonly Span[], find: FindSecrets): string {
  const nothing = text.endsWith("\n") ? `${MARKER_TEXT}\n` : MARKER_TEXT;
  if (spans.length > MOST_TRIED) return nothing;
  const kept = spans.filter((span) => isJson(replaced(text, [span], isValue)));
  const json = replaced(text, kept, isValue);
  if (!isJson(json)) return nothing;
  return scrubTokens(
    json,
    (part) => replaced(part, spansToReplace(part, find(part)), () => false),
    MARKER_TEXT,
  );
}

/** Where every line may be JSON of its own, each is scrubbed alone; undefined if that is not so. */
function byLines(text: string, spans: readonly Span[], find: FindSecrets): string | undefined {
  const lines = text.split("\n");
  const crosses = spans.some(({ start, end }) => text.slice(start, end).includes("\n"));
  if (crosses || !lines.some((line) => line !== text && isJson(line))) return undefined;
  return lines.map((line) => scrubOnce(line, find)).join("\n");
}

/** Whether a marker in place of a span could be no JSON where the span was: only inside a string it surely is. */
function mayBreakJson(text: string, { start, end }: Span): boolean {
  const span = text.slice(start, end);
  return span.includes('"') || /^[\s\d.eE+\-[\]{}:,aflnrstu]*$/.test(span);
}

/** Puts a marker in place of each span, and quotes around those that stand alone in JSON. */
function replaced(
  text: string,
  spans: readonly Span[],
  isAlone: (text: string, span: Span) => boolean,
): string {
  let out = "";
  let done = 0;
  for (const span of spans) {
    if (span.start < done) {
      done = Math.max(done, span.end);
      continue;
    }
    out += text.slice(done, span.start) + (isAlone(text, span) ? MARKER_TEXT : STRIPPED);
    done = span.end;
  }
  return out + text.slice(done);
}

/** Whether a number stands behind a key of JSON, as in `{"pin":123456}`, in any text. */
function isAfterKey(text: string, { start, end }: Span): boolean {
  const isNumber = /^[\d.]+$/.test(text.slice(start, end));
  return (
    isNumber &&
    /"\s?:\s?$/.test(text.slice(Math.max(0, start - 4), start)) &&
    /^[,}\s]/.test(text.slice(end, end + 1))
  );
}

/** Whether a span is a value in a JSON text. */
function isValue(text: string, { start, end }: Span): boolean {
  return (
    /(?:^|[:[,])\s*$/.test(text.slice(Math.max(0, start - 64), start)) &&
    /^\s*(?:[,\]}]|$)/.test(text.slice(end, end + 64))
  );
}

function withWholeNumber(text: string, { start, end }: Span): Span {
  if (!/^[\d.eE+-]+$/.test(text.slice(start, end))) return { start, end };
  const before = /[\d.eE+-]*$/.exec(text.slice(Math.max(0, start - 32), start))?.[0].length ?? 0;
  const after = /^[\d.eE+-]*/.exec(text.slice(end, end + 32))?.[0].length ?? 0;
  return { start: start - before, end: end + after };
}
