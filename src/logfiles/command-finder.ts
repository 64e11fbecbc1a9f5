import { type Argument, argumentValue, joinedArgument, nextArgument } from "./argument-value.js";
import { COMMAND_OPTION_PATTERN, COMMAND_OPTIONS, type CredentialOption } from "./command-options.js";
import { escapeRegExp, type Finder, type FoundValue } from "./finder.js";
import { quoteBefore } from "./plain-value.js";
import { Character, END, type TextWindow } from "./text-window.js";

/** How far before an option its program may stand. */
const LONGEST_ARGUMENTS = 500;
const LONGEST_USER = 256;

/** What separates the words of a command line, in any quoting. */
const BETWEEN = "[\\s\"'`,\\\\]+";
const PROGRAM = new RegExp(
  `(?<![\\w.-])(?:${[...COMMAND_OPTIONS.keys()]
    .sort((one, other) => other.length - one.length)
    .map((name) => name.split(" ").map(escapeRegExp).join(BETWEEN))
    .join("|")})(?:\\.exe)?(?=${BETWEEN})`,
  "g",
);
/** Everything up to the last character that ends a command: the words behind it are not arguments of programs before it. */
const EARLIER_COMMANDS = /^[\s\S]*(?:[\n;|]|&&)/;

/** Finds the credentials in options that do not say so: `mysql -pVALUE`, `curl -u user:VALUE`, `smbclient -U 'user%VALUE'`. */
export const COMMAND_FINDER: Finder = {
  pattern: COMMAND_OPTION_PATTERN,
  find(window, matchStart) {
    const start = matchStart + 1;
    const option = programOptions(window, start).find((one) => window.startsWith(one.option, start));
    const found = option && credentialOf(window, start, option);
    return found ?? start;
  },
};

/** The options of the program whose arguments hold an offset. */
function programOptions(window: TextWindow, offset: number): readonly CredentialOption[] {
  const words = window.text.slice(Math.max(0, offset - LONGEST_ARGUMENTS), offset);
  const program = [...words.replace(EARLIER_COMMANDS, "").matchAll(PROGRAM)].at(-1);
  if (program === undefined) return [];
  const name = program[0].replace(/\.exe$/, "").replace(new RegExp(BETWEEN, "g"), " ");
  return COMMAND_OPTIONS.get(name) ?? [];
}

function credentialOf(
  window: TextWindow,
  start: number,
  { option, separator }: CredentialOption,
): FoundValue | undefined {
  const argument = argumentOf(window, start, option);
  if (argument === undefined) return undefined;
  const from = separator === undefined ? argument.start : behind(window, argument, separator);
  const value = from === undefined ? undefined : argumentValue(window, { ...argument, start: from });
  return value === undefined ? undefined : { ...value, finding: "options of command lines and connections" };
}

/** The value of an option: in the same word, or the next one. */
function argumentOf(window: TextWindow, start: number, option: string): Argument | undefined {
  const quote = quoteBefore(window, start);
  const end = start + option.length;
  const isLong = option.startsWith("--");
  if (isLong && window.at(end) === Character.EQUALS) return joinedArgument(window, end + 1, quote);
  const next = nextArgument(window, end, quote);
  // Another option follows one without a value.
  if (next !== undefined) return window.at(next.start) === Character.DASH ? undefined : next;
  const isEnd = [END, Character.NEWLINE, Character.RETURN].includes(window.at(end));
  return isLong || isEnd ? undefined : joinedArgument(window, end, quote);
}

/** The offset behind the separator in an argument. */
function behind(window: TextWindow, { start, quote }: Argument, separator: string): number | undefined {
  for (let at = start; at < start + LONGEST_USER; at++) {
    const code = window.at(at);
    if (code === END || code === Character.NEWLINE) return undefined;
    const character = String.fromCharCode(code);
    if (window.startsWith(separator, at)) return at + separator.length;
    if (`"'\``.includes(character) || (quote === undefined && /[\s,]/.test(character))) return undefined;
  }
  return undefined;
}
