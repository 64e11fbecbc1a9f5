import fc from "fast-check";
import { anyText } from "../any-text.js";

const letters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
const specials = fc.constantFrom(
  ...`"'\\/\n\r\t\0\x1b\x7f <>&%+=$!\`#?@:;,.-_~*()[]{}|^`,
  "é",
  "\u0085",
  "\u2028",
  "п",
  "中",
  "😀",
  "\ud83d",
);
const character = fc.oneof(
  { weight: 4, arbitrary: letters },
  { weight: 3, arbitrary: specials },
  { weight: 1, arbitrary: anyText({ minLength: 1, maxLength: 1 }) },
);

/** Secrets of all kinds: passwords, and what breaks quoting. Of more than four characters, so that none stands in a log by chance. */
export const secretArbitrary: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ unit: character, minLength: 5, maxLength: 20 }) },
    { weight: 1, arbitrary: fc.string({ unit: letters, minLength: 8, maxLength: 40 }) },
    { weight: 1, arbitrary: fc.string({ unit: specials, minLength: 5, maxLength: 10 }) },
    { weight: 1, arbitrary: fc.string({ unit: character, minLength: 60, maxLength: 300 }) },
  )
  // What the marker holds is no secret, and white space around a secret is none.
  .filter((secret) => secret.trim() === secret && !secret.includes("*") && !/^[[{"]/.test(secret));

/** Text around a secret in a line. */
export const surroundingArbitrary: fc.Arbitrary<string> = fc.string({ unit: character, maxLength: 12 });
