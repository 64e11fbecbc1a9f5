/** Something with a key, to be sorted by it. */
export interface Keyed {
  readonly key: string;
  /** Whether the key holds surrogates: see {@link hasSurrogates}. */
  readonly hasSurrogates: boolean;
}

// Up to here insertion is quicker than the sort of the engine, which sets up much before its first comparison (measured:
// seven keys in a third of the time).
const FEW = 24;

/**
 * Sorts in place by the UTF-8 bytes of the keys, as Go does. That is the order of UTF-16 code units but for surrogates,
 * which stand for code points above all others.
 */
export function sortByKey(entries: Keyed[]): void {
  if (entries.some((entry) => entry.hasSurrogates)) entries.sort((a, b) => compareCodePoints(a.key, b.key));
  else if (entries.length > FEW) entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  else insertInOrder(entries);
}

function insertInOrder(entries: Keyed[]): void {
  for (let index = 1; index < entries.length; index++) {
    const entry = entries[index];
    if (entry === undefined) return;
    let place = index;
    for (; place > 0; place--) {
      const before = entries[place - 1];
      if (before === undefined || before.key <= entry.key) break;
      entries[place] = before;
    }
    entries[place] = entry;
  }
}

const SURROGATE = /[\ud800-\udfff]/;

/** Whether a key holds UTF-16 code units whose order is not that of the code points that they stand for. */
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

/** A code unit, with paired surrogates above all others and lone ones as the U+FFFD that they print as. */
function rank(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const partner = text.charCodeAt(unit < 0xdc00 ? index + 1 : index - 1);
  const isPaired =
    unit < 0xdc00 ? partner >= 0xdc00 && partner <= 0xdfff : partner >= 0xd800 && partner < 0xdc00;
  return isPaired ? unit + 0x10000 : 0xfffd;
}
