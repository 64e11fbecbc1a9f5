import type { ScrubOutput } from "./scrub-output.js";
import type { TextWindow } from "./text-window.js";

/** A secret value that is being replaced. It may be longer than any window, so it is read piece by piece. */
export interface ScrubbedValue {
  /**
   * Reads on from an offset, to the end of the value or of what is at hand. Never looks back at what it has read.
   */
  read(window: TextWindow, start: number, output: ScrubOutput): Progress;
}

/** How far a value was read. */
export interface Progress {
  readonly end: number;
  /**
   * `open`: it goes on in the next window. `closed`: it ended as it should. `cut`: the line or the string around it ended
   * first, so whatever the value stands in has ended, too.
   */
  readonly state: "open" | "closed" | "cut";
}

/** The value goes on behind what is at hand, or, if that was the last window, the log was cut off in it. */
export function suspended(window: TextWindow, end: number): Progress {
  window.isStarved = false;
  return { end, state: window.isLast ? "cut" : "open" };
}
