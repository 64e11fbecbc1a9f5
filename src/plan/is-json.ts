const NUMBER_OR_WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const HEXADECIMAL = /[\da-fA-F]{4}/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NOWHERE = -1;

/**
 * Whether a text is JSON, as `JSON.parse` takes it. To let that throw would take far longer than to read a short text, and a list may
 * have very many of them.
 */
export function isJson(text: string): boolean {
  /** For each object and list around a place, whether it is an object. */
  const open: boolean[] = [];
  let at = blanksEnd(text, 0);
  for (;;) {
    const first = text[at];
    if (first === "{" || first === "[") {
      const isObject = first === "{";
      at = blanksEnd(text, at + 1);
      if (text[at] !== closing(isObject)) {
        open.push(isObject);
        at = itemStart(text, at, isObject);
        if (at === NOWHERE) return false;
        continue;
      }
      at++;
    } else at = first === '"' ? stringEnd(text, at) : wordEnd(text, at);
    // Behind a value: the next item, or the end of what the value is in.
    for (;;) {
      if (at === NOWHERE) return false;
      at = blanksEnd(text, at);
      const isObject = open.at(-1);
      if (isObject === undefined) return at === text.length;
      if (text[at] === ",") {
        at = itemStart(text, blanksEnd(text, at + 1), isObject);
        break;
      }
      at = text[at] === closing(isObject) ? at + 1 : NOWHERE;
      open.pop();
    }
    if (at === NOWHERE) return false;
  }
}

function closing(isObject: boolean): string {
  return isObject ? "}" : "]";
}

/** Where the value of an item begins: behind its key, in an object. */
function itemStart(text: string, start: number, isObject: boolean): number {
  if (!isObject) return start;
  const end = text[start] === '"' ? stringEnd(text, start) : NOWHERE;
  const colon = end === NOWHERE ? end : blanksEnd(text, end);
  return text[colon] === ":" ? blanksEnd(text, colon + 1) : NOWHERE;
}

function blanksEnd(text: string, start: number): number {
  let at = start;
  while (" \t\n\r".includes(text[at] ?? "x")) at++;
  return at;
}

function wordEnd(text: string, start: number): number {
  NUMBER_OR_WORD.lastIndex = start;
  return NUMBER_OR_WORD.test(text) ? NUMBER_OR_WORD.lastIndex : NOWHERE;
}

/** The offset behind a string of JSON; negative if it is none. */
export function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) {
      at = escapeEnd(text, at);
      if (at === NOWHERE) return NOWHERE;
    } else if (code >= 0x20) at++;
    // A control character, or the end of the text.
    else return NOWHERE;
  }
}

function escapeEnd(text: string, start: number): number {
  // None at the end of the text, where no string ends.
  const letter = text.charAt(start + 1);
  if ('"\\/bfnrt'.includes(letter)) return start + 2;
  HEXADECIMAL.lastIndex = start + 2;
  return letter === "u" && HEXADECIMAL.test(text) ? start + 6 : NOWHERE;
}
