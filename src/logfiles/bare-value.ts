import { type Progress, type ScrubbedValue, suspended } from "./scrubbed-value.js";
import type { TextWindow } from "./text-window.js";
import { tokenAt } from "./token.js";

/** The rest of a value without quotation marks inside a structure, such as a number: up to what separates values. */
export class BareValue implements ScrubbedValue {
  read(window: TextWindow, start: number): Progress {
    for (let at = start; ; ) {
      const token = tokenAt(window, at);
      if (window.isStarved || token.kind === "end") return suspended(window, at);
      if (token.kind !== "other") return { end: at, state: "closed" };
      at = token.end;
    }
  }
}
