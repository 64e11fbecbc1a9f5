import { namesCredential } from "../../policy/credential-names.js";

/*
 * YAML, TOML, INI, .env files, keyrings, lists of options and connection strings all consist of pairs of a key and a value.
 * They differ in what ends a value, and a text does not say which of them it is. So a value is read in several ways, and
 * each reading counts. One pass finds the pairs of all these formats, and never fails.
 */

/** Takes what a text of pairs consists of. */
export interface PairTaker {
  /** Whether to stop. */
  isFull(): boolean;
  /** Whether nothing more is read of credentials: enough was read for a text of this length. */
  hasReadEnough(): boolean;
  /** One way to read the value of a key that names a credential. */
  credential(text: string): void;
  /** A text in quotes, without its escapes. */
  quoted(text: string, isSecret: boolean): void;
  /** A word: a key, a value or a part of a value. Behind a percent sign, it may begin with the letters of an escape. */
  word(text: string, isBehindPercent: boolean): void;
}

/** A word; and the padding of base64, or what stands between key and value. Always takes whole words, for linear time. */
const WORD = /([\w.$@/+-]+)(?:(=+(?=[,;&}\])\r\n]|$)|==(?=\s))|[\\"']*[ \t]*(=>|[:=>])([ \t]*))?/g;
const ARGUMENT = /["',\s]+([^"',\s]+)/y;

/** Longest value without quotes, and longest block of lines. */
const LONGEST_VALUE = 4096;

/** Finds all pairs in a text. */
export function scanPairs(text: string, taker: PairTaker): void {
  const isNetrc = /\blogin\s/.test(text);
  let lineEnd = -1;
  /** The quotes behind which no other one follows. */
  let unclosed = "";
  let next = 0;
  for (
    let found = execAt(WORD, text, next);
    found !== null && !taker.isFull();
    found = execAt(WORD, text, next)
  ) {
    const [whole, word = "", padding = "", separator, space] = found;
    const at = found.index + whole.length;
    next = at;
    taker.word(word + padding, text[found.index - 1] === "%");
    if (separator === undefined) {
      // Options of commands have their values in the next argument.
      const isOption = (isNetrc || word.startsWith("-")) && namesCredential(word);
      const value = isOption && padding === "" && execAt(ARGUMENT, text, at)?.[1];
      if (value) taker.credential(value);
      continue;
    }
    // Of all signs, `>` ends a tag of XML only.
    if (separator === ">" && text[found.index - 1] !== "<") continue;
    const isSecret = namesCredential(word);
    const quote = text.charAt(at);
    // Without the check, each quote that nothing closes would read the rest of the text.
    const end = "\"'`".includes(quote) && !unclosed.includes(quote) ? closingQuote(text, at, true) : at;
    if (end > at) {
      const raw = text.slice(at + 1, end);
      if (isSecret || /\\|''|""|%[\da-f]{2}/i.test(raw)) {
        // Backslashes are escapes in some formats, and characters in others: then a quote behind one may end the text.
        const ends = new Set([end, raw.includes("\\") ? closingQuote(text, at, false) : end]);
        ends.delete(-1);
        for (const one of ends)
          taker.quoted(text.slice(at + 1, one).replaceAll(quote + quote, quote), isSecret);
        next = Math.min(...ends) + 1;
      }
      // TOML and YAML know texts in which a backslash is a character.
      if (isSecret) taker.credential(text.slice(at + 1, text.indexOf(quote, at + 1)));
      continue;
    }
    if (end < at) unclosed += quote;
    if (!isSecret || taker.hasReadEnough()) continue;
    if (lineEnd < at) lineEnd = endOfLine(text, at);
    const value = text.slice(at, Math.min(lineEnd, at + LONGEST_VALUE)).trim();
    if (/^(?:[|>][-+\d]*)?$/.test(value)) blockValue(text, found.index, lineEnd, value !== "", taker);
    else if (value.startsWith("[")) {
      // Most lists end early. A search up to the end of the text, for each list without an end, would be quadratic.
      const rest = text.slice(at + 1, at + LONGEST_VALUE);
      const end = rest.indexOf("]");
      const list = end === -1 ? rest : rest.slice(0, end);
      for (const item of list.split(",")) taker.credential(item.trim());
    } else bareValue(value, separator !== ":" && space === "", taker);
  }
}

function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Where a quoted text ends that begins at an offset; -1 if it does not end. Its quotes may be doubled, or escaped. */
function closingQuote(text: string, start: number, hasEscapes: boolean): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (hasEscapes && code === BACKSLASH) at++;
    else if (code === quote) {
      if (text.charCodeAt(at + 1) !== quote) return at;
      at++;
    }
  }
  return -1;
}

const BACKSLASH = 0x5c;

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

const FIRST_WORD = /^(?:,,|[^\s,;&|<>)\]}"'`])+/;
/** Up to the next key or a comment. */
const BEFORE_NEXT = /^.*?(?=[\s,;&](?:-*[\w.$-]+(?: [\w.$-]+){0,2}[ \t]*[=:]|[#;])|$)/;

/** Up to a separator. The others belong to the value then. A doubled comma stands for one in the value. */
const FIELDS = [/^(?:,,|[^,])+/, /^[^;]+/, /^[^&]+/];

/** Takes a value without quotes: up to the end of the line, the next key, each separator, and its first word. */
function bareValue(line: string, isTight: boolean, taker: PairTaker): void {
  const [list = "", ...fields] = [...FIELDS, BEFORE_NEXT].map((end) => end.exec(line)?.[0].trim() ?? "");
  // A program that does not know doubled commas splits there.
  for (const read of new Set([line, list, ...list.split(",,"), ...fields])) taker.credential(read);
  const first = FIRST_WORD.exec(line)?.[0] ?? "";
  // `password: correct horse` has white space in its value, `password=correct horse` has none.
  if (isTight || !/\s/.test(line.charAt(first.length)) || /[^a-z]/i.test(first)) taker.credential(first);
}

/** Takes a value in the lines below its key: a block of YAML, a list, or text that is indented. */
function blockValue(text: string, key: number, lineEnd: number, isText: boolean, taker: PairTaker): void {
  const keyLine = text.slice(Math.max(text.lastIndexOf("\n", key) + 1, key - LONGEST_VALUE), key);
  const indent = /^[ \t]*/.exec(keyLine)?.[0].length ?? 0;
  const last = Math.min(text.length, lineEnd + LONGEST_VALUE);
  const lines: string[] = [];
  for (let at = lineEnd + 1; at < last; ) {
    const end = endOfLine(text, at);
    const line = text.slice(at, Math.min(end, last));
    const own = line.search(/\S/);
    if (own !== -1 && own <= indent && !(own === indent && /^- /.test(line.slice(own)))) break;
    lines.push(line.trim());
    at = end + 1;
  }
  if (isText) {
    // The line breaks of a text stay, or are folded, or stand in base64 and mean nothing.
    for (const separator of ["\n", " ", ""]) taker.credential(lines.join(separator).trim());
    return;
  }
  for (const line of lines) {
    if (!/^[\w.$-]+\s*[:=]|[{[]/.test(line.replace(/^- +/, ""))) taker.credential(line.replace(/^- +/, ""));
  }
}
