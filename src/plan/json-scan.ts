import { STRIPPED } from "../marker.js";
import type { Detector } from "../policy/policy.js";
import type { PseudonymOf } from "../policy/pseudonyms.js";
import { isJson, stringEnd } from "./is-json.js";

/** Judges the parts of JSON. Its functions never throw. */
export interface JsonRules {
  /** What becomes of the value under a key. If it is `unclear`, all of the JSON is hidden. */
  fate(key: string): "open" | "secret" | "unclear";
  /** The text that is shown in place of a text under a secret key. Undefined if the marker is shown. */
  part(key: string, text: string): string | undefined;
  /** What makes the pseudonyms of texts under a secret key, if they have any. */
  pseudonymOf(key: string): PseudonymOf | undefined;
  /** Whether a text or a number is hidden. */
  readonly holdsCredential: Detector;
}

/** Takes the hidden texts and numbers of JSON. */
export interface JsonSecrets {
  /** @param pseudonym what makes its pseudonym, if it has one. */
  text(text: string, pseudonym: PseudonymOf | undefined): void;
  /** @param number as the JSON has it. */
  number(number: string): void;
}

/** JSON without its hidden values. */
export interface RedactedJson {
  readonly text: string;
  /** Whether a value is hidden, even if the marker was in its place before. */
  readonly isChanged: boolean;
}

/** The deepest nesting of objects and lists that is shown. */
const MAX_DEPTH = 100;

/**
 * Replaces the hidden values of JSON by the marker, in linear time. All other characters stay as they are.
 *
 * The JSON is clear if it is an object or list, if `JSON.parse` takes it, and if all readers understand its shown parts alike. So no key
 * comes twice in an object or is `__proto__`, no number is infinite, no text has half of a surrogate pair, and there are not more than
 * 100 levels. Inside a hidden value, all of that may be.
 *
 * @param secrets takes what is hidden.
 * @returns undefined if the JSON is not clear.
 */
export function redactJson(
  text: string,
  rules: JsonRules,
  secrets: JsonSecrets | undefined,
): RedactedJson | undefined {
  if (!BEGINS_LIST_OR_OBJECT.test(text) || !isJson(text)) return undefined;
  try {
    return new JsonScan(text, rules, secrets).redact();
  } catch {
    return undefined;
  }
}

