/**
 * How the header of every JSON Web Token begins, as the source of a pattern: `{` and then a quotation mark or white space,
 * in base64url. It is a quick test that finds more than tokens: {@link findJwt} decides.
 */
export const JWT_START = "e(?:y[AIJ]|w[0ko])";

const START = new RegExp(JWT_START, "g");
/** How many letters it matches. */
const START_LENGTH = 3;
const BEGINS = new RegExp(`^${JWT_START}`);
const NOT_IN_TOKENS = /[^\w.-]/;
const SEGMENT = /[\w-]*/y;
const MORE_SEGMENTS = /(?:\.+[\w-]+)*/y;

const MIN_SEGMENT_LENGTH = 10;
// A header, and the two dots around an empty second segment.
const MIN_LENGTH = MIN_SEGMENT_LENGTH + 2;

/** The place of a token in a text. */
export interface FoundJwt {
  /** The first letter of its header. */
  readonly start: number;
  /** The offset behind the last letter of its last segment. */
  readonly end: number;
}

/** A detector that says where a credential is, so that it can be taken out of a longer text, such as a log line. */
export interface LocatingDetector {
  (text: string): boolean;
  /** The first credential that begins at an offset or later. The copy of another version has the same function. */
  readonly findCredential: (text: string, from: number) => FoundJwt | undefined;
}

/**
 * Detector of JSON Web Tokens, such as Kubernetes service account tokens: three or more base64url segments joined by
 * dots, the first of which starts a JSON object (RFC 7515 and RFC 7516, compact serialization). Reads the text once,
 * in linear time. In finished log lines and in `sanitizer.lines`, only the tokens are replaced, and not the whole text.
 *
 * @example
 * ```ts
 * jwt("Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"); // true
 * ```
 */
export const jwt: LocatingDetector = /* @__PURE__ */ Object.assign(
  // With a name, as it had when it was declared as a function.
  function jwt(text: string): boolean {
    return mayHoldToken(text, 0) && findBeginning(text, 0) !== undefined;
  },
  { findCredential: findJwt },
);

/** The first token in a text that begins at an offset or later. */
export function findJwt(text: string, from: number): FoundJwt | undefined {
  if (!mayHoldToken(text, from)) return undefined;
  const begun = findBeginning(text, from);
  if (begun === undefined) return undefined;
  const end = runEnd(MORE_SEGMENTS, text, begun.end);
  // A token may end with empty segments, so its last characters may be dots.
  return { start: begun.start, end: text[end - 1] === "." ? end - 1 : end };
}

/** Whether a text looks like a signed token and nothing else. A quick test, which does not decode the header. */
export function looksSigned(text: string): boolean {
  if (!BEGINS.test(text)) return false;
  const first = text.indexOf(".");
  const second = first === -1 ? -1 : text.indexOf(".", first + 1);
  if (second === -1 || text.includes(".", second + 1)) return false;
  // A search for other characters takes an eighth of the time of one pattern for the whole token (measured).
  return !NOT_IN_TOKENS.test(text);
}

/** Whether a text begins as a token does. */
export function beginsJwt(text: string): boolean {
  return text.startsWith("e") && nextStart(text, 0) === 0 && text.length >= MIN_LENGTH && beginsJson(text, 0);
}

/** Whether a text is long enough for a token, and has two dots. Most texts have not: the search for a header takes three times as long. */
function mayHoldToken(text: string, from: number): boolean {
  if (text.length - from < MIN_LENGTH) return false;
  const dot = text.indexOf(".", from + MIN_SEGMENT_LENGTH);
  return dot !== -1 && text.indexOf(".", dot + 1) !== -1;
}

/** The first two segments of the first token. */
function findBeginning(text: string, first: number): FoundJwt | undefined {
  let from = first;
  for (let start = nextStart(text, from); start !== -1; start = nextStart(text, from)) {
    const end = runEnd(SEGMENT, text, start);
    from = end;
    if (text[end] !== ".") continue;
    const header = headerStart(text, start, end);
    if (header === -1) continue;
    // The second segment may be empty (in a JWE with a directly used key), so only require the dot after it.
    const second = runEnd(SEGMENT, text, end + 1);
    if (text[second] === ".") return { start: header, end: second };
  }
  return undefined;
}

function nextStart(text: string, from: number): number {
  START.lastIndex = from;
  // The list of matches that `exec` makes is garbage in each log line.
  return START.test(text) ? START.lastIndex - START_LENGTH : -1;
}

/** Where a header starts in a segment, or -1. Other characters of base64url may stand directly before the header. */
function headerStart(text: string, first: number, end: number): number {
  let start = first;
  while (start !== -1 && end - start >= MIN_SEGMENT_LENGTH) {
    if (beginsJson(text, start)) return start;
    start = nextStart(text, start + 1);
  }
  return -1;
}

/** Whether the eight letters of base64url at an offset are the beginning of a JSON object in ASCII. */
function beginsJson(text: string, start: number): boolean {
  let bits = 0;
  let isInString = false;
  for (let index = 0; index < 8; index++) {
    bits = ((bits << 6) | valueOfLetter(text.charCodeAt(start + index))) & 0xffff;
    // Four letters make three bytes: the first letter completes none of them.
    if (index % 4 === 0) continue;
    const byte = (bits >> (6 - 2 * (index % 4))) & 0xff;
    if (index === 1) {
      if (byte !== 0x7b) return false;
    } else if (isInString) {
      if (byte < 0x20 || byte > 0x7e) return false;
    } else if (byte === 0x22) isInString = true;
    else if (!isSpace(byte)) return false;
  }
  return true;
}

/** The six bits of a letter of base64url. */
function valueOfLetter(code: number): number {
  if (code >= 0x61) return code - 71;
  if (code === 0x5f) return 63;
  if (code >= 0x41) return code - 65;
  return code === 0x2d ? 62 : code + 4;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** The offset behind the match of a sticky pattern at an offset. */
function runEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}
