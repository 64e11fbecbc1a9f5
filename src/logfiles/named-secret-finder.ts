import type { Finder, PlacedValue } from "./finder.js";
import { beginsCredential, isMadeByMachine, isProse } from "./header-value.js";
import { type NamePlace, namedValue } from "./named-value.js";
import { quoteBefore } from "./plain-value.js";
import { JoinedStringsValue } from "./quoted-value.js";
import { isSecretName, SECRET_STEMS } from "./secret-names.js";
import { isStandIn } from "./stand-in.js";
import { stringValue } from "./string-value.js";
import { BareValue } from "./structured-value.js";
import { Character, END, isKeyCharacter, type TextWindow } from "./text-window.js";
import { closingEnd, skipSpace, tokenAt } from "./token.js";
import { runAt, textAt } from "./value-text.js";
import { wordValue } from "./word-value.js";

const FINDING = "passwords and keys under their names";
const LONGEST_NAME = 128;
/** Whatever stands under such a name is a password, but for prose and stand-ins. */
const PASSWORD = /(?:pass(?:word|wd|phrase|code)|pwd)\d?$/i;
/** Shorter values stay, as those of live secrets do. */
const SHORTEST = 4;
/** A file that holds the secret. */
const FILE = /^(?:\/|\.{1,2}\/|~\/)[\w.@/-]*\.\w+$/;
/** A working folder: `PWD=/home/jane`. */
const FOLDER = /(?:^|[^A-Za-z]|old)pwd=[/~]/i;
/** Tokens that tell where a list goes on, or that a call came before. They are not secret. */
const PLACE_OF_LIST =
  /(?:next(?:[-_.]?(?:forward|backward))?|page|paginat\w+|continu\w+|start\w*|sync|delta|skip|resume|cursor|sequence|idempotency|client[-_.]?request)[-_.]?token$/i;
/** The type of an object of Java, before its fields: `token=Token{1a2b3c4 Activity{5d6e7f8}}`. */
const TYPE = /^[A-Z][A-Za-z.$]*\{/;

/**
 * Finds passwords in objects, structs and pairs by the name before them: `"password":"b"`, `{Password:b`, `password: 'b'`,
 * `db.password=b`, and `password: b` on a line of its own. Under other names that speak of a secret (`token`, `secretKey`),
 * names of resources and of keys are as frequent, so a value counts only if it looks as if a machine has made it.
 */
export const NAMED_SECRET_FINDER: Finder = {
  pattern: SECRET_STEMS,
  find(window, matchStart, matchEnd) {
    if (!mayHaveValue(window, matchStart, matchEnd - 1)) return matchStart + 1;
    const place = { start: nameStart(window, matchStart), end: matchEnd - 1 };
    const value = placedValue(window, place);
    if (value === undefined) return matchStart + 1;
    const name = window.text.slice(place.start, place.end);
    const text = textAt(window, value);
    if (text === undefined || isStandIn(window, value, phraseOf(value, text))) return matchStart + 1;
    const more = PASSWORD.test(name) && goesOn(window, value) ? MORE : "";
    if (!isSecret(name, phraseOf(value, text) + more)) return matchStart + 1;
    return { ...value, finding: FINDING };
  },
};

/** A separator, and any value: that of a password. */
const VALUE_BEHIND = valueBehind("");
/** A separator, and a value that a machine may have made. */
const WORD_BEHIND = valueBehind("[^\\s\"'`\\\\,;]{7}");
const LONGEST_BEHIND = 96;
const LETTER_K = 0x6b;
const LETTER_P = 0x70;

/** Source of a pattern of what stands behind a name. More blanks, and long names of types, are looked at with more care. */
function valueBehind(more: string): RegExp {
  const value = `(?:[\\w.]+\\(|[\\w.]{32})?[\\\\"'\`]*[^\\s"'\`\\\\,}\\]]${more}`;
  return new RegExp(`[\\\\"']*(?:\\s{8}|\\s{1,4}'|\\s*(?::|=>?|>)(?:\\s{8}|\\s*${value}))`, "y");
}

/** Tells most matches apart that have no value, or no secret name, in a tenth of the time. */
function mayHaveValue(window: TextWindow, start: number, end: number): boolean {
  const { text } = window;
  const letter = text.charCodeAt(start) | 0x20;
  // `key` alone is no secret.
  if (letter === LETTER_K && !isKeyCharacter(text.charCodeAt(start - 1))) return false;
  window.at(end + LONGEST_BEHIND); // to wait for the value
  const behind = letter === LETTER_P ? VALUE_BEHIND : WORD_BEHIND;
  behind.lastIndex = end;
  return behind.test(text);
}

/** A value without quotation marks, up to the next name. Passwords have blanks, too: `Password:a b c}`. */
const PHRASE = /^.*?(?=[,;)\]}]*(?:$|\s{1,4}[\w.-]{1,64}[=:]))/s;

