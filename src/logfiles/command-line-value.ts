import { Character } from "./character.js";
import { QuotedValue } from "./quoted-value.js";
import { type Progress, type ScrubbedValue, suspended } from "./scrubbed-value.js";
import { END, type TextWindow } from "./text-window.js";
import { skipSpace, tokenAt } from "./token.js";

/** The value of a setting on a command line, and where it begins. */
export interface CommandLineValue {
  readonly start: number;
  readonly value: ScrubbedValue;
  /** Marks for the marker of a value that has none around it. */
  readonly quotes?: string;
}

/**
 * The value of a setting that `iscsiadm` is told to update, given the offset behind its name: as one text,
 * `--name node.session.auth.password --value hunter2`, or as a list of quoted arguments.
 */
export function commandLineValue(window: TextWindow, nameEnd: number): CommandLineValue | undefined {
  const option = skipPunctuation(window, nameEnd);
  const text = ["--value", "-v"].find((one) => window.startsWith(one, option));
  if (option === nameEnd || text === undefined) return undefined;
  const start = skipPunctuation(window, option + text.length, true);
  if (start === option + text.length) return undefined;
  const token = tokenAt(window, start);
  return token.kind === "quote"
    ? { start: token.end, value: new QuotedValue(token.quote) }
    : { start, value: new WordValue(), quotes: "" };
}

/** The offset behind white space, or behind what separates quoted arguments. */
function skipPunctuation(window: TextWindow, start: number, takesEquals = false): number {
  const token = tokenAt(window, start);
  let at = token.kind === "quote" ? skipSpace(window, token.end) : skipSpace(window, start);
  const isEquals = takesEquals && window.at(at) === Character.EQUALS;
  if (window.at(at) !== Character.COMMA && !isEquals) return at;
  at = skipSpace(window, at + 1);
  if (takesEquals) return at;
  const next = tokenAt(window, at);
  return next.kind === "quote" ? next.end : at;
}

/** A value without quotation marks: up to white space or a quotation mark. */
class WordValue implements ScrubbedValue {
  read(window: TextWindow, start: number): Progress {
    for (let at = start; ; ) {
      const token = tokenAt(window, at);
      if (window.isStarved || window.at(at) === END) return suspended(window, at);
      if (token.kind === "space" || token.kind === "newline" || token.kind === "quote") {
        return { end: at, state: "closed" };
      }
      at = Math.min(token.end, at + 1);
    }
  }
}
