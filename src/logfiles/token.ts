import { Character, END, isDigit, isWordCharacter, type TextWindow } from "./text-window.js";

/**
 * A quotation mark as it stands in a log. A text that was escaped n times on the way has 2^n - 1 backslashes before the
 * marks that delimit its strings: `"`, `\"`, `\\\"`. Some encoders write `\u0022` instead.
 */
export interface Quote {
  /** The mark itself, unescaped. */
  readonly mark: number;
  /** Backslashes before it. */
  readonly backslashes: number;
  readonly isUnicodeEscape: boolean;
}

/** A piece of structured text, and where it ends. */
export type Token =
  | { readonly kind: "quote"; readonly end: number; readonly quote: Quote }
  | {
      readonly kind: "space" | "newline" | "open" | "close" | "separator" | "arrow" | "other" | "end";
      readonly end: number;
    };

// 2^10 - 1: ten levels of escaping. No encoder makes a longer run.
const MAX_BACKSLASHES = 1023;

/** The token at an offset of JSON, protobuf text or the output of util.inspect, however often it was escaped. */
export function tokenAt(window: TextWindow, start: number): Token {
  let backslashes = 0;
  while (backslashes < MAX_BACKSLASHES && window.at(start + backslashes) === Character.BACKSLASH)
    backslashes++;
  const at = start + backslashes;
  const code = window.at(at);
  if (code === Character.QUOTE) return quoteToken(at + 1, code, backslashes, false);
  if (backslashes > 0) return escapedToken(window, at, code, backslashes);
  const end = start + 1;
  switch (code) {
    case END:
      return { kind: "end", end: start };
    case Character.NEWLINE:
      return { kind: "newline", end };
    case Character.SPACE:
    case Character.TAB:
    case Character.RETURN:
      return { kind: "space", end };
    case Character.APOSTROPHE:
    case Character.BACKTICK:
      return quoteToken(end, code, 0, false);
    case Character.EQUALS:
      return window.at(end) === Character.GREATER
        ? { kind: "arrow", end: end + 1 }
        : { kind: "separator", end };
    case Character.ESCAPE:
      return colourToken(window, start);
    default:
      return { kind: PUNCTUATION.get(code) ?? "other", end };
  }
}

const PUNCTUATION: ReadonlyMap<number, "open" | "close" | "separator"> = new Map(
  (
    [
      ["{[<(", "open"],
      ["}]>)", "close"],
      [",;:", "separator"],
    ] as const
  ).flatMap(([characters, kind]) => [...characters].map((one) => [one.charCodeAt(0), kind] as const)),
);

function quoteToken(end: number, mark: number, backslashes: number, isUnicodeEscape: boolean): Token {
  return { kind: "quote", end, quote: { mark, backslashes, isUnicodeEscape } };
}

/** The token that begins with a run of backslashes and goes on with something other than a quotation mark. */
function escapedToken(window: TextWindow, at: number, code: number, backslashes: number): Token {
  if (code === 0x6e || code === 0x72 || code === 0x74) return { kind: "space", end: at + 1 };
  const hex = code === 0x75 ? hexDigits(window, at + 1) : "";
  const end = at + 5;
  if (hex === "0022" || hex === "0027") {
    return quoteToken(end, Number.parseInt(hex, 16), backslashes, true);
  }
  if (hex === "003c") return { kind: "open", end };
  if (hex === "003e") return { kind: "close", end };
  return { kind: "other", end: at };
}

/** The four digits of a `\u` escape, in small letters. */
function hexDigits(window: TextWindow, start: number): string {
  if (window.at(start + 3) === END) return "";
  return window.text.slice(start, start + 4).toLowerCase();
}

/** An ANSI colour such as `ESC[32m`: util.inspect writes them on terminals. */
function colourToken(window: TextWindow, start: number): Token {
  if (window.at(start + 1) !== Character.BRACKET) return { kind: "other", end: start + 1 };
  let end = start + 2;
  // Digits and semicolons; the letter ends it.
  while (end < start + 20 && (window.at(end) === 0x3b || isDigit(window.at(end)))) end++;
  return isWordCharacter(window.at(end))
    ? { kind: "space", end: end + 1 }
    : { kind: "other", end: start + 1 };
}

// Enough for deep indentation. More would cost time: the same text is read again whenever a new chunk comes.
const MAX_SPACES = 256;

/** The offset behind white space, line ends included, as they are or escaped. */
export function skipSpace(window: TextWindow, start: number): number {
  let at = start;
  for (let count = 0; count < MAX_SPACES; count++) {
    const { kind, end } = tokenAt(window, at);
    if (kind !== "space" && kind !== "newline") break;
    at = end;
  }
  return at;
}

/** The offset behind the mark that closes what a mark opened, if it stands at an offset. */
export function closingEnd(window: TextWindow, start: number, quote: Quote): number | undefined {
  const token = tokenAt(window, start);
  const closes =
    token.kind === "quote" &&
    token.quote.mark === quote.mark &&
    token.quote.backslashes === quote.backslashes &&
    token.quote.isUnicodeEscape === quote.isUnicodeEscape;
  return closes ? token.end : undefined;
}
