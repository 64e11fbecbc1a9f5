import { formsOfCharacter, isPlain } from "./character-forms.js";

/** How many UTF-16 code units a window has: as many as the shortest secret. */
export const WINDOW = 4;

/** Takes a window: its key, the form in which it was written, and its offset in the secret. */
export type AddWindow = (key: number, kind: number, at: number) => void;

/** The byte that stands for a code unit in a key: for ASCII, the unit itself. */
export function fold(code: number): number {
  return (code ^ (code >>> 8)) & 0xff;
}

/** The key of a window that moves on by a code unit. It has one byte for each of the last four units. */
export function nextKey(key: number, code: number): number {
  return (key << 8) | fold(code);
}

/** The key of the window that begins at an offset. */
export function keyAt(text: string, at: number): number {
  let key = 0;
  for (let index = at; index < at + WINDOW; index++) key = nextKey(key, text.charCodeAt(index));
  return key;
}

/** Adds the windows by which a text of at least {@link WINDOW} code units is found, with any escapes. */
export function textWindows(text: string, kind: number, add: AddWindow): void {
  const place = plainAnchor(text);
  if (place !== -1) add(keyAt(text, place), kind, place);
  else {
    const { at, keys } = escapedAnchor(text);
    for (const key of keys) add(key, kind, at);
  }
}

// Many secrets begin alike, as tokens of one issuer do. The end may be a time or a file extension.
const BEST_PLACE = 0.8;
/** How far from the best place to look for a window, and how far to look for a better one than the one found. */
const REACH = 256;
const REACH_FOR_BETTER = 12;
/** A window with so many kinds of letters is rare enough: stop looking. */
const ENOUGH_KINDS = 2;

/** The offset of a rare window without a character that is ever escaped; -1 if there is none. */
function plainAnchor(text: string): number {
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

/** How many kinds of letters (lower case, upper case, digits) a window has; 0 if one of its characters may be escaped. */
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

/** Windows for all ways of writing a text, at the place where most characters are plain: there the windows are few. */
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

/** Extends a window that is too short by each way of writing the next character. */
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

/**
 * A few bytes out of a secret. They are enough for windows by which its encoded forms are found, so that a long secret is
 * encoded as a whole only when it is needed.
 */
export interface Excerpt {
  /** UTF-8 of the text. For a secret that is not text: one byte per character. */
  readonly bytes: Uint8Array;
  /** How many of the bytes belong to the excerpt. */
  readonly length: number;
}

const LENGTH = 12;
const LONGEST = 2 * LENGTH;
const encoder = new TextEncoder();

/** Takes one excerpt after the other. Each overwrites the one before, so that nothing has to be collected. */
export class Excerpts implements Excerpt {
  // A code unit has three bytes at most, and a character may be added at both ends.
  readonly bytes: Uint8Array = new Uint8Array(3 * (LONGEST + 2));
  length = 0;
  /** Where the excerpt begins in the secret's text, in UTF-16 code units. */
  index = 0;

  /**
   * Takes an excerpt of about a dozen characters that begins near an offset, or the whole text if it is short.
   *
   * @param isBinary whether each character stands for a byte.
   */
  take(text: string, near: number, isBinary: boolean): this {
    const isShort = text.length <= LONGEST;
    let index = isShort ? 0 : Math.max(0, Math.min(near, text.length - LENGTH));
    let end = isShort ? text.length : index + LENGTH;
    this.length = 0;
    for (let at = index; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x7f && !isBinary) {
        // Take whole characters: half a pair of surrogates is encoded in another way than the pair.
        if (isInsidePair(text, index)) index--;
        if (isInsidePair(text, end)) end++;
        this.length = encoder.encodeInto(text.slice(index, end), this.bytes).written;
        break;
      }
      this.bytes[this.length++] = code;
    }
    this.index = index;
    return this;
  }
}

/** Whether an offset is between the two halves of a pair of surrogates. */
export function isInsidePair(text: string, at: number): boolean {
  return at > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}
