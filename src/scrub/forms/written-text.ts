import { isPlain } from "./character-forms.js";

/** A part of a text, from one offset up to another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Returns all ways to write a character that is not plain. */
export type Alphabet = (character: string) => readonly string[];

// The longer a run of backslashes, the more ways to read it.
const MOST_READINGS = 256;

/**
 * Finds a text, written in any way, around an offset at which one of its characters begins.
 *
 * @param at offset of that character in the sought text.
 * @param budget the steps that are left.
 */
export function findWritten(
  text: string,
  position: number,
  sought: string,
  at: number,
  alphabet: Alphabet,
  budget: Budget,
): Span | undefined {
  const ends = readOn(text, position, sought, at, alphabet, budget);
  if (ends.length === 0) return undefined;
  const starts = readBack(text, position, sought, at, alphabet, budget);
  return starts.length === 0 ? undefined : { start: Math.min(...starts), end: Math.max(...ends) };
}

/** Whether a text is only written as itself. */
export function isWrittenPlainly(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

const NOT_PLAIN = /[^\w.-]/;

/** The same as {@link findWritten} for a text that is only written as itself: one native comparison, which ends early. */
export function findPlain(
  text: string,
  position: number,
  sought: string,
  at: number,
  budget: Budget,
): Span | undefined {
  budget.take(1 + (sought.length >> 3));
  const start = position - at;
  // With an offset below zero, a text that begins with the sought one would be found at zero.
  return start >= 0 && text.startsWith(sought, start) ? { start, end: start + sought.length } : undefined;
}

/** The steps that a search may take, so that its time grows with the length of the text only. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** Takes steps. @throws {BudgetError} if fewer are left. */
  take(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetError();
  }
}

/** A search took more steps than the length of the text allows. */
export class BudgetError extends Error {
  override readonly name: string = "BudgetError";
}

/** All positions at which the sought text may end, reading on from one of its characters. */
function readOn(
  text: string,
  from: number,
  sought: string,
  at: number,
  alphabet: Alphabet,
  budget: Budget,
): readonly number[] {
  let positions: readonly number[] = [from];
  for (let index = at; index < sought.length && positions.length > 0; ) {
    const end = plainEnd(sought, index);
    if (end > index) {
      budget.take(positions.length * (1 + ((end - index) >> 3)));
      const plain = sought.slice(index, end);
      positions = moved(positions, end - index, (position) => text.startsWith(plain, position));
      index = end;
      continue;
    }
    const character = String.fromCodePoint(sought.codePointAt(index) ?? 0);
    index += character.length;
    const forms = alphabet(character);
    budget.take(forms.length * positions.length);
    positions = next(positions, forms, (position, form) =>
      text.startsWith(form, position) ? position + form.length : NOT_THERE,
    );
  }
  return positions;
}

/** All positions at which the sought text may begin, reading back from one of its characters. */
function readBack(
  text: string,
  from: number,
  sought: string,
  at: number,
  alphabet: Alphabet,
  budget: Budget,
): readonly number[] {
  let positions: readonly number[] = [from];
  for (let index = at; index > 0 && positions.length > 0; ) {
    const start = plainStart(sought, index);
    if (start < index) {
      budget.take(positions.length * (1 + ((index - start) >> 3)));
      const plain = sought.slice(start, index);
      positions = moved(positions, start - index, (position) => text.endsWith(plain, position));
      index = start;
      continue;
    }
    const character = lastCharacter(sought, index);
    index -= character.length;
    const forms = alphabet(character);
    budget.take(forms.length * positions.length);
    positions = next(positions, forms, (position, form) => {
      const start = position - form.length;
      return start >= 0 && text.startsWith(form, start) ? start : NOT_THERE;
    });
  }
  return positions;
}

/** The end of the plain characters at an offset. They are compared natively, because a long secret has many of them. */
function plainEnd(sought: string, index: number): number {
  let end = index;
  while (end < sought.length && isPlain(sought.charCodeAt(end))) end++;
  return end;
}

/** The start of the plain characters before an offset. */
function plainStart(sought: string, index: number): number {
  let start = index;
  while (start > 0 && isPlain(sought.charCodeAt(start - 1))) start--;
  return start;
}

/** The positions that hold, each moved by a distance. */
function moved(
  positions: readonly number[],
  distance: number,
  isThere: (position: number) => boolean,
): readonly number[] {
  const [only] = positions;
  if (only !== undefined && positions.length === 1) return isThere(only) ? [only + distance] : [];
  return positions.filter(isThere).map((position) => position + distance);
}

const NOT_THERE = -1;

/** All positions that any form reaches from any of the given positions. */
function next(
  positions: readonly number[],
  forms: readonly string[],
  step: (position: number, form: string) => number,
): readonly number[] {
  const reached = new Set<number>();
  for (const form of forms) {
    for (const position of positions) {
      const there = step(position, form);
      if (there !== NOT_THERE && reached.size < MOST_READINGS) reached.add(there);
    }
  }
  return [...reached];
}

/** The character that ends at an offset. A pair of surrogates is one character. */
function lastCharacter(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end);
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : text.charAt(end - 1);
}
