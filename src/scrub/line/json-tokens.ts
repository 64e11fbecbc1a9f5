const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[^"\d-]+|./gs;

/** Whether a text is JSON; a number by itself is none. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Scrubs a JSON text token by token, so that it stays JSON: inside strings, and numbers as a whole.
 *
 * @param marker what a number is replaced by: a JSON string.
 */
export function scrubTokens(json: string, scrub: (part: string) => string, marker: string): string {
  return json.replace(TOKENS, (token) => {
    if (token.startsWith('"')) return `"${scrub(token.slice(1, -1))}"`;
    return /^-?\d/.test(token) && scrub(token) !== token ? marker : token;
  });
}
