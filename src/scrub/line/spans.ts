import { STRIPPED } from "../../marker.js";
import { isInsidePair } from "../forms/window.js";
import type { Span } from "../forms/written-text.js";

/** A part of a text that is a secret. */
export interface FoundSecret extends Span {
  /** The same object for each find of one secret. */
  readonly secret: object;
  /** What was searched: see `foundIn`. */
  readonly kind: number;
}

/**
 * The parts of a text to replace, in order and without overlaps. Overlapping finds are joined, and so are touching finds of
 * one secret. A part never ends inside an escape sequence. It covers a marker in the text completely or not at all.
 */
export function spansToReplace(text: string, found: readonly FoundSecret[]): readonly Span[] {
  const escapeAround = escapeFinder(text);
  const aligned = found.map(({ start, end, secret, kind }) => ({
    start: escapeAround(start)?.start ?? (isInsidePair(text, start) ? start - 1 : start),
    end: escapeAround(end)?.end ?? (isInsidePair(text, end) ? end + 1 : end),
    secret,
    kind,
  }));
  const spans: { start: number; end: number; secret: object; kind: number }[] = [];
  for (const one of withWholeMarkers(aligned.sort(inOrder), markersIn(text))) {
    const last = spans.at(-1);
    const joins = last && (one.start < last.end || (one.start === last.end && one.secret === last.secret));
    if (joins) last.end = Math.max(last.end, one.end);
    else spans.push({ ...one });
  }
  return spans;
}

function inOrder(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

const ESCAPE = /^\\(?:["\\/bfnrt]|u[\da-f]{4})/i;
const LONGEST_ESCAPE = 6;
const BACKSLASH = 0x5c;

/** Finds the escape sequence of JSON around an offset: half of a sequence must not stay. */
function escapeFinder(text: string): (offset: number) => Span | undefined {
  // Remember the last run of backslashes: it may be long, with many offsets in it.
  let runStart = 0;
  let runEnd = 0;
  /** Whether a backslash escapes the next character: an even number of backslashes stands before it. */
  const isEscape = (at: number): boolean => {
    if (at < runStart || at >= runEnd) {
      runStart = at;
      runEnd = at + 1;
      while (runStart > 0 && text.charCodeAt(runStart - 1) === BACKSLASH) runStart--;
      while (text.charCodeAt(runEnd) === BACKSLASH) runEnd++;
    }
    return (at - runStart) % 2 === 0;
  };
  return (offset) => {
    for (let start = offset - 1; start > offset - LONGEST_ESCAPE && start >= 0; start--) {
      if (text.charCodeAt(start) !== BACKSLASH || !isEscape(start)) continue;
      const end = start + (ESCAPE.exec(text.slice(start, start + LONGEST_ESCAPE))?.[0].length ?? 0);
      return end > offset ? { start, end } : undefined;
    }
    return undefined;
  };
}

function markersIn(text: string): readonly Span[] {
  const markers: Span[] = [];
  for (
    let start = text.indexOf(STRIPPED);
    start !== -1;
    start = text.indexOf(STRIPPED, start + STRIPPED.length)
  ) {
    markers.push({ start, end: start + STRIPPED.length });
  }
  return markers;
}

/** Extends finds that overlap a marker to the whole marker. Drops finds inside a marker, because the marker is not secret. */
function withWholeMarkers(found: readonly FoundSecret[], markers: readonly Span[]): readonly FoundSecret[] {
  const whole: FoundSecret[] = [];
  let first = 0;
  for (const { start, end, secret, kind } of found) {
    while ((markers[first]?.end ?? Number.POSITIVE_INFINITY) <= start) first++;
    const before = markers[first];
    if (before !== undefined && start >= before.start && end <= before.end) continue;
    let last = end;
    for (let index = first; (markers[index]?.start ?? Number.POSITIVE_INFINITY) < end; index++) {
      last = Math.max(last, markers[index]?.end ?? end);
    }
    const isInside = before !== undefined && before.start < start;
    whole.push({ start: isInside ? before.start : start, end: last, secret, kind });
  }
  return whole.sort(inOrder);
}