const BEGINS_LIST_OR_OBJECT = /^[ \t\n\r]*[[{]/;
/** One error for all: to make one takes longer than to read a short text. */
const NOT_CLEAR = new Error("not clear");
const LONE_SURROGATE = /\p{Surrogate}/u;
/**
 * The beginning of JSON that may have a key in quotes, with what may stand before it by mistake. JSON that was quoted again, and what
 * only looks like JSON, such as `{'a': 1}`, is not clear.
 */
const BEGINS_JSON = /^[\s"'\\]*[[{].*["']/s;
const SCALAR = /[^\s,\]}]*/y;
const COLON = /\s*:/y;

/** One pass over text that is known to be JSON. Each method begins at the first character of a part, and ends behind its last. */
class JsonScan {
  readonly #text: string;
  readonly #rules: JsonRules;
  readonly #secrets: JsonSecrets | undefined;
  #at = 0;
  /** What is shown of the text before {@link #from}. */
  #shown = "";
  #from = 0;

  constructor(text: string, rules: JsonRules, secrets: JsonSecrets | undefined) {
    this.#text = text;
    this.#rules = rules;
    this.#secrets = secrets;
  }

  /** @throws if the JSON is not clear. */
  redact(): RedactedJson {
    this.#skipBlanks();
    this.#value(1);
    return { text: this.#shown + this.#text.slice(this.#from), isChanged: this.#from > 0 };
  }

  #value(depth: number): void {
    const first = this.#text[this.#at];
    if (first === '"') this.#string();
    else if (first !== "{" && first !== "[") this.#scalar();
    else if (depth > MAX_DEPTH) throw NOT_CLEAR;
    else if (first === "{") this.#members(depth);
    else this.#items(depth);
  }

  #members(depth: number): void {
    const keys = new Set<string>();
    this.#skip();
    while (!this.#closes("}")) {
      const end = stringEnd(this.#text, this.#at);
      const key = this.#parsed(end);
      const fate = this.#rules.fate(key);
      if (keys.has(key) || key === "__proto__" || fate === "unclear" || LONE_SURROGATE.test(key))
        throw NOT_CLEAR;
      keys.add(key);
      this.#at = end;
      this.#skipBlanks();
      // The colon.
      this.#skip();
      if (fate === "open") this.#value(depth + 1);
      else this.#hideUnder(key);
      this.#skipComma();
    }
  }

  #items(depth: number): void {
    this.#skip();
    while (!this.#closes("]")) {
      this.#value(depth + 1);
      this.#skipComma();
    }
  }

  #string(): void {
    const end = stringEnd(this.#text, this.#at);
    const text = this.#parsed(end);
    if (LONE_SURROGATE.test(text)) throw NOT_CLEAR;
    if (this.#rules.holdsCredential(text)) this.#hide(end);
    else if (BEGINS_JSON.test(text)) this.#inner(text, end);
    else this.#at = end;
  }

  /** JSON in a string of the JSON. */
  #inner(text: string, end: number): void {
    const redacted = redactJson(text, this.#rules, this.#secrets);
    if (redacted === undefined) this.#hide(end);
    else if (redacted.isChanged) this.#replace(end, redacted.text);
    else this.#at = end;
  }

  #scalar(): void {
    const end = valueEnd(this.#text, this.#at);
    const text = this.#text.slice(this.#at, end);
    if (/\d/.test(text) && !Number.isFinite(Number(text))) throw NOT_CLEAR;
    if (this.#rules.holdsCredential(text)) this.#hide(end);
    else this.#at = end;
  }

  #hide(end: number): void {
    if (this.#secrets !== undefined) collectLeaves(this.#text.slice(this.#at, end), this.#secrets, undefined);
    this.#replace(end, STRIPPED);
  }

  /** Hides the value under a secret key. Only of a text a part may be shown. */
  #hideUnder(key: string): void {
    const end = valueEnd(this.#text, this.#at);
    const isText = this.#text[this.#at] === '"';
    if (this.#secrets !== undefined) {
      const pseudonym = isText ? this.#rules.pseudonymOf(key) : undefined;
      collectLeaves(this.#text.slice(this.#at, end), this.#secrets, pseudonym);
    }
    this.#replace(end, (isText ? this.#rules.part(key, this.#parsed(end)) : undefined) ?? STRIPPED);
  }

  #replace(end: number, text: string): void {
    this.#shown += this.#text.slice(this.#from, this.#at) + JSON.stringify(text);
    this.#from = end;
    this.#at = end;
  }

  /** The string up to an offset. */
  #parsed(end: number): string {
    return String(JSON.parse(this.#text.slice(this.#at, end)));
  }

  #closes(end: string): boolean {
    if (this.#text[this.#at] !== end) return false;
    this.#at++;
    return true;
  }

  /** Goes behind the comma that may follow a value. */
  #skipComma(): void {
    this.#skipBlanks();
    if (this.#text[this.#at] === ",") this.#skip();
  }

  /** Goes behind one character and the blanks behind it. */
  #skip(): void {
    this.#at++;
    this.#skipBlanks();
  }

  #skipBlanks(): void {
    while (this.#text.charCodeAt(this.#at) <= 0x20) this.#at++;
  }
}

/** Finds the texts and numbers in a hidden value. Keys are names, which other log lines need. */
function collectLeaves(json: string, secrets: JsonSecrets, pseudonym: PseudonymOf | undefined): void {
  let at = 0;
  while (at < json.length) {
    const start = at;
    if (json[at] === '"') {
      at = stringEnd(json, at);
      COLON.lastIndex = at;
      if (!COLON.test(json)) secrets.text(String(JSON.parse(json.slice(start, at))), pseudonym);
    } else if (/[-\d]/.test(json.charAt(at))) {
      at = scalarEnd(json, at);
      secrets.number(json.slice(start, at));
    } else at++;
  }
}

/** The offset behind a value, whatever is in it. It needs no stack, because a hidden value may be of any depth. */
function valueEnd(text: string, start: number): number {
  let at = start;
  let open = 0;
  do {
    const first = text[at];
    if (first === '"') at = stringEnd(text, at);
    else if (first === "{" || first === "[") {
      open++;
      at++;
    } else if (first === "}" || first === "]") {
      open--;
      at++;
    } else at = open === 0 ? scalarEnd(text, at) : at + 1;
  } while (open > 0);
  return at;
}

function scalarEnd(text: string, start: number): number {
  SCALAR.lastIndex = start;
  SCALAR.test(text);
  return SCALAR.lastIndex;
}
