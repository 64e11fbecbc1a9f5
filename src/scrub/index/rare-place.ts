import { isPlain } from "../forms/character-forms.js";
import { fold, isInsidePair, keyAt, WINDOW } from "../forms/window.js";

/*
 * Picks the place in a secret by which it is found. Secrets that look alike, such as tokens of one issuer, must not all be
 * tried wherever one of them stands in a text, so the place is one at which other secrets differ. To know that, each window
 * that is looked at is counted, in a small table that forgets: windows that many recent secrets have are common. Few windows
 * are looked at, because one of the first is mostly rare. A secret that is dropped takes back the count of its own place:
 * otherwise a secret that comes again and again would seem common.
 */

/** 2^16 counters. Several windows may share one: that makes a window look more common than it is, and no more. */
const COUNTERS = new Uint8Array(2 ** 16);
const QUARTETS = new Int32Array(COUNTERS.buffer);
const MOST = 255;
/** After so many windows, all counts are halved. Then a counter has about one by chance. */
const HALF_LIFE = 2 ** 15;
/** In a longer text, only windows with a hash of eight are counted and picked. They are the same ones in all long texts. */
const LONGEST_WHOLE = 64;
const SAMPLE = 7 << 13;
/** Behind a window of the sample that is common, so many are left out. */
const STRIDE = 24;
/** Longer texts are counted in their last part only. The limits let only few of them be live. */
const LONGEST = 2 ** 13;

/** A place that costs no more is taken at once. */
const GOOD = 1;
/** A place that costs as much is not good enough. */
const COMMON = 9;

const HASH = 0x9e3779b1;

/** What a window costs if it is not of plain characters only, by how many it begins with: it has many keys then. */
const ESCAPED_COST = [60, 24, 12, 6] as const;
/** What a window of one kind of letters costs, and what one of punctuation costs: there are many in normal lines. */
const WORD_COST = 2;
const DASHES_COST = 4;

let counted = 0;

/** The offset of a window in a text that few other secrets have. Counts windows of the text. The text has at least four units. */
export function rarePlace(text: string): number {
  const first = Math.max(0, text.length - LONGEST);
  let place = NONE;
  if (text.length > LONGEST_WHOLE) place = pick(text, first, SAMPLE, STRIDE, COMMON);
  // If all windows of the sample are common, the text differs from others somewhere between.
  if (place === NONE) place = pick(text, first, 0, 1, Number.POSITIVE_INFINITY);
  if (counted > HALF_LIFE) halve();
  return place;
}

/**
 * Takes back the count of the window at a place, when the text is not sought any more. The same secrets often come again.
 *
 * @param key of the window.
 */
export function forgetPlace(key: number): void {
  const slot = Math.imul(key, HASH) >>> 16;
  const count = COUNTERS[slot] ?? 0;
  if (count > 0) COUNTERS[slot] = count - 1;
}

const NONE = -1;

/**
 * Picks the last window that is good, or the one that costs least. Most secrets begin with what others have, too, and differ
 * from them at their end, as the signatures of tokens do.
 *
 * @param first where the text begins.
 * @param sample bits that are zero in the hashes of the windows to look at.
 * @param stride how far the next window to look at is from one that is not good, at least.
 * @param bound what it has to cost less than.
 * @returns its offset; -1 if each costs as much.
 */
function pick(text: string, first: number, sample: number, stride: number, bound: number): number {
  let at = text.length - WINDOW;
  let key = keyAt(text, at);
  let best = NONE;
  let bestCost = bound;
  let good = GOOD;
  while (at >= first) {
    const hash = Math.imul(key, HASH);
    if ((hash & sample) !== 0) {
      at--;
      if (at >= first) key = (key >>> 8) | (fold(text.charCodeAt(at)) << 24);
      continue;
    }
    const cost = countUp(hash >>> 16) + costOf(text, at);
    if (cost <= good) return at;
    // This text has windows in common with others, and the next one may be such a window, too, that is not known for it yet.
    good = 0;
    if (cost < bestCost) {
      bestCost = cost;
      best = at;
    }
    at -= stride;
    if (at >= first) key = keyAt(text, at);
  }
  return best;
}

/** How often windows with a hash were counted before this one. */
function countUp(slot: number): number {
  counted++;
  const count = COUNTERS[slot] ?? 0;
  if (count < MOST) COUNTERS[slot] = count + 1;
  return count;
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
