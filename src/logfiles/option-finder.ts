import { argumentValue, flagValue, joinedArgument } from "./argument-value.js";
import type { Finder } from "./finder.js";
import { formStart, listStart } from "./option-list.js";
import { plainValue, quoteBefore } from "./plain-value.js";
import { JoinedStringsValue } from "./quoted-value.js";
import { isMarked } from "./scrubbed-value.js";
import { isSecretName, SECRET_STEMS } from "./secret-names.js";
import { Character, isWordCharacter, type TextWindow } from "./text-window.js";
import { closingEnd, tokenAt } from "./token.js";
import { pairEnd } from "./value-ends.js";

const LONGEST_NAME = 64;
/**
 * Finds secret options in lists of options, connection strings and URLs (`-o username=a,password=b`, `;Password=b`,
 * `?sig=b`), secret flags of command lines (`--password b`, `--client-secret=b`), and secret variables of the environment that are
 * set (`PGPASSWORD=b`).
 */
export const OPTION_FINDER: Finder = {
  pattern: SECRET_STEMS,
  find(window, matchStart, matchEnd) {
    const end = matchEnd - 1;
    const start = nameStart(window, matchStart);
    const name = window.text.slice(start, end);
    const finding = "options of command lines and connections";
    if (window.at(end) === Character.COLON) {
      const isFlag = WINDOWS_FLAG.test(window.text.slice(Math.max(0, start - 2), end));
      const value = isFlag
        ? argumentValue(window, joinedArgument(window, end + 1, quoteBefore(window, start - 1)))
        : undefined;
      return value === undefined ? matchStart + 1 : { ...value, finding };
    }
    const isFlag = window.text[start - 1] === "-" || name.startsWith("-");
    if (isFlag) {
      const first = start + (name.match(/^-+/)?.[0].length ?? 0);
      if (!isSecretName(name) || (KEY_FILE.test(name) && beginsPath(window, end))) return matchStart + 1;
      if (isUsage(window, name, end) || isMask(window, end + 1)) return matchStart + 1;
      const value = flagValue(window, first, end);
      return value === undefined || value === "clean" ? matchStart + 1 : { ...value, finding };
    }
    if (window.at(end) !== Character.EQUALS) return matchStart + 1;
    const valueStart = end + 1;
    if (isFolder(window, start, end) || isMask(window, valueStart)) return matchStart + 1;
    const list = listStart(window, start);
    const quote = list === undefined ? quoteBefore(window, start) : undefined;
    if (list === undefined && quote === undefined && isVariable(window, start, name)) {
      const value = argumentValue(window, joinedArgument(window, valueStart, undefined));
      return value === undefined ? matchStart + 1 : { ...value, finding };
    }
    const valueEnd =
      list?.end ??
      (quote === undefined ? formStart(window, valueStart)?.end : pairEnd(Character.EQUALS, quote));
    if (valueEnd === undefined || !isSecretOption(name, window.text[start - 1])) return matchStart + 1;
    const token = tokenAt(window, valueStart);
    if (token.kind === "quote") {
      // Labels of metrics are lists with quoted values: names of secrets, mostly.
      const isClosed = closingEnd(window, token.end, token.quote) !== undefined;
      if (isClosed || isMarked(window, token.end, token.quote) || !/pass|pwd/i.test(name))
        return matchStart + 1;
      return { start: token.end, value: new JoinedStringsValue(token.quote), finding };
    }
    const value = plainValue(window, valueStart, valueEnd);
    return value === undefined ? matchStart + 1 : { start: valueStart, value, quotes: "", finding };
  },
};

/** A value that stands for another one (`$PASSWORD`), or a file. */
const NO_SECRET = /["'`\\]*[$%/<]/y;

/** Whether a secret variable of the environment is set: `PGPASSWORD=b psql`, `export API_TOKEN="b"`. Such names are in capitals. */
function isVariable(window: TextWindow, start: number, name: string): boolean {
  const before = window.text[start - 1];
  if (!/^[A-Z][A-Z\d_]*$/.test(name) || (before !== undefined && !/[\s({=]/.test(before))) return false;
  NO_SECRET.lastIndex = start + name.length + 1;
  // Test runners count what passed: `PASS=5 FAIL=0`.
  return isSecretName(name) && name !== "PASS" && !NO_SECRET.test(window.text);
}

/** What sudo logs: `TTY=pts/1 ; PWD=/home/jane ; USER=root`. Connection strings have no blank before a semicolon. */
function isFolder(window: TextWindow, start: number, end: number): boolean {
  return window.text.endsWith(" ; PWD", end) && start === end - 3 && window.at(end + 1) === 0x2f;
}

/** Types of flags. Where they are followed by more, `value` is one, too. */
const TYPE = /^string(?:s|Array|Slice|ToString)?$/;
const NAMED_VALUE = / value(?= {2}|, -)/y;
const WORD_BEHIND = /[ =]([^\s\])]{1,64})(?=[\s\])]|$)/y;

/** Whether a flag stands in a text about flags: `--password string`, `[--token TOKEN]`, `--token <token>`. */
function isUsage(window: TextWindow, name: string, end: number): boolean {
  window.at(end + LONGEST_NAME + 2); // to wait for the value
  WORD_BEHIND.lastIndex = end;
  const word = WORD_BEHIND.exec(window.text)?.[1];
  const bare = name.replace(/^-+/, "");
  const isName = word?.toLowerCase().replaceAll("_", "-") === bare.toLowerCase().replaceAll("_", "-");
  NAMED_VALUE.lastIndex = end;
  if (NAMED_VALUE.test(window.text)) return true;
  return TYPE.test(word ?? "") || word === `<${bare}>` || (isName && word === word?.toUpperCase());
}

/** What programs print in place of a password: `user=jane,pass=********`. */
const MASK = /\*{3,32}(?=[\s,;&"'`\\\])}]|$)/y;

function isMask(window: TextWindow, start: number): boolean {
  window.at(start + LONGEST_NAME); // to wait for its end
  MASK.lastIndex = start;
  return MASK.test(window.text);
}

/** A flag as Windows has it, and xfreerdp: `/password:b`. */
const WINDOWS_FLAG = /^(?:[\s"'`,]|^)\/(?:pass|password|passwd|pwd)$/i;

// Flags of these names take a file, if their value looks like one.
const KEY_FILE = /(?:client|private|ssh|signing)[-_]?key$/i;

function beginsPath(window: TextWindow, nameEnd: number): boolean {
  const token = tokenAt(window, nameEnd + 1);
  return window.at(token.kind === "quote" ? token.end : nameEnd + 1) === 0x2f;
}

/** Where the name begins that ends with a match. Names have letters, digits, dashes and dots. */
function nameStart(window: TextWindow, end: number): number {
  let start = end;
  while (start > Math.max(0, end - LONGEST_NAME)) {
    const code = window.text.charCodeAt(start - 1);
    if (!isWordCharacter(code) && code !== Character.DASH && code !== Character.DOT) break;
    start--;
  }
  return start;
}

/** Whether an option of this name is secret, behind a character that separates it from the one before. */
function isSecretOption(name: string, before: string | undefined): boolean {
  // Only the signature of a URL is called so; only the key of a mount is called only that.
  if (/^sig(?:nature)?$/i.test(name)) return before === "&" || before === "?";
  return isSecretName(name);
}
