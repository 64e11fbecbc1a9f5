import { QuotedValue } from "./quoted-value.js";
import type { ScrubOutput } from "./scrub-output.js";
import { type Progress, type ScrubbedValue, suspended } from "./scrubbed-value.js";
import type { TextWindow } from "./text-window.js";
import { type Quote, skipSpace, tokenAt } from "./token.js";

/** A string that may be written in parts: util.inspect writes one of several lines as `'first\n' +` and so on. */
export class JoinedStringsValue implements ScrubbedValue {
  #part: QuotedValue | undefined;

  /** @param quote the mark that opened the first part, which has been read. */
  constructor(quote: Quote) {
    this.#part = new QuotedValue(quote);
  }

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    let at = start;
    for (;;) {
      if (this.#part !== undefined) {
        const { end, state } = this.#part.read(window, at, output);
        if (state !== "closed") return { end, state };
        this.#part = undefined;
        at = end;
      }
      const next = nextPart(window, at);
      if (window.isStarved) return suspended(window, at);
      if (next === undefined) return { end: at, state: "closed" };
      output.keep(window, at, next.end);
      this.#part = new QuotedValue(next.quote);
      at = next.end;
    }
  }
}

/** The mark that opens the next part, if there is one. */
function nextPart(
  window: TextWindow,
  start: number,
): { readonly end: number; readonly quote: Quote } | undefined {
  if (!window.startsWith(" +", start)) return undefined;
  const token = tokenAt(window, skipSpace(window, start + 2));
  return token.kind === "quote" ? token : undefined;
}
