/** An item that is sorted by its key. */
export interface Keyed {
  readonly key: string;
  /** Whether the key holds surrogates: see {@link hasSurrogates}. */
  readonly hasSurrogates: boolean;
}

// For lists up to this length, insertion sort is faster than the engine's sort, which has a high fixed cost (measured: seven
// keys in a third of the time).
const FEW = 24;

/**
 * Sorts in place by the UTF-8 bytes of the keys, as Go does. This is the order of UTF-16 code units, except that surrogates
 * come last: they encode the largest code points. Equal keys keep their order.
 */
export function sortByKey(entries: Keyed[]): void {
  if (entries.some((entry) => entry.hasSurrogates)) entries.sort((a, b) => compareCodePoints(a.key, b.key));
  else if (entries.length > FEW) entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  else insertInOrder(entries);
}

function insertInOrder(entries: Keyed[]): void {
  let sorted = 0;
  for (const entry of entries) {
    let place = sorted++;
    for (; place > 0; place--) {
      const before = entries[place - 1];
      if (before === undefined || before.key <= entry.key) break;
      entries[place] = before;
    }
    entries[place] = entry;
  }
}

const SURROGATE = /[\ud800-\udfff]/;

/** Whether a key holds surrogates, whose order differs from the order of the code points that they encode. */
export function hasSurrogates(key: string): boolean {
  return SURROGATE.test(key);
}

function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(a, index) - rank(b, index);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The rank of a code unit. Paired surrogates rank highest. A lone surrogate ranks as U+FFFD, because it prints as that. */
function rank(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const partner = text.charCodeAt(unit < 0xdc00 ? index + 1 : index - 1);
  const isPaired =
    unit < 0xdc00 ? partner >= 0xdc00 && partner <= 0xdfff : partner >= 0xd800 && partner < 0xdc00;
  return isPaired ? unit + 0x10000 : 0xfffd;
}
