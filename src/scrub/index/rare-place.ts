import { isPlain } from "../forms/character-forms.js";
import { isInsidePair, WINDOW } from "../forms/window.js";
import { foldedUnits } from "./window-filter.js";

/*
 * Picks the place in a secret by which it is found. Secrets that look alike, such as tokens of one issuer, must not all be
 * tried wherever one of them stands in a text, so the place is one at which other secrets differ. To know that, each window of
 * each secret is counted, in a small table that forgets: windows that many recent secrets have are common.
 */

/** 2^16 counters. Several windows may share one: that makes a window look more common than it is, and no more. */
const COUNTERS = new Uint8Array(2 ** 16);
const QUARTETS = new Int32Array(COUNTERS.buffer);
const MOST = 255;
/** After so many windows, all counts are halved. Then a counter has about one by chance. */
const HALF_LIFE = 2 ** 15;
/** In a longer text, only windows with a hash of eight are counted and picked. They are the same ones in all long texts. */
const LONGEST_WHOLE = 64;
const SAMPLE_BITS = 3;
const SAMPLE = 7 << 13;
/** This much of a longer text is tried first, and then the text before it in longer and longer blocks. */
const TAIL = 96;
const BLOCK_GROWTH = 4;
/** Longer texts are counted in their last part only. The limits let only few of them be live. */
const LONGEST = 2 ** 13;

/** A place that costs more is not good enough. */
const COMMON = 8;

const HASH = 0x9e3779b1;

/** What a window costs if it is not of plain characters only, by how many it begins with: it has many keys then. */
const ESCAPED_COST = [60, 24, 12, 6] as const;
/** What a window of one kind of letters costs, and what one of punctuation costs: there are many in normal lines. */
const WORD_COST = 2;
const DASHES_COST = 4;

let counted = 0;

/** The offset of a window in a text that few other secrets have. Counts windows of the text. The text has at least four units. */
export function rarePlace(text: string): number {
  let place = NONE;
  const first = Math.max(0, text.length - LONGEST);
  if (text.length > LONGEST_WHOLE) {
    // Most secrets differ from others at their end, as the signatures of tokens do.
    let end = text.length;
    for (let block = TAIL; place === NONE && end - first >= WINDOW; block *= BLOCK_GROWTH) {
      const start = Math.max(first, end - block);
      place = pick(text, start, end, SAMPLE);
      // Windows that begin in this block and end in the next one belong to this one.
      end = start === first ? first : start + WINDOW - 1;
    }
  }
  // If all windows of the sample are common, the text differs from others somewhere between.
  if (place === NONE) place = pick(text, first, text.length, 0);
  if (counted > HALF_LIFE) halve();
  return place;
}

const NONE = -1;

/**
 * Picks the window that costs least.
 *
 * @param first where to begin.
 * @param end where to end.
 * @param sample bits that are zero in the hashes of the windows to look at.
 * @returns its offset; -1 if it costs too much, and only a sample was looked at.
 */
function pick(text: string, first: number, end: number, sample: number): number {
  const length = end - first;
  const units = foldedUnits(length === text.length ? text : text.slice(first, end));
  const counters = COUNTERS;
  let best = first;
  let bestCost = Number.POSITIVE_INFINITY;
  let key = 0;
  // Of equal places take the last: most secrets begin with what others have, too. From there, few places cost even less.
  for (let at = length - 1; at >= 0; at--) {
    key = (key >>> 8) | ((units[at] ?? 0) << 24);
    const hash = Math.imul(key, HASH);
    if ((hash & sample) !== 0 || at > length - WINDOW) continue;
    const slot = hash >>> 16;
    const count = counters[slot] ?? 0;
    if (count < MOST) counters[slot] = count + 1;
    if (count >= bestCost) continue;
    const cost = count + costOf(text, first + at);
    if (cost >= bestCost) continue;
    bestCost = cost;
    best = first + at;
  }
  counted += sample === 0 ? length : length >> SAMPLE_BITS;
  // Do not keep secrets in memory.
  units.fill(0, 0, length);
  return sample !== 0 && bestCost > COMMON ? NONE : best;
}

/** What a window costs, apart from its count. */
function costOf(text: string, at: number): number {
  let kinds = 0;
  for (let leading = 0; leading < WINDOW; leading++) {
    const code = text.charCodeAt(at + leading);
    // Not in the middle of a character.
    if (!isPlain(code))
      return leading === 0 && isInsidePair(text, at) ? MOST : (ESCAPED_COST[leading] ?? MOST);
    kinds |= code >= 0x61 ? 1 : code >= 0x41 && code !== 0x5f ? 2 : code >= 0x30 && code !== 0x5f ? 4 : 0;
  }
  if (kinds === 0) return DASHES_COST;
  return (kinds & (kinds - 1)) === 0 ? WORD_COST : 0;
}

function halve(): void {
  counted = 0;
  // Four counters at a time, each without the bit that comes from its neighbour.
  for (let slot = 0; slot < QUARTETS.length; slot++)
    QUARTETS[slot] = ((QUARTETS[slot] ?? 0) >>> 1) & 0x7f7f7f7f;
}
