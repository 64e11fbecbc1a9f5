import { jwt } from "../policy/jwt.js";
import {
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import type { TextWindow } from "./text-window.js";

/** How far is looked for the dots of a token. The header and the claims of a longer one count as they are. */
const LONGEST_CLAIMS = 8192;
/** How far a header may begin before the end of a run that was looked at in vain. */
const LONGEST_HEADER = 4096;

/** What was found where the header of a JSON Web Token may begin. */
export interface JwtSearch {
  readonly isToken: boolean;
  /** Where to look on, if it is none. */
  readonly end: number;
}

/** Whether a JSON Web Token begins at an offset. */
export function searchJwt(window: TextWindow, start: number): JwtSearch {
  const end = runEnd(window, start, CLAIMS);
  if (end < start + LONGEST_CLAIMS) window.at(end); // to wait for more of it
  const text = window.text.slice(start, end);
  if (end < start + LONGEST_CLAIMS) return { isToken: jwt(text), end };
  // The claims may go on for long; what has a header and begins them is a token.
  return { isToken: text.includes(".") && jwt(`${text}.`), end: end - LONGEST_HEADER };
}

/** A JSON Web Token, to the end of its last segment. */
export class JwtValue implements ScrubbedValue {
  #isStarted = false;
  #dots = 0;

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    if (!this.#isStarted) writeMarker(output);
    this.#isStarted = true;
    const end = runEnd(window, start, RUN);
    window.at(end); // to wait for more of it
    const run = window.text.slice(start, end);
    const dots = run.length - run.replace(/\.+$/, "").length;
    this.#dots = dots === run.length ? this.#dots + dots : dots;
    if (window.isStarved) return suspended(window, end);
    // The end of a sentence, most likely.
    output.write(".".repeat(Math.min(this.#dots, LONGEST_CLAIMS)));
    return { end, state: "closed" };
  }
}

// What segments of tokens are made of, and the dots between them.
const RUN = /[\w.-]*/y;
const CLAIMS = new RegExp(`[\\w.-]{0,${LONGEST_CLAIMS}}`, "y");

/** The offset behind a run of such characters. */
function runEnd(window: TextWindow, start: number, run: RegExp): number {
  run.lastIndex = start;
  run.test(window.text);
  return run.lastIndex;
}
