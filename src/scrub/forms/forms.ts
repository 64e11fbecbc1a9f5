import {
  type Alignment,
  base64Core,
  base64Letters,
  base64Windows,
  placeInCore,
  withNeighbours,
} from "./base64.js";
import { type ByteListStyle, decimalList, hexList, hexText } from "./byte-list.js";
import { formsOfCharacter } from "./character-forms.js";
import type { AddWindow, Excerpt, Excerpts } from "./window.js";
import { type Budget, findWritten, type Span } from "./written-text.js";

/** A secret, as its forms in bytes need it. */
export interface SecretBytes {
  /** All bytes. */
  bytes(): Uint8Array;
  /** The excerpt from which windows are taken. The next call overwrites it. */
  excerpt(isList: boolean): Excerpts;
  /** How many bytes stand before a character of the secret's text. */
  bytesBefore(index: number): number;
  /** The {@link base64Core} of all bytes. */
  core(alignment: Alignment): string;
}

/** One way to write the bytes of a secret. */
export interface ByteForm {
  /** Whether this is a list of bytes: Node shows only the first bytes of a list. */
  readonly isList: boolean;
  /** Picks the windows by which an excerpt in this form is found. */
  windows(excerpt: Excerpt, kind: number, add: AddWindow): void;
  /**
   * The part of a text that is the whole secret in this form, around a window that was found. Undefined if it is not there.
   *
   * @param at the window's place in the excerpt.
   */
  find(text: string, position: number, at: number, secret: SecretBytes, budget: Budget): Span | undefined;
}

/**
 * All ways to write the bytes of a secret. The ways to write its characters (JSON, shells, URLs, HTML, string literals) are in
 * `character-forms.ts`.
 *
 * | form | where |
 * |---|---|
 * | base64, at each of three alignments, and base64url | base64.ts |
 * | hexadecimal in one piece | byte-list.ts |
 * | hexadecimal byte by byte: `<Buffer 68 75>`, `68:75`, `\x68\x75`, `%68%75` | byte-list.ts |
 * | decimal numbers: `[104,117]`, `{"0":104,"1":117}`, `Uint8Array(2) [ 104, 117 ]` | byte-list.ts |
 *
 * Lists come last: they have an excerpt of their own.
 */
export const BYTE_FORMS: readonly ByteForm[] = [
  base64Form(0),
  base64Form(1),
  base64Form(2),
  listForm(hexText, false),
  listForm(hexList, true),
  listForm(decimalList, true),
];

/** Finds a text whose characters are written in any way. See {@link findWritten}. */
export function findText(
  text: string,
  position: number,
  sought: string,
  at: number,
  budget: Budget,
): Span | undefined {
  return findWritten(text, position, sought, at, formsOfCharacter, budget);
}

function base64Form(alignment: Alignment): ByteForm {
  return {
    isList: false,
    windows: (excerpt, kind, add) => base64Windows(excerpt, alignment, kind, add),
    find(text, position, at, secret, budget) {
      const place = placeInCore(at, alignment, secret.bytesBefore(secret.excerpt(false).index));
      const core = secret.core(place.alignment);
      const found = findWritten(text, position, core, place.at, base64Letters, budget);
      return found && withNeighbours(text, found, secret.bytes().length, place.alignment);
    },
  };
}

function listForm(style: ByteListStyle, isList: boolean): ByteForm {
  return {
    isList,
    windows: style.windows,
    find(text, position, at, secret, budget) {
      if (style.mayHold?.(text, position, at) === false) return undefined;
      const excerpt = secret.excerpt(isList);
      if (style.mayStandAt?.(text, position, excerpt, at) === false) return undefined;
      const { index } = excerpt;
      return style.find(text, position, secret.bytes(), secret.bytesBefore(index) + at, budget);
    },
  };
}

export { type Alignment, base64Core };
