import { isPlain } from "./character-forms.js";
import { nextKey, WINDOW } from "./window.js";

/*
 * Picks the place in a secret by which it is found. Secrets that look alike, such as tokens of one issuer, must not all be
 * tried wherever one of them stands in a text, so the place is one at which other secrets differ. To know that, each window of
 * each secret is counted, in a small table that forgets: windows that many recent secrets have are common.
 */

/** 2^16 counters. Several windows may share one: that makes a window look more common than it is, and no more. */
const COUNTERS = new Uint8Array(2 ** 16);
const MOST = 255;
/** After so many windows, all counts are halved. Then a counter has about one by chance. */
const HALF_LIFE = 2 ** 15;
/** In a longer text, only windows with a hash of eight are counted and picked. They are the same ones in all long texts. */
const LONGEST_WHOLE = 64;
const SAMPLE = 7 << 13;
/** Longer texts are counted in their last part only. The limits let only few of them be live. */
const LONGEST = 2 ** 13;

/** A place that costs more is not good enough. */
const COMMON = 8;

const HASH = 0x9e3779b1;

/** What a window costs if it is not of plain characters only, by how many it begins with: it has many keys then. */
const ESCAPED_COST = [60, 24, 12, 6, 0] as const;
/** How many ones a number of four bits begins with. */
const LEADING_ONES = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4] as const;
/** What a window of one kind of letters costs, and what one of punctuation costs: there are many in normal lines. */
const WORD_COST = 2;
const DASHES_COST = 4;

let counted = 0;

/** The offset of a window in a text that few other secrets have. Counts the text's windows. The text has at least four units. */
export function rarePlace(text: string): number {
  const place = text.length <= LONGEST_WHOLE ? NONE : pick(text, SAMPLE);
  // If all windows of the sample are common, the text differs from others somewhere between.
  return place === NONE ? pick(text, 0) : place;
}

const NONE = -1;

/** @param sample bits that are zero in the hashes of the windows to look at. Returns -1 if all of these cost much. */
function pick(text: string, sample: number): number {
  const first = Math.max(0, text.length - LONGEST);
  let best = first;
  let bestCost = Number.POSITIVE_INFINITY;
  let key = 0;
  // Whether each of the last four units is plain.
  let plain = 0;
  for (let index = first; index < text.length; index++) {
    const code = text.charCodeAt(index);
    key = nextKey(key, code);
    plain = ((plain << 1) & 15) | (isPlain(code) ? 1 : 0);
    const hash = Math.imul(key, HASH);
    if ((hash & sample) !== 0 || index - first < WINDOW - 1) continue;
    const slot = hash >>> 16;
    const count = COUNTERS[slot] ?? 0;
    if (count < MOST) COUNTERS[slot] = count + 1;
    counted++;
    if (count > bestCost) continue;
    const cost = count + costOf(text, index - WINDOW + 1, plain);
    // Of equal places take the last: most secrets begin with what others have, too.
    if (cost > bestCost) continue;
    bestCost = cost;
    best = index - WINDOW + 1;
  }
  if (counted > HALF_LIFE) halve();
  return sample !== 0 && bestCost > COMMON ? NONE : best;
}

/** What a window costs, apart from its count. */
function costOf(text: string, at: number, plain: number): number {
  const leading = LEADING_ONES[plain] ?? 0;
  if (leading < WINDOW) {
    const isHalf = leading === 0 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
    // Not in the middle of a character.
    return isHalf ? MOST : (ESCAPED_COST[leading] ?? MOST);
  }
  let kinds = 0;
  for (let index = at; index < at + WINDOW; index++) {
    const code = text.charCodeAt(index);
    kinds |= code >= 0x61 ? 1 : code >= 0x41 && code !== 0x5f ? 2 : code >= 0x30 && code !== 0x5f ? 4 : 0;
  }
  if (kinds === 0) return DASHES_COST;
  return (kinds & (kinds - 1)) === 0 ? WORD_COST : 0;
}

function halve(): void {
  counted = 0;
  for (let slot = 0; slot < COUNTERS.length; slot++) COUNTERS[slot] = (COUNTERS[slot] ?? 0) >> 1;
}
