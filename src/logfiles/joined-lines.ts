/** The order of the seam behind lines that were moved: what follows stands where it stood. */
export const END_OF_TANGLE = -1;

/** A text between two parts of one line, which was taken out of a log. */
export interface Seam {
  /** Where it stood: an offset in the log without seams. */
  readonly offset: number;
  /** The text, as Latin-1. */
  readonly text: string;
  /** The place of what follows among lines that were moved, or their end. Undefined if nothing was moved. */
  readonly order?: number;
  /** More of the text, at that place. */
  readonly behind?: string;
}

/** A piece of a log without seams, and what was taken out of it. */
export interface JoinedLines {
  readonly bytes: Buffer;
  readonly seams: readonly Seam[];
}
