import { STRIPPED } from "../render/json-text.js";
import { isInsidePair } from "./excerpt.js";
import type { FoundSecret } from "./secret-index.js";
import type { Span } from "./written-text.js";

/**
 * The parts of a text that have to go, in order, none of which overlap: what was found, joined where it overlaps or is
 * of one secret and touches, and made to end where escape sequences do. A marker that stands in the text already is
 * taken whole or not at all.
 */
export function spansToReplace(text: string, found: readonly FoundSecret[]): readonly Span[] {
  const markers = markersIn(text);
  const aligned = found.map(({ start, end, secret }) => ({ secret, ...withWholeEscapes(text, start, end) }));
  const outside = aligned.flatMap((one) => withWholeMarkers(one, markers));
  outside.sort((a, b) => a.start - b.start || b.end - a.end);
  const spans: { start: number; end: number; secret: object }[] = [];
  for (const one of outside) {
    const last = spans.at(-1);
    const joins = last && (one.start < last.end || (one.start === last.end && one.secret === last.secret));
    if (joins) last.end = Math.max(last.end, one.end);
    else spans.push({ ...one });
  }
  return spans;
}

/** Where half an escape sequence of JSON, or half a pair of surrogates, would be left over, its other half goes, too. */
function withWholeEscapes(text: string, start: number, end: number): Span {
  return {
    start: escapeAround(text, start)?.start ?? (isInsidePair(text, start) ? start - 1 : start),
    end: escapeAround(text, end)?.end ?? (isInsidePair(text, end) ? end + 1 : end),
  };
}

const ESCAPE = /^\\(?:["\\/bfnrt]|u[\da-f]{4})/i;
const LONGEST_ESCAPE = 6;

/** The escape sequence inside of which an offset is. */
function escapeAround(text: string, offset: number): Span | undefined {
  for (let start = offset - 1; start > offset - LONGEST_ESCAPE && start >= 0; start--) {
    if (text.charCodeAt(start) !== BACKSLASH || !isEscape(text, start)) continue;
    const end = start + (ESCAPE.exec(text.slice(start, start + LONGEST_ESCAPE))?.[0].length ?? 0);
    return end > offset ? { start, end } : undefined;
  }
  return undefined;
}

const BACKSLASH = 0x5c;

/** Whether a backslash escapes what follows: it is the last of an odd number of them. */
function isEscape(text: string, at: number): boolean {
  let first = at;
  while (first > 0 && text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 0;
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

function withWholeMarkers(found: FoundSecret, markers: readonly Span[]): readonly FoundSecret[] {
  let { start, end } = found;
  for (const marker of markers) {
    // A part of the marker is no secret, though a secret may look like it.
    if (start >= marker.start && end <= marker.end) return [];
    if (start < marker.end && end > marker.start) {
      start = Math.min(start, marker.start);
      end = Math.max(end, marker.end);
    }
  }
  return [{ start, end, secret: found.secret }];
}