function phraseOf({ quotes }: PlacedValue, text: string): string {
  return quotes === undefined ? text : (PHRASE.exec(text)?.[0] ?? text);
}

/** Stands for the rest of a string: no word of prose ends so. */
const MORE = "\0".repeat(SHORTEST);

/** Whether a string goes on behind its first escape: `"a\"b"`. What stands before tells neither its length nor its first word. */
function goesOn(window: TextWindow, { start, value }: PlacedValue): boolean {
  const quote = value instanceof JoinedStringsValue ? quoteBefore(window, start) : undefined;
  if (quote === undefined) return false;
  let at = start + runAt(window, start).length;
  do {
    const code = window.at(at);
    if (code === END || code === Character.NEWLINE || closingEnd(window, at, quote) !== undefined)
      return false;
    const token = tokenAt(window, at);
    at = token.kind === "quote" ? token.end : at + (code === Character.BACKSLASH ? 2 : 1);
  } while (at < start + SHORTEST);
  return true;
}

/** Whether a value under a name is a secret. */
function isSecret(name: string, text: string): boolean {
  if (text.length < SHORTEST || !isSecretName(name)) return false;
  if (PASSWORD.test(name)) return isPassword(name, text);
  return (
    beginsCredential(text, "credential") &&
    isMadeByMachine(text.replace(TYPE, "")) &&
    !PLACE_OF_LIST.test(name) &&
    !FILE.test(text)
  );
}

/** What programs say of a password in one word. */
const STATE =
  /^(?:accepted|bad|blank|changed|correct|generated|incorrect|loaded|mandatory|matched|matches|never|nil|null|optional|reset|rotated|short|stored|strong|unchanged|unset|updated|weak|wrong)$/i;
/** How they begin to say more of it. Most other words of prose begin pass phrases as well: `no one knows`, `the red fox`. */
const SENTENCE =
  /^(?:are|authentication|cannot|could|does|expired|failed|invalid|is|may|missing|must|required|should|too|was)$/i;
/** Errors of forms that name what is wrong: `This field is required.`, `Password must have 8 characters`. */
const ERROR =
  /^(?:(?:the |this |your |a )?(?:field|value|password|passphrase) (?:must|may|should|can|cannot|does|has|needs|required|too|(?:is|was) (?:already|expired|incorrect|invalid|missing|not|required|too|very|weak|wrong))\b|(?:ensure this|please (?:choose|enter|provide|set|supply|use)) )/i;

function isPassword(name: string, text: string): boolean {
  const word = /^\S*?(?=[.,;:!?]*(?:\s|$))/.exec(text)?.[0] ?? "";
  // Catalogues of messages: `"password": "Password"`.
  if (FOLDER.test(`${name}=${text}`) || text.toLowerCase() === name.toLowerCase()) return false;
  return /\s/.test(text) ? !SENTENCE.test(word) && !ERROR.test(text) : !isProse(word) && !STATE.test(word);
}

