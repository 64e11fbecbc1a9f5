/**
 * The pseudonyms of a value of one kind: a text that equal values have in common, and that nobody can turn back into the value
 * without the key. Undefined for a value that is stripped, because it can be guessed or is of another kind. A pseudonym stands for
 * itself. Never throws.
 */
export type PseudonymOf = (value: unknown) => string | undefined;

/** The pseudonyms of the values of a class. The same class always has the same functions. */
export interface ClassPseudonyms {
  /** Of strings. */
  readonly text: PseudonymOf;
  /** Of bytes. */
  readonly bytes: PseudonymOf;
  /** Of integers, which may be given as their decimal digits, and of doubles. */
  readonly number: PseudonymOf;
}

/** What makes pseudonyms: `createPseudonyms` of `protosanitizer/pseudonym` returns it. It does not show its key. */
export interface PseudonymMaker {
  /** How values of a class are replaced. */
  ofClass(className: string): ClassPseudonyms;
}
