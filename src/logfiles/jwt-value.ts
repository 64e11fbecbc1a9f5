import { JWT_START, jwt } from "../policy/jwt.js";
import type { Finder } from "./finder.js";
import {
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import { END, type TextWindow } from "./text-window.js";

/** How far to search for the dots of a token. If its claims are longer, the header and the beginning of the claims are enough. */
const LONGEST_CLAIMS = 8192;
/** A header may begin this far before the end of a run in which no token was found. */
const LONGEST_HEADER = 4096;

/** The result of a search at a place where the header of a JSON Web Token may begin. */
interface JwtSearch {
  readonly isToken: boolean;
  /** The offset at which to continue the search, if it is not a token. */
  readonly end: number;
}

/** Whether a JSON Web Token begins at an offset. */
function searchJwt(window: TextWindow, start: number): JwtSearch {
  const end = runEnd(window, start, CLAIMS);
  if (end < start + LONGEST_CLAIMS) window.at(end); // to wait for more of it
  const text = window.text.slice(start, end);
  if (end < start + LONGEST_CLAIMS) return { isToken: jwt(text), end };
  // The claims may be very long. A header and the beginning of claims count as a token.
  return { isToken: text.includes(".") && jwt(`${text}.`), end: end - LONGEST_HEADER };
}

/** Finds JSON Web Tokens, wherever they stand. */
export const JWT_FINDER: Finder = {
  pattern: JWT_START,
  find(window, start) {
    const { isToken, end } = searchJwt(window, start);
    if (!isToken) return Math.max(end, start + 1);
    return { start, value: new JwtValue(), finding: "JSON Web Tokens" };
  },
};

const START = new RegExp(JWT_START, "y");

/** A finder that leaves values to {@link JWT_FINDER} that are a token and nothing else, so that they count as tokens. */
export function withoutTokens(finder: Finder): Finder {
  return {
    pattern: finder.pattern,
    find(window, start, end) {
      const found = finder.find(window, start, end);
      if (typeof found === "number") return found;
      window.at(found.start + 2); // to wait for the beginning of a token
      START.lastIndex = found.start;
      if (!START.test(window.text)) return found;
      const token = searchJwt(window, found.start);
      const isAlone =
        token.end < found.start + LONGEST_CLAIMS - LONGEST_HEADER && !isValueCharacter(window, token.end);
      return token.isToken && isAlone ? start + 1 : found;
    },
  };
}

/** Whether a value may go on with a character. */
function isValueCharacter(window: TextWindow, at: number): boolean {
  const code = window.at(at);
  return code !== END && !` \t\r\n"'\`\\,;&@)]}`.includes(String.fromCharCode(code));
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
    // A dot here most likely ends a sentence.
    output.write(".".repeat(Math.min(this.#dots, LONGEST_CLAIMS)));
    return { end, state: "closed" };
  }
}

// The characters of the segments of a token, and the dots between them.
const RUN = /[\w.-]*/y;
const CLAIMS = new RegExp(`[\\w.-]{0,${LONGEST_CLAIMS}}`, "y");

/** The offset behind a run of characters that match a sticky pattern. */
function runEnd(window: TextWindow, start: number, run: RegExp): number {
  run.lastIndex = start;
  run.test(window.text);
  return run.lastIndex;
}
