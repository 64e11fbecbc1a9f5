import type { Finder } from "./finder.js";
import {
  type Progress,
  type ScrubbedValue,
  type ScrubOutput,
  suspended,
  writeMarker,
} from "./scrubbed-value.js";
import { Character, END, isRecordStart, type TextWindow } from "./text-window.js";
import { skipSpace } from "./token.js";

/** What a private key may be called: `RSA PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`, `PGP PRIVATE KEY BLOCK`. */
const FIRST_LINE = /-----BEGIN (?:[A-Z\d]+ )*PRIVATE KEY(?: BLOCK)?-----/y;
const LAST_LINE = "-----END ";
/** The first characters of the content: base64, or a header such as `Proc-Type: `. */
const CONTENT = /(?:[A-Za-z\d+/=]{12}|[A-Z][A-Za-z-]+: )/y;
const LOOKAHEAD = 64;

/** Finds private keys in PEM: on lines of their own, indented, and in strings with escaped line ends. */
export const PEM_FINDER: Finder = {
  pattern: "-----BEGIN ",
  find(window, start, end) {
    window.at(start + LOOKAHEAD); // to wait for the whole line
    FIRST_LINE.lastIndex = start;
    if (!FIRST_LINE.test(window.text)) return end;
    const line = skipSpace(window, FIRST_LINE.lastIndex);
    const content = joinEnd(window, line) ?? line;
    window.at(content + LOOKAHEAD);
    CONTENT.lastIndex = content;
    if (!CONTENT.test(window.text)) return end;
    return { start: content, value: new PemValue(), finding: "private keys" };
  },
};

/** The content of a private key, up to its last line: that line and the first one stay. */
class PemValue implements ScrubbedValue {
  #isStarted = false;

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    if (!this.#isStarted) writeMarker(output);
    this.#isStarted = true;
    for (let at = start; ; at++) {
      const code = window.at(at);
      const isLast = code === Character.DASH && window.startsWith(LAST_LINE, at);
      const isCut = code === Character.NEWLINE && isRecordStart(window, at + 1);
      if (window.isStarved || code === END) return suspended(window, at);
      if (isCut) return { end: at, state: "cut" };
      const join = isMark(code) ? joinEnd(window, at) : undefined;
      if (window.isStarved) return suspended(window, at);
      if (join !== undefined) at = join - 1;
      else if (isLast || !isContent(code)) return { end: at, state: "closed" };
    }
  }
}

const JOIN = /(["'`]) \+\r?\n[ \t]*\1/y;

/** The offset behind what util.inspect writes between two lines of a text: `' +`, a line end, `'`. */
function joinEnd(window: TextWindow, start: number): number | undefined {
  if (!isMark(window.at(start))) return undefined;
  window.at(start + LOOKAHEAD); // to wait for all of it
  JOIN.lastIndex = start;
  return JOIN.test(window.text) ? JOIN.lastIndex : undefined;
}

function isMark(code: number): boolean {
  return code === Character.QUOTE || code === Character.APOSTROPHE || code === Character.BACKTICK;
}

/** Whether a character can stand in a private key: in base64, in white space as it is or escaped, and in headers. */
function isContent(code: number): boolean {
  return CONTENT_CHARACTER.test(String.fromCharCode(code));
}

const CONTENT_CHARACTER = /[\w+/=\s\\:,.-]/;
