import { PSEUDONYM, STRIPPED } from "../../marker.js";
import { isInsidePair } from "../forms/window.js";
import type { Span } from "../forms/written-text.js";

/** A part of a text that is a secret. */
export interface FoundSecret extends Span {
  /** The same object for each find of one secret. */
  readonly secret: object;
  /** What was searched: see `foundIn`. */
  readonly kind: number;
  /** The text that takes its place. Undefined for the marker. */
  readonly shown: string | undefined;
}

/** A part of a text to replace. */
export interface ReplacedSpan extends Span {
  /** The text that takes its place. Undefined for the marker. */
  readonly shown: string | undefined;
}

/**
 * The parts of a text to replace, in order and without overlaps. Overlapping finds are joined, and so are touching finds of
 * one secret. Only a find that covers all others keeps its text. A part never ends inside an escape sequence. It covers a marker in the text completely or not at all.
 */
export function spansToReplace(text: string, found: readonly FoundSecret[]): readonly ReplacedSpan[] {
  const escapeAround = escapeFinder(text);
  const aligned = found.map(({ start, end, ...rest }) => ({
    start: escapeAround(start)?.start ?? (isInsidePair(text, start) ? start - 1 : start),
    end: escapeAround(end)?.end ?? (isInsidePair(text, end) ? end + 1 : end),
    ...rest,
  }));
  const spans: { start: number; end: number; secret: object; shown: string | undefined }[] = [];
  for (const one of withWholeMarkers(aligned.sort(inOrder), markersIn(text))) {
    const last = spans.at(-1);
    const joins = last && (one.start < last.end || (one.start === last.end && one.secret === last.secret));
    if (joins) join(last, one);
    else spans.push({ ...one });
  }
  return spans;
}

/** Joins a find to the part that begins before it. */
function join(
  part: { start: number; end: number; secret: object; shown: string | undefined },
  { start, end, secret, shown }: FoundSecret,
): void {
  // Two values together are another text than each of them. Two that disagree about one text have none.
  const isOther = end > part.end ? secret !== part.secret : false;
  const isCovered = end <= part.end && !(start === part.start && end === part.end);
  if (isOther || (!isCovered && shown !== part.shown)) part.shown = undefined;
  part.end = Math.max(part.end, end);
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

/** A text that an earlier pass has put in place of a secret. */
interface Marker extends Span {
  /** Whether it is the usual marker. Anything may stand in what looks like a pseudonym. */
  readonly isUsual: boolean;
}

const MARKERS = new RegExp(`${STRIPPED.replaceAll("*", "\\*")}|${PSEUDONYM.source}`, "g");

function markersIn(text: string): readonly Marker[] {
  return Array.from(text.matchAll(MARKERS), ({ 0: marker, index }) => ({
    start: index,
    end: index + marker.length,
    isUsual: marker === STRIPPED,
  }));
}

/**
 * Extends finds that overlap a marker to the whole marker. Drops finds inside the usual marker, because that is not secret. A find
 * inside a pseudonym is extended, too.
 */
function withWholeMarkers(found: readonly FoundSecret[], markers: readonly Marker[]): readonly FoundSecret[] {
  const whole: FoundSecret[] = [];
  let first = 0;
  for (const one of found) {
    const { start, end } = one;
    while ((markers[first]?.end ?? Number.POSITIVE_INFINITY) <= start) first++;
    const before = markers[first];
    if (before?.isUsual && start >= before.start && end <= before.end) continue;
    let last = end;
    for (let index = first; (markers[index]?.start ?? Number.POSITIVE_INFINITY) < end; index++) {
      last = Math.max(last, markers[index]?.end ?? end);
    }
    const isInside = before !== undefined && before.start < start;
    // With a part of a marker, it is another text.
    const shown = isInside || last > end ? undefined : one.shown;
    whole.push({ ...one, start: isInside ? before.start : start, end: last, shown });
  }
  return whole.sort(inOrder);
}
