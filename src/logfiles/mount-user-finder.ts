import type { Finder } from "./finder.js";
import { plainValue, quoteBefore } from "./plain-value.js";
import { Character, END, type TextWindow } from "./text-window.js";
import { optionEnd } from "./value-ends.js";

/** A list of options that was begun. Elsewhere, a percent sign mostly belongs to an encoded address. */
const OPTIONS_BEFORE =
  /(?:^|[\s"'`[(,])(?:-o|--options?|--mount-options)(?:[\s"'`,=]|\\+["'])+(?:[^\s"'`]*,)?$/;
const LONGEST_LIST = 500;
const LONGEST_USER = 256;

/** Finds the password that mount.cifs takes together with the user: `-o user=DOMAIN/jane%PASSWORD,vers=3.0`. */
export const MOUNT_USER_FINDER: Finder = {
  pattern: "user(?:name)?=",
  find(window, start, end) {
    const password = behindPercent(window, end);
    if (password === undefined) return start + 1;
    const before = window.text.slice(Math.max(0, start - LONGEST_LIST), start);
    if (!OPTIONS_BEFORE.test(before)) return start + 1;
    const listStart = start - (/[^\s"'`]*$/.exec(before)?.[0].length ?? 0);
    const value = plainValue(window, password, optionEnd(quoteBefore(window, listStart)));
    if (value === undefined) return start + 1;
    return { start: password, value, quotes: "", finding: "options of command lines and connections" };
  },
};

/** The offset behind the percent sign in a user. */
function behindPercent(window: TextWindow, start: number): number | undefined {
  for (let at = start; at < start + LONGEST_USER; at++) {
    const code = window.at(at);
    if (code === 0x25) return at + 1;
    if (code === END || code === Character.COMMA || code <= Character.SPACE || code === Character.QUOTE)
      return undefined;
  }
  return undefined;
}
