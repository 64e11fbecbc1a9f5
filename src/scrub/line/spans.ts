import { STRIPPED } from "../../marker.js";
import { isInsidePair } from "../forms/excerpt.js";
import type { Span } from "../forms/written-text.js";
import type { FoundSecret } from "../index/secret-index.js";

/**
 * The parts of a text that have to go, in order, none of which overlap: what was found, joined where it overlaps or is
 * of one secret and touches, and made to end where escape sequences do. A marker that stands in the text already is
 * taken whole or not at all.
 */
export function spansToReplace(text: string, found: readonly FoundSecret[]): readonly Span[] {
  const escapeAround = escapeFinder(text);
  const aligned = found.map(({ start, end, secret }) => ({
    start: escapeAround(start)?.start ?? (isInsidePair(text, start) ? start - 1 : start),
    end: escapeAround(end)?.end ?? (isInsidePair(text, end) ? end + 1 : end),
    secret,
  }));
  const spans: { start: number; end: number; secret: object }[] = [];
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

/** Finds the escape sequence of JSON inside of which an offset is: half of one must not be left over. */
function escapeFinder(text: string): (offset: number) => Span | undefined {
  // The last run of backslashes that was looked at: there may be long ones, with many offsets in them.
  let runStart = 0;
  let runEnd = 0;
  /** Whether a backslash escapes what follows: it is the last of an odd number of them. */
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

/** What overlaps a marker takes it whole. A part of the marker is no secret, though a secret may look like it. */
function withWholeMarkers(found: readonly FoundSecret[], markers: readonly Span[]): readonly FoundSecret[] {
  const whole: FoundSecret[] = [];
  let first = 0;
  for (const { start, end, secret } of found) {
    while ((markers[first]?.end ?? Number.POSITIVE_INFINITY) <= start) first++;
    const before = markers[first];
    if (before !== undefined && start >= before.start && end <= before.end) continue;
    let last = end;
    for (let index = first; (markers[index]?.start ?? Number.POSITIVE_INFINITY) < end; index++) {
      last = Math.max(last, markers[index]?.end ?? end);
    }
    const isInside = before !== undefined && before.start < start;
    whole.push({ start: isInside ? before.start : start, end: last, secret });
  }
  return whole.sort(inOrder);
}
