/**
 * Sorts keys in place by their UTF-8 bytes, as Go does. That is the order of UTF-16 code units but for surrogates,
 * which stand for code points above all others.
 */
export function sortKeys(keys: string[]): void {
  if (keys.length < 2) return;
  if (keys.some(mayDiffer)) keys.sort(compareCodePoints);
  else keys.sort();
}

const SURROGATE = /[\ud800-\udfff]/;

function mayDiffer(key: string): boolean {
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
