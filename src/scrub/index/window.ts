import { formsOfCharacter, isPlain } from "../forms/character-forms.js";

/** How many UTF-16 code units a window has: as many as the shortest secret. */
export const WINDOW = 4;

/** The byte that a code unit has in a key: for ASCII, the unit itself. */
export function fold(code: number): number {
  return (code ^ (code >>> 8)) & 0xff;
}

/** The key of a window that moves on by a code unit: the last four, a byte of each. */
export function nextKey(key: number, code: number): number {
  return (key << 8) | fold(code);
}

/** The key of the window that begins at an offset. */
export function keyAt(text: string, at: number): number {
  let key = 0;
  for (let index = at; index < at + WINDOW; index++) key = nextKey(key, text.charCodeAt(index));
  return key;
}

// Many secrets begin alike: tokens of one issuer do. The end may be a time or a file extension.
const BEST_PLACE = 0.8;
/** How far from the best place a window is looked for, and how far a better one than was found. */
const REACH = 256;
const REACH_FOR_BETTER = 12;
/** Kinds of letters that make a window rare enough to stop looking. */
const ENOUGH_KINDS = 2;

/**
 * Picks where the search for a text of at least {@link WINDOW} code units begins: a window by which it is found in whatever
 * way it is written.
 *
 * @returns its offset; -1 if everywhere a character may be written in more than one way. Then see {@link escapedAnchor}.
 */
export function plainAnchor(text: string): number {
  const last = text.length - WINDOW;
  const middle = Math.floor(last * BEST_PLACE);
  const farthest = Math.min(REACH, Math.max(middle, last - middle));
  let best = -1;
  let bestKinds = 0;
  for (let distance = 0; distance <= (best === -1 ? farthest : REACH_FOR_BETTER); distance++) {
    for (let at = middle - distance; at <= middle + distance; at += 2 * distance || 1) {
      if (at < 0 || at > last) continue;
      const kinds = kindsOfWindow(text, at);
      if (kinds <= bestKinds) continue;
      best = at;
      bestKinds = kinds;
    }
    if (bestKinds >= ENOUGH_KINDS) break;
  }
  return best;
}

/** How many kinds of letters (lower case, upper case, digits) are in a window; 0 if one of its characters may be escaped. */
function kindsOfWindow(text: string, at: number): number {
  let kinds = 0;
  for (let index = at; index < at + WINDOW; index++) {
    const code = text.charCodeAt(index);
    if (!isPlain(code)) return 0;
    kinds |= code >= 0x61 ? 1 : code >= 0x41 && code !== 0x5f ? 2 : code >= 0x30 && code !== 0x5f ? 4 : 0;
  }
  // A window of punctuation, such as `----`, is better than none.
  return Math.max(0.5, (kinds & 1) + ((kinds >> 1) & 1) + (kinds >> 2));
}

/** Windows for all ways of writing a text, at the place where most characters are plain, so that these are few. */
export function escapedAnchor(text: string): { readonly at: number; readonly keys: readonly number[] } {
  let at = 0;
  let longest = 0;
  for (let index = 0; index <= Math.min(text.length - WINDOW, REACH); index++) {
    let length = 0;
    while (length < WINDOW && isPlain(text.charCodeAt(index + length))) length++;
    if (length <= longest) continue;
    at = index;
    longest = length;
  }
  const keys = new Set<number>();
  addWindows("", text.slice(at, at + 2 * WINDOW), 0, keys);
  return { at, keys: [...keys] };
}

/** Goes on with a window that is shorter yet by each way of writing the next character. */
function addWindows(window: string, text: string, at: number, keys: Set<number>): void {
  if (window.length >= WINDOW) {
    keys.add(keyAt(window, 0));
    return;
  }
  if (at >= text.length) return;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const forms = isPlain(character.charCodeAt(0)) ? [character] : formsOfCharacter(character);
  const starts = new Set(forms.map((form) => form.slice(0, WINDOW - window.length)));
  for (const start of starts) addWindows(window + start, text, at + character.length, keys);
}
