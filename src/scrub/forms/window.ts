import { formsOfCharacter, isPlain } from "./character-forms.js";

/** How many UTF-16 code units a window has: as many as the shortest secret. */
export const WINDOW = 4;

/** Which units beside a window are compared, before the secret is: none, the {@link WINDOW} after it, or those before it. */
export const BESIDE = { none: 0, after: 1, before: 2 } as const;
/** One of {@link BESIDE}. */
export type Beside = (typeof BESIDE)[keyof typeof BESIDE];

/**
 * Takes a window: its key, the form in which it was written, and its offset in the secret. The units beside it have a key,
 * too. Tokens have many windows in common with the text of other logs, but few of twice the length.
 */
export type AddWindow = (key: number, kind: number, at: number, beside: Beside, besideKey: number) => void;

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

/** Adds the windows by which a text is found at a place in it, with any escapes. */
export function textWindows(text: string, place: number, kind: number, add: AddWindow): void {
  if (!isPlainAt(text, place)) {
    for (const key of escapedKeys(text, place)) add(key, kind, place, BESIDE.none, 0);
  } else if (isPlainAt(text, place + WINDOW)) {
    add(keyAt(text, place), kind, place, BESIDE.after, keyAt(text, place + WINDOW));
  } else if (place >= WINDOW && isPlainAt(text, place - WINDOW)) {
    add(keyAt(text, place), kind, place, BESIDE.before, keyAt(text, place - WINDOW));
  } else add(keyAt(text, place), kind, place, BESIDE.none, 0);
}

/** Whether no character of the window at an offset is ever escaped. */
function isPlainAt(text: string, at: number): boolean {
  if (at + WINDOW > text.length) return false;
  for (let index = at; index < at + WINDOW; index++) {
    if (!isPlain(text.charCodeAt(index))) return false;
  }
  return true;
}

/** The keys of all ways to write the window at an offset. */
export function escapedKeys(text: string, at: number): readonly number[] {
  const keys = new Set<number>();
  addWindows("", text.slice(at, at + 2 * WINDOW), 0, keys);
  return [...keys];
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

/** Whether an offset is between the two halves of a pair of surrogates. */
export function isInsidePair(text: string, at: number): boolean {
  return at > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}
