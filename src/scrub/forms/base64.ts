import { base64Encode } from "../../scalars/base64.js";
import { formsOfCharacter } from "./character-forms.js";
import { type AddWindow, type Excerpt, escapedAnchor, keyAt, nextKey, WINDOW } from "./window.js";
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
 * Picks a window in the letters that an excerpt of a secret has in base64 and base64url.
 *
 * @param add takes keys of the window, and its offset in the base64 text of the excerpt after `alignment` zero bytes.
 */
export function base64Windows(excerpt: Excerpt, alignment: Alignment, kind: number, add: AddWindow): void {
  const first = FIRST_OWN_LETTER[alignment];
  const end = ownLetters(excerpt.length, alignment);
  let best = -1;
  let bestKinds = 0;
  let bestKey = 0;
  let key = 0;
  // The kinds of the last four letters, half a byte each.
  let kinds = 0;
  for (let letter = first; letter < end && bestKinds < 2; letter++) {
    const sextet = sextetAt(excerpt.bytes, letter * 6 - alignment * 8);
    key = nextKey(key, LETTERS.charCodeAt(sextet));
    kinds = ((kinds << 4) | (sextet < 26 ? 1 : sextet < 52 ? 2 : sextet < 62 ? 4 : 8)) & 0xffff;
    if (letter - first < WINDOW - 1) continue;
    // A window with `+` or `/` has more than one key.
    const count = (kinds & 0x8888) === 0 ? hasKind(kinds, 1) + hasKind(kinds, 2) + hasKind(kinds, 4) : 0;
    if (count <= bestKinds) continue;
    best = letter - WINDOW + 1;
    bestKinds = count;
    bestKey = key;
  }
  if (best !== -1) add(bestKey, kind, best);
  if (best !== -1 || end - first < WINDOW) return;
  const core = base64Core(excerpt.bytes.subarray(0, excerpt.length), alignment);
  const { at, keys } = escapedAnchor(core);
  const inUrl = keyAt(core.replaceAll("+", "-").replaceAll("/", "_"), at);
  for (const key of new Set([...keys, inUrl])) add(key, kind, first + at);
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** 1 if one of the four letters has the kind. */
function hasKind(kinds: number, kind: 1 | 2 | 4): 0 | 1 {
  return (kinds & (kind * 0x1111)) === 0 ? 0 : 1;
}

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

const PLUS: readonly string[] = ["-", ...formsOfCharacter("+")];
const SLASH: readonly string[] = ["_", ...formsOfCharacter("/")];
const PADDING: readonly string[] = formsOfCharacter("=");

/** The ways to write `+` and `/` in base64 and base64url, in URLs and JSON, too. */
export const base64Letters: Alphabet = (letter) => (letter === "+" ? PLUS : SLASH);

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
    last += PADDING.find((form) => text.startsWith(form, last))?.length ?? 0;
  return { start: first, end: last };
}

function letterBefore(text: string, end: number): number {
  for (const form of [...PLUS, ...SLASH]) {
    if (form.length > 1 && text.endsWith(form, end)) return end - form.length;
  }
  return /[\w+/-]/.test(text.slice(Math.max(0, end - 1), end)) ? end - 1 : end;
}

function letterAfter(text: string, start: number): number {
  for (const form of [...PLUS, ...SLASH]) {
    if (form.length > 1 && text.startsWith(form, start)) return start + form.length;
  }
  return /[\w+/-]/.test(text.slice(start, start + 1)) ? start + 1 : start;
}