function nameStart(window: TextWindow, end: number): number {
  let start = end;
  while (start > Math.max(0, end - LONGEST_NAME) && isKeyCharacter(window.text.charCodeAt(start - 1)))
    start--;
  return start < end && isBehindEscape(window, start + 1) ? start + 1 : start;
}

/** Whether `\n`, `\r` or `\t` ends at an offset. Its letter does not belong to the name: `\npassword`. */
function isBehindEscape(window: TextWindow, start: number): boolean {
  return window.text[start - 2] === "\\" && "nrt".includes(window.text.charAt(start - 1));
}

/** What may stand before a name without quotation marks. Flags, paths and variables are not such names. */
const BEFORE_NAME = /[\s{[(,;|"'`]/;
/** What PAM logs before the name of a service: `pam_unix(passwd:chauthtok)`. */
const BEFORE_SERVICE = /pam_\w{1,32}\($/;
const LONGEST_SERVICE = 40;

/** The value behind a name, if the two are surely a pair: words of prose are not. */
function placedValue(window: TextWindow, place: NamePlace): PlacedValue | undefined {
  const { start, end } = place;
  const token = tokenAt(window, end);
  if (token.kind === "quote") {
    const separator = skipSpace(window, token.end);
    const code = window.at(separator);
    const isPair =
      code === Character.COLON || code === Character.EQUALS || tokenAt(window, separator).kind === "arrow";
    if (!isPair || quoteBefore(window, start) === undefined) return undefined;
    const wrapped = stringValue(window, place, separator);
    if (wrapped !== undefined) return wrapped;
    const value = namedValue(window, place, "key");
    // Numbers and words of JSON are settings.
    return value?.value instanceof BareValue ? undefined : value;
  }
  // XML: `<password>b</password>`.
  if (window.at(end) === Character.GREATER)
    return isUsage(window, end + 1) ? undefined : namedValue(window, place, "key");
  if (window.at(start) === Character.DASH || window.at(end) === Character.NEWLINE) return undefined;
  const separator = skipSpace(window, end);
  const string = stringValue(window, place, separator);
  if (string !== undefined) return string;
  if (start > 0 && !BEFORE_NAME.test(window.text.charAt(start - 1)) && !isBehindEscape(window, start))
    return undefined;
  if (BEFORE_SERVICE.test(window.text.slice(Math.max(0, start - LONGEST_SERVICE), start))) return undefined;
  const code = window.at(separator);
  if (code !== Character.COLON && code !== Character.EQUALS) return undefined;
  const next = tokenAt(window, separator + 1);
  if (next.kind === "newline") return undefined;
  if (separator > end || next.kind === "space") {
    const isQuoted = tokenAt(window, skipSpace(window, separator + 1)).kind === "quote";
    if (!isQuoted && !isWholeLine(window, place))
      return wordValue(window, place, PASSWORD.test(window.text.slice(start, end)));
  }
  return namedValue(window, place, "key");
}

/** Prose behind a name in brackets, and no end of an element: `login <user> <password> [options]`. */
const USAGE = /[ \t](?![^<\n]{0,500}<\/)/y;

function isUsage(window: TextWindow, start: number): boolean {
  window.at(start + LONGEST_LINE); // to wait for the end of the element
  USAGE.lastIndex = start;
  return USAGE.test(window.text);
}

const LINE_BEFORE = /(?:^|\n)[ \t]*(?:- )?$/;
const LINE_BEHIND = / *[:=] +[^\s#"'][^\s]*[ \t\r]*(?:\n|$)/y;
const LONGEST_LINE = 512;

/** Whether a pair stands on a line of its own, as in YAML, and its value is one word. */
function isWholeLine(window: TextWindow, { start, end }: NamePlace): boolean {
  if (!LINE_BEFORE.test(window.text.slice(Math.max(0, start - LONGEST_NAME), start))) return false;
  window.at(end + LONGEST_LINE); // to wait for the end of the line
  LINE_BEHIND.lastIndex = end;
  return LINE_BEHIND.test(window.text);
}
