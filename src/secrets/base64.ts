import { base64Encode } from "@bufbuild/protobuf/wire";
import { formsOfCharacter } from "./character-forms.js";
import { type Anchor, anchorOf, keyAt } from "./window.js";
import type { Alphabet, Span } from "./written-text.js";

/**
 * Where bytes stand in a text that was encoded in base64 as a whole, such as `user:password`: how far behind the last
 * full group of three bytes. What the letters around them are depends on the bytes beside them, so the search is for
 * the core: the letters that the bytes alone decide.
 */
export type Alignment = 0 | 1 | 2;

/** How many letters of a group the bytes before an alignment have a part in. */
const FIRST_OWN_LETTER = [0, 2, 3] as const;

/** The core of bytes at an alignment. */
export function base64Core(bytes: Uint8Array, alignment: Alignment): string {
  const shifted = new Uint8Array(alignment + bytes.length);
  shifted.set(bytes, alignment);
  return base64Encode(shifted, "std_raw").slice(FIRST_OWN_LETTER[alignment], ownLetters(bytes.length, alignment));
}

function ownLetters(length: number, alignment: Alignment): number {
  return Math.floor(((alignment + length) * 8) / 6);
}

/** Around which byte of a long secret its core is worked out, to find an anchor in it. */
const EXCERPT = 12;

/** A part of a core, and its offset in it: enough to find an anchor, without encoding a long secret as a whole. */
export function base64Excerpt(bytes: Uint8Array, alignment: Alignment): { text: string; offset: number } {
  if (bytes.length <= 2 * EXCERPT) return { text: base64Core(bytes, alignment), offset: 0 };
  // Begins with a group.
  const near = Math.floor((bytes.length - EXCERPT) * 0.8);
  const start = near - ((near + alignment) % 3);
  const text = base64Encode(bytes.subarray(start, start + EXCERPT), "std_raw");
  return { text, offset: ((start + alignment) / 3) * 4 - FIRST_OWN_LETTER[alignment] };
}

/** The anchor of a core, in base64 and base64url. */
export function base64Anchor(core: string): Anchor {
  const { at, keys } = anchorOf(core);
  const inUrl = keyAt(core.replaceAll("+", "-").replaceAll("/", "_"), at);
  return keys.includes(inUrl) ? { at, keys } : { at, keys: [...keys, inUrl] };
}

const PLUS: readonly string[] = ["-", ...formsOfCharacter("+")];
const SLASH: readonly string[] = ["_", ...formsOfCharacter("/")];
const PADDING: readonly string[] = formsOfCharacter("=");

/** The letters of base64 and base64url, in URLs and JSON too. */
export const base64Letters: Alphabet = (letter) => (letter === "+" ? PLUS : letter === "/" ? SLASH : undefined);

/** A core with the letters beside it in which the secret has a part, and the padding behind it. */
export function withNeighbours(text: string, { start, end }: Span, length: number, alignment: Alignment): Span {
  const first = alignment === 0 ? start : letterBefore(text, start);
  let last = ((alignment + length) * 8) % 6 === 0 ? end : letterAfter(text, end);
  for (let count = 0; count < 2; count++) last += PADDING.find((form) => text.startsWith(form, last))?.length ?? 0;
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
