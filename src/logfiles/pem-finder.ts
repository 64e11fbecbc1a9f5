import type { Finder } from "./finder.js";
import { framedLine, frameOf, PrefixedPemValue } from "./prefixed-pem.js";
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

/** Finds private keys in PEM: on lines of their own, indented or with a prefix, and in strings with escaped line ends. */
export const PEM_FINDER: Finder = {
  pattern: "-----BEGIN ",
  find(window, start, end) {
    window.at(start + LOOKAHEAD); // to wait for the whole line
    FIRST_LINE.lastIndex = start;
    if (!FIRST_LINE.test(window.text)) return end;
    const lineEnd = FIRST_LINE.lastIndex;
    const isList = listEnd(window, lineEnd) !== undefined;
    const content = breakEnd(window, lineEnd, isList);
    window.at(content + LOOKAHEAD);
    const frame = frameOf(window, start, lineEnd);
    const next = frame && framedLine(window, frame.nextLine, frame);
    if (frame !== undefined && next === "key")
      return { start: frame.nextLine, value: new PrefixedPemValue(frame), finding: "private keys" };
    CONTENT.lastIndex = content;
    if (next !== undefined || !CONTENT.test(window.text)) return end;
    return { start: content, value: new PemValue(isList), finding: "private keys" };
  },
};

/** The content of a private key, up to the line end before its last line: that line and the first one stay. */
class PemValue implements ScrubbedValue {
  readonly #isList: boolean;
  #isStarted = false;

  /** @param isList whether each line is a text in a list. */
  constructor(isList: boolean) {
    this.#isList = isList;
  }

  read(window: TextWindow, start: number, output: ScrubOutput): Progress {
    if (!this.#isStarted) writeMarker(output);
    this.#isStarted = true;
    for (let at = start, next = start; ; at++) {
      const code = window.at(at);
      // White space before the last line stays. Look behind each run of it once.
      if (at >= next) next = breakEnd(window, at, this.#isList);
      const isLast = window.startsWith(LAST_LINE, next);
      const isCut = code === Character.NEWLINE && isRecordStart(window, at + 1) && !isKeyLine(window, at + 1);
      if (window.isStarved || code === END) return suspended(window, at);
      if (isCut) return { end: at, state: "cut" };
      if (isLast || (at >= next && !isContent(code))) return { end: at, state: "closed" };
    }
  }
}

/** The offset behind white space, and behind what stands between two lines that are texts of their own. */
function breakEnd(window: TextWindow, start: number, isList: boolean): number {
  const line = skipSpace(window, start);
  const text = isList ? listEnd(window, line) : matchEnd(JOIN, window, line);
  return text === undefined ? line : skipSpace(window, text);
}

/** Whether a line that looks like a record is one of a key: it may begin with `2026/01`. */
function isKeyLine(window: TextWindow, start: number): boolean {
  window.at(start + LOOKAHEAD);
  KEY_LINE.lastIndex = start;
  return KEY_LINE.test(window.text);
}

const KEY_LINE = /[A-Za-z\d+/=]{32}/y;

/** What util.inspect writes between two lines of a text: `' +`, a line end, `'`. */
const JOIN = /(["'`]) \+\r?\n[ \t]*\1/y;
/** What stands between two texts of a list: `", "`, `","`, `" "`. */
const LIST = /(\\*["'`]),?\s{0,32}\1/y;

/** The offset behind the quotation marks between two texts of a list. */
function listEnd(window: TextWindow, start: number): number | undefined {
  return matchEnd(LIST, window, start);
}

function matchEnd(pattern: RegExp, window: TextWindow, start: number): number | undefined {
  const code = window.at(start);
  if (!isMark(code) && code !== Character.BACKSLASH) return undefined;
  window.at(start + LOOKAHEAD); // to wait for all of it
  pattern.lastIndex = start;
  return pattern.test(window.text) ? pattern.lastIndex : undefined;
}

function isMark(code: number): boolean {
  return code === Character.QUOTE || code === Character.APOSTROPHE || code === Character.BACKTICK;
}

/** Whether a character can stand in a private key: in base64, in white space as it is or escaped, and in headers. */
function isContent(code: number): boolean {
  return CONTENT_CHARACTER.test(String.fromCharCode(code));
}

const CONTENT_CHARACTER = /[\w+/=\s\\:,.-]/;
