/** Characters that mean something in logs, by their code. */
export const Character = {
  TAB: 0x09,
  NEWLINE: 0x0a,
  RETURN: 0x0d,
  ESCAPE: 0x1b,
  SPACE: 0x20,
  QUOTE: 0x22,
  APOSTROPHE: 0x27,
  COMMA: 0x2c,
  DASH: 0x2d,
  DOT: 0x2e,
  COLON: 0x3a,
  EQUALS: 0x3d,
  GREATER: 0x3e,
  BRACKET: 0x5b,
  BACKSLASH: 0x5c,
  CLOSING_BRACKET: 0x5d,
  BACKTICK: 0x60,
  CLOSING_BRACE: 0x7d,
} as const;

/** Whether a character can stand in an identifier: an ASCII letter, a digit or an underscore. */
export function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f
  );
}

/** Whether a character can stand in the key of a Kubernetes secret or of volume_context: those, and `-`, `.`, `/`. */
export function isKeyCharacter(code: number): boolean {
  return isWordCharacter(code) || (code >= 0x2d && code <= 0x2f);
}
