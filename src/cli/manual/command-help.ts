import { type Command, Help } from "commander";

/** What a command says of itself besides its options. */
export interface CommandHelp {
  /** Paragraphs for the manual page. The help has one sentence, and fits a screen. */
  readonly details: string;
  /** Command lines. The help shows the first two. */
  readonly examples: readonly string[];
  /** More paragraphs for the manual page, behind the examples. */
  readonly notes?: string;
  /** A line for each exit code, if they are not those of other commands. */
  readonly exitCodes?: string;
}

const helpOf = new WeakMap<Command, CommandHelp>();

/** Adds examples and exit codes to the help of a command, and keeps the rest for its manual page. */
export function addHelp(command: Command, help: CommandHelp): void {
  helpOf.set(command, help);
  const examples = help.examples.slice(0, 2).map((line) => `  ${line}`);
  const grouped = command.options.filter(({ helpGroupHeading }) => helpGroupHeading !== undefined);
  const flags = grouped.map(({ flags: text }) => text.replaceAll(", ", ","));
  const group = grouped.length === 0 ? "" : `\n${grouped[0]?.helpGroupHeading}\n${listed(flags)}\n`;
  command
    .configureHelp({
      visibleOptions: (of) =>
        new Help().visibleOptions(of).filter(({ helpGroupHeading }) => helpGroupHeading === undefined),
    })
    .addHelpText(
      "after",
      `${group}\nExamples:\n${examples.join("\n")}\n\nExit codes:\n${help.exitCodes ?? EXIT_CODES_LINE}\n${MORE}`,
    );
}

const COLUMNS = 80;

/** Words in lines of at most 80 characters, none of them broken. */
function listed(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const line = `${lines.at(-1) ?? ""}  ${word}`;
    if (lines.length > 0 && line.length <= COLUMNS) lines[lines.length - 1] = line;
    else lines.push(`  ${word}`);
  }
  return lines.join("\n");
}

/** What a command says of itself. Undefined for the program itself. */
export function commandHelp(command: Command): CommandHelp | undefined {
  return helpOf.get(command);
}

/** The exit codes in the help of each command. */
const EXIT_CODES_LINE = "  0 fine, 1 findings, 2 wrong usage, 3 unreadable input, 70 bug, 130 interrupted";
const MORE = "More in the manual: protosanitizer man | man -l -";

/** What the exit codes mean, for the help of the program and for the manual page. */
export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, "fine"],
  [1, "findings"],
  [2, "wrong usage"],
  [3, "input that cannot be read"],
  [70, "a bug in protosanitizer"],
  [130, "interrupted"],
];

/** The note on output whose reader goes away. */
export const CLOSED_OUTPUT =
  "If the reader of the output goes away (protosanitizer ... | head -1), the command ends quietly, with the code for what it has found until then.";
