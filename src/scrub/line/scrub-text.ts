import { STRIPPED } from "../../marker.js";
import { MARKER_TEXT } from "../../scalars/json-string.js";
import type { Span } from "../forms/written-text.js";
import { type FoundSecret, type ReplacedSpan, spansToReplace } from "./spans.js";

/** Finds secrets in a text. May throw if the search takes too long. */
export type FindSecrets = (text: string) => readonly FoundSecret[];

// A marker and the characters beside it may look like another secret. Then the text is scrubbed again. Each round makes it
// shorter by one character at least, so there are few rounds.
const MOST_ROUNDS = 8;

/** A text with the marker in place of each secret. It is well-formed, and JSON if the given text is JSON. Never throws. */
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
    // This is not a text, or a hostile text that makes the search slow. It may hold any secret.
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

// Normal lines have fewer. More means a hostile input.
const MOST_TRIED = 64;

/**
 * Scrubs a JSON text in which a find crosses the border of a value. Such a find stays, because the structure of a line is not
 * secret. All other finds are replaced.
 */
function scrubJson(text: string, spans: readonly ReplacedSpan[], find: FindSecrets): string {
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

/** Scrubs each line by itself, if at least one line is JSON. Undefined if no line is JSON, or if a secret spans two lines. */
function byLines(text: string, spans: readonly Span[], find: FindSecrets): string | undefined {
  const lines = text.split("\n");
  const crosses = spans.some(({ start, end }) => text.slice(start, end).includes("\n"));
  if (crosses || !lines.some((line) => line !== text && isJson(line))) return undefined;
  return lines.map((line) => scrubOnce(line, find)).join("\n");
}

/** Whether a marker in place of a span may break JSON: it may, unless the span is surely inside a string. */
function mayBreakJson(text: string, { start, end }: Span): boolean {
  const span = text.slice(start, end);
  return span.includes('"') || /^[\s\d.eE+\-[\]{}:,aflnrstu]*$/.test(span);
}

/** Puts the marker in place of each span, with quotes if the span is a whole value of JSON. */
function replaced(
  text: string,
  spans: readonly ReplacedSpan[],
  isAlone: (text: string, span: Span) => boolean,
): string {
  let out = "";
  let done = 0;
  for (const span of spans) {
    if (span.start < done) {
      done = Math.max(done, span.end);
      continue;
    }
    const { shown = STRIPPED } = span;
    // Neither the marker nor a pseudonym has characters that JSON escapes.
    out += text.slice(done, span.start) + (isAlone(text, span) ? `"${shown}"` : shown);
    done = span.end;
  }
  return out + text.slice(done);
}

/** Whether a number follows a key of JSON, as in `{"pin":123456}`, in any text. */
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

function withWholeNumber(text: string, span: ReplacedSpan): ReplacedSpan {
  const { start, end } = span;
  if (!/^[\d.eE+-]+$/.test(text.slice(start, end))) return span;
  const before = /[\d.eE+-]*$/.exec(text.slice(Math.max(0, start - 32), start))?.[0].length ?? 0;
  const after = /^[\d.eE+-]*/.exec(text.slice(end, end + 32))?.[0].length ?? 0;
  const isSame = before + after === 0;
  return isSame ? span : { start: start - before, end: end + after, shown: undefined };
}

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[^"\d-]+|./gs;

/** Whether a text is JSON. A number by itself does not count. */
function isJson(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Scrubs a JSON text token by token, so that it stays JSON: the content of strings, and numbers as a whole.
 *
 * @param marker a JSON string that replaces a number.
 */
function scrubTokens(json: string, scrub: (part: string) => string, marker: string): string {
  return json.replace(TOKENS, (token) => {
    if (token.startsWith('"')) return `"${scrub(token.slice(1, -1))}"`;
    return /^-?\d/.test(token) && scrub(token) !== token ? marker : token;
  });
}
