import { REFERENCE_STRIPPED } from "./reference-notes.js";

/** The rules for JSON in a text. */
export interface ReferenceJsonRules {
  /** What stands in place of the value under a key: JSON. Undefined if the value is shown. @param json the value. */
  hidden(key: string, json: string): string | undefined;
  /** Whether a detector finds a credential in a text. */
  hasCredential(text: string): boolean;
  readonly hasDetectors: boolean;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+/g;
const BLANK = /^\s/;
const MAX_DEPTH = 100;

/** The JSON without its hidden values; undefined if it is not clear. All other characters stay as they are. */
export function referenceJson(text: string, rules: ReferenceJsonRules): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return undefined;
  } catch {
    return undefined;
  }
  const tokens = text.match(TOKEN) ?? [];
  let at = 0;
  let isClear = true;

  const blanks = (): string => {
    let skipped = "";
    while (BLANK.test(tokens[at] ?? "")) skipped += tokens[at++];
    return skipped;
  };
  /** All tokens of a value, whatever they are. */
  const whole = (): string => {
    let depth = 0;
    let json = "";
    do {
      const token = tokens[at++] ?? "";
      if ("{[".includes(token)) depth++;
      if ("}]".includes(token)) depth--;
      json += token;
    } while (depth > 0);
    return json;
  };
  const value = (depth: number): string => {
    const token = tokens[at] ?? "";
    if (token === "{" || token === "[") {
      if (depth > MAX_DEPTH) isClear = false;
      return token === "{" ? members(depth) : items(depth);
    }
    at++;
    return scalar(token);
  };
  const scalar = (token: string): string => {
    const content: unknown = JSON.parse(token);
    const words = typeof content === "string" ? content : token;
    if (typeof content === "number" && !Number.isFinite(content)) isClear = false;
    if (!words.isWellFormed()) isClear = false;
    if (rules.hasCredential(words)) return JSON.stringify(REFERENCE_STRIPPED);
    if (typeof content !== "string" || !content.includes('"') || !/^[\s"\\]*[[{]/.test(content)) return token;
    const inner = referenceJson(content, rules);
    return inner === content ? token : JSON.stringify(inner ?? REFERENCE_STRIPPED);
  };
  const members = (depth: number): string => {
    let json = (tokens[at++] ?? "") + blanks();
    const keys: string[] = [];
    while (tokens[at] !== "}") {
      const token = tokens[at++] ?? "";
      const key: string = JSON.parse(token);
      const isCredential = rules.hasDetectors && (key === REFERENCE_STRIPPED || rules.hasCredential(key));
      if (isCredential || keys.includes(key) || key === "__proto__" || !key.isWellFormed()) isClear = false;
      keys.push(key);
      json += token + blanks() + (tokens[at++] ?? "") + blanks();
      const start = at;
      const hidden = rules.hidden(key, whole());
      if (hidden === undefined) at = start;
      json += (hidden ?? value(depth + 1)) + blanks();
      if (tokens[at] === ",") json += (tokens[at++] ?? "") + blanks();
    }
    return json + (tokens[at++] ?? "");
  };
  const items = (depth: number): string => {
    let json = (tokens[at++] ?? "") + blanks();
    while (tokens[at] !== "]") {
      json += value(depth + 1) + blanks();
      if (tokens[at] === ",") json += (tokens[at++] ?? "") + blanks();
    }
    return json + (tokens[at++] ?? "");
  };

  const shown = blanks() + value(1) + blanks();
  return isClear ? shown : undefined;
}
