import { base64Encode } from "../../scalars/base64.js";
import { formsOfCharacter } from "./character-forms.js";
import type { Excerpt } from "./excerpt.js";
import { type AddWindow, BESIDE, escapedKeys, keyAt, WINDOW } from "./window.js";
import type { Alphabet, Span } from "./written-text.js";

/**
 * A secret may be part of a text that is encoded as a whole, such as `user:password`. Its alignment is the number of bytes
 * between the last full group of three bytes and the secret. The letters at both ends depend on the neighbours of the
 * secret, too. So the search is for the core: the letters that the secret alone decides.
 */
export type Alignment = 0 | 1 | 2;

/** How many letters of a group depend on the bytes before the secret, by alignment. */
const FIRST_OWN_LETTER = [0, 2, 3] as const;

/** The core of bytes at an alignment. */
export function base64Core(bytes: Uint8Array, alignment: Alignment): string {
  const shifted = new Uint8Array(alignment + bytes.length);
  shifted.set(bytes, alignment);
  return base64Encode(shifted).slice(FIRST_OWN_LETTER[alignment], ownLetters(bytes.length, alignment));
}

function ownLetters(length: number, alignment: Alignment): number {
  return Math.floor(((alignment + length) * 8) / 6);
}

/**
 * Picks a window in the letters that an excerpt of a secret has in base64 and base64url. It is the one at the excerpt's place, or
 * the nearest one without `+` and `/`, which have more forms.
 *
 * @param add takes keys of the window, and its offset in the base64 text of the excerpt after `alignment` zero bytes.
 */
export function base64Windows(excerpt: Excerpt, alignment: Alignment, kind: number, add: AddWindow): void {
  const first = FIRST_OWN_LETTER[alignment];
  const end = ownLetters(excerpt.length, alignment);
  // The window and the letters before it have all bits of the place.
  const placeEnd = Math.ceil(((alignment + excerpt.focus + WINDOW) * 8) / 6);
  const place = Math.max(first, Math.min(end, placeEnd) - WINDOW);
  if (end - first < WINDOW) return;
  const farthest = Math.max(place - first, end - WINDOW - place);
  for (let distance = 0; distance <= farthest; distance++) {
    for (let at = place + distance; at >= place - distance; at -= 2 * distance || 1) {
      if (at < first || at + WINDOW > end || !isPlainAt(excerpt, alignment, at)) continue;
      const key = keyOf(excerpt, alignment, at);
      const next = at + WINDOW;
      const last = at - WINDOW;
      if (last >= first && isPlainAt(excerpt, alignment, last))
        add(key, kind, at, BESIDE.before, keyOf(excerpt, alignment, last));
      else if (next + WINDOW <= end && isPlainAt(excerpt, alignment, next))
        add(key, kind, at, BESIDE.after, keyOf(excerpt, alignment, next));
      else add(key, kind, at, BESIDE.none, 0);
      return;
    }
  }
  const core = base64Core(excerpt.bytes.subarray(0, excerpt.length), alignment);
  const inUrl = keyAt(core.replaceAll("+", "-").replaceAll("/", "_"), place - first);
  for (const key of new Set([...escapedKeys(core, place - first), inUrl]))
    add(key, kind, place, BESIDE.none, 0);
}

/** Whether no letter of the window at an offset is `+` or `/`. */
function isPlainAt(excerpt: Excerpt, alignment: Alignment, at: number): boolean {
  for (let letter = at; letter < at + WINDOW; letter++) {
    if (sextetAt(excerpt.bytes, letter * 6 - alignment * 8) >= 62) return false;
  }
  return true;
}

/** The key of the window at an offset. */
function keyOf(excerpt: Excerpt, alignment: Alignment, at: number): number {
  let key = 0;
  for (let letter = at; letter < at + WINDOW; letter++) {
    key = (key << 8) | LETTERS.charCodeAt(sextetAt(excerpt.bytes, letter * 6 - alignment * 8));
  }
  return key;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Six bits of an excerpt. Bits before its beginning are zero. No letter of the core has bits behind its end. */
function sextetAt(bytes: Uint8Array, bit: number): number {
  const index = bit >> 3;
  return ((((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)) >> (10 - (bit & 7))) & 63;
}

/** The place of a window of {@link base64Windows} in the core of the whole secret, and the alignment of that core. */
export function placeInCore(
  at: number,
  alignment: Alignment,
  bytesBefore: number,
): { readonly alignment: Alignment; readonly at: number } {
  // A number modulo three is an alignment.
  const whole = ((((alignment - bytesBefore) % 3) + 3) % 3) as Alignment;
  return { alignment: whole, at: at + ((bytesBefore + whole - alignment) / 3) * 4 - FIRST_OWN_LETTER[whole] };
}

/** How the characters of base64 that are no letters or digits are written: in base64url, URLs and JSON, too. */
interface Signs {
  readonly plus: readonly string[];
  readonly slash: readonly string[];
  readonly padding: readonly string[];
}

let madeSigns: Signs | undefined;

/** Made when they are first needed: an import takes a seventh less time without them. */
function signs(): Signs {
  madeSigns ??= {
    plus: ["-", ...formsOfCharacter("+")],
    slash: ["_", ...formsOfCharacter("/")],
    padding: formsOfCharacter("="),
  };
  return madeSigns;
}

/** The ways to write `+` and `/`. */
export const base64Letters: Alphabet = (letter) => (letter === "+" ? signs().plus : signs().slash);

/** All characters that base64 and base64url have, with any escapes. */
export function base64Characters(): Iterable<string> {
  return [...LETTERS, ...signs().plus, ...signs().slash].join("");
}

/** A core with the letters beside it that depend on the secret, too, and the padding after it. */
export function withNeighbours(
  text: string,
  { start, end }: Span,
  length: number,
  alignment: Alignment,
): Span {
  const first = alignment === 0 ? start : letterBefore(text, start);
  let last = ((alignment + length) * 8) % 6 === 0 ? end : letterAfter(text, end);
  for (let count = 0; count < 2; count++)
    last += signs().padding.find((form) => text.startsWith(form, last))?.length ?? 0;
  return { start: first, end: last };
}

function letterBefore(text: string, end: number): number {
  const { plus, slash } = signs();
  for (const form of [...plus, ...slash]) {
    if (form.length > 1 && text.endsWith(form, end)) return end - form.length;
  }
  return /[\w+/-]/.test(text.slice(Math.max(0, end - 1), end)) ? end - 1 : end;
}

function letterAfter(text: string, start: number): number {
  const { plus, slash } = signs();
  for (const form of [...plus, ...slash]) {
    if (form.length > 1 && text.startsWith(form, start)) return start + form.length;
  }
  return /[\w+/-]/.test(text.slice(start, start + 1)) ? start + 1 : start;
}
