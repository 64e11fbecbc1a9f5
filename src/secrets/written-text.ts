import { formsOfCharacter, isPlain } from "./character-forms.js";

/** A part of a text: from an offset, up to another one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Says in which ways a character may be written, beside itself; undefined if in none. */
export type Alphabet = (character: string) => readonly string[] | undefined;

/** The characters of secrets. */
export const anyWay: Alphabet = (character) =>
  isPlain(character.charCodeAt(0)) ? undefined : formsOfCharacter(character);

// A run of backslashes can be read in as many ways as it is long.
const MOST_READINGS = 256;

/**
 * Finds a text, written in any way, around an offset at which one of its characters begins.
 *
 * @param at offset of that character in the sought text.
 * @param budget steps that may be taken yet.
 */
export function findWritten(
  text: string,
  position: number,
  sought: string,
  at: number,
  alphabet: Alphabet,
  budget: Budget,
): Span | undefined {
  // Most are written as they are, and comparing that is native. Where an escape may stand at an end, it might go on.
  budget.take(1 + (sought.length >> 5));
  const hasPlainEnds = isPlain(sought.charCodeAt(0)) && isPlain(sought.charCodeAt(sought.length - 1));
  if (hasPlainEnds && position >= at && text.startsWith(sought, position - at)) {
    return { start: position - at, end: position - at + sought.length };
  }
  const ends = readOn(text, position, sought, at, alphabet, budget);
  if (ends === undefined) return undefined;
  const starts = readBack(text, position, sought, at, alphabet, budget);
  return starts && { start: Math.min(...starts), end: Math.max(...ends) };
}

/** Steps that a search may take, so that no text takes longer than its length allows. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws {BudgetError} if there are not so many left. */
  take(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetError();
  }
}

/** A search took more steps than the length of the text allows. */
export class BudgetError extends Error {
  override readonly name: string = "BudgetError";
}

/** Reads the sought text from one of its characters on; all positions at which it may end. */
function readOn(
  text: string,
  from: number,
  sought: string,
  at: number,
  alphabet: Alphabet,
  budget: Budget,
): readonly number[] | undefined {
  let positions: readonly number[] = [from];
  for (let index = at; index < sought.length; ) {
    const character = String.fromCodePoint(sought.codePointAt(index) ?? 0);
    index += character.length;
    const forms = alphabet(character) ?? [character];
    budget.take(forms.length * positions.length);
    const next: number[] = [];
    for (const form of forms) {
      for (const position of positions) {
        if (text.startsWith(form, position)) addOnce(next, position + form.length);
      }
    }
    if (next.length === 0) return undefined;
    positions = next;
  }
  return positions;
}

/** Reads the sought text back from one of its characters; all positions at which it may begin. */
function readBack(
  text: string,
  from: number,
  sought: string,
  at: number,
  alphabet: Alphabet,
  budget: Budget,
): readonly number[] | undefined {
  let positions: readonly number[] = [from];
  for (let index = at; index > 0; ) {
    const character = lastCharacter(sought, index);
    index -= character.length;
    const forms = alphabet(character) ?? [character];
    budget.take(forms.length * positions.length);
    const next: number[] = [];
    for (const form of forms) {
      for (const position of positions) {
        const start = position - form.length;
        if (start >= 0 && text.startsWith(form, start)) addOnce(next, start);
      }
    }
    if (next.length === 0) return undefined;
    positions = next;
  }
  return positions;
}

/** The character that ends at an offset: a pair of surrogates is one. */
function lastCharacter(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end);
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : text.charAt(end - 1);
}

function addOnce(positions: number[], position: number): void {
  if (positions.length < MOST_READINGS && !positions.includes(position)) positions.push(position);
}
