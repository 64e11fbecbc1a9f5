import type { ScrubbedValue } from "./scrubbed-value.js";
import type { TextWindow } from "./text-window.js";

/** A secret value, and where it begins. */
export interface PlacedValue {
  readonly start: number;
  readonly value: ScrubbedValue;
  /** The quotes around the marker, if it replaces the whole value. Undefined if only the inside of the value is replaced. */
  readonly quotes?: string;
}

/** A secret value that was found, and the word for its kind in the summary. */
export interface FoundValue extends PlacedValue {
  /** The word for its kind in the summary. */
  readonly finding: string;
}

/** Finds secrets of one kind. A scrubber asks it wherever its pattern matches. */
export interface Finder {
  /** Source of a pattern without flags and groups that capture. It matches what every secret of the kind has near it. */
  readonly pattern: string;
  /**
   * The secret at a match; or the offset at which to search on. Reads at most {@link LOOKBEHIND} characters before the match.
   */
  find(window: TextWindow, start: number, end: number): FoundValue | number;
}

/** How much of the text before a match is read. The scrubber holds as much of an open line back, so a value may stand there. */
export const LOOKBEHIND = 1024;

/** A text as the source of a pattern. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
