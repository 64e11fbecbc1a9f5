import { type Alignment, base64Letters, placeInCore, withNeighbours } from "./base64.js";
import { formsOfCharacter } from "./character-forms.js";
import { type Budget, findPlain, findWritten, isWrittenPlainly, type Span } from "./written-text.js";

/*
 * How a secret may be written:
 *
 * | form | where |
 * |---|---|
 * | its characters: as they are, in JSON, shells, URLs, HTML, string literals | character-forms.ts, html-entities.ts |
 * | its bytes in base64, at each of three alignments, and base64url | base64.ts |
 * | its bytes in a list: hexadecimal in one piece, or numbers one by one | byte-runs.ts, byte-gaps.ts |
 *
 * The first two are found by their windows in a text. Lists are read, and the windows of the bytes are searched in them.
 */

/** The places of base64 text in a longer text: one way to write a secret for each. */
export const ALIGNMENTS: readonly Alignment[] = [0, 1, 2];

/** A secret, as base64 needs it. */
export interface SecretBytes {
  /** All bytes. */
  bytes(): Uint8Array;
  /** The `base64Core` of all bytes. */
  core(alignment: Alignment): string;
}

/** A text that is sought, and what is found out about it when it is needed. */
export class SoughtText {
  readonly text: string;
  #isPlain: boolean | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Finds the text, written in any way, around a window. See {@link findWritten}. */
  find(text: string, position: number, at: number, budget: Budget): Span | undefined {
    // Secrets that look alike are compared with each other again and again, and most of them are tokens.
    this.#isPlain ??= isWrittenPlainly(this.text);
    const find = this.#isPlain ? findPlain : findEscaped;
    return find(text, position, this.text, at, budget);
  }
}

function findEscaped(
  text: string,
  position: number,
  sought: string,
  at: number,
  budget: Budget,
): Span | undefined {
  return findWritten(text, position, sought, at, formsOfCharacter, budget);
}

/**
 * Finds a secret in base64 around a window that was found.
 *
 * @param at the window's offset in the base64 text of the excerpt after `alignment` zero bytes.
 * @param bytesBefore how many bytes of the secret stand before the excerpt.
 */
export function findBase64(
  text: string,
  position: number,
  secret: SecretBytes,
  at: number,
  alignment: Alignment,
  bytesBefore: number,
  budget: Budget,
): Span | undefined {
  const place = placeInCore(at, alignment, bytesBefore);
  const core = secret.core(place.alignment);
  const found = findWritten(text, position, core, place.at, base64Letters, budget);
  return found && withNeighbours(text, found, secret.bytes().length, place.alignment);
}
