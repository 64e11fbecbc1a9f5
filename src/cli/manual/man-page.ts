import type { Command, Option } from "commander";
import { CLOSED_OUTPUT, commandHelp, EXIT_CODES } from "./command-help.js";

/** The manual page of the program, for `man`: all commands with their options, made of the definitions of the commands. */
export function manPage(program: Command): string {
  const name = program.name();
  const lines = [
    `.TH ${name.toUpperCase()} 1 "" "${name}" "User Commands"`,
    ".SH NAME",
    `${name} \\- ${roff(program.description()).replace(/\.$/, "")}`,
    ".SH SYNOPSIS",
    ...program.commands.flatMap((command) => [".PP", `.B ${name} ${command.name()}`, roff(usageOf(command))]),
    ".SH COMMANDS",
    ...program.commands.flatMap((command) => sectionOf(name, command)),
    ".SH EXIT STATUS",
    ...EXIT_CODES.flatMap(([code, meaning]) => [".TP", `.B ${code}`, roff(meaning)]),
    ".PP",
    roff(CLOSED_OUTPUT),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([variable, text]) => [".TP", `.B ${variable}`, roff(text)]),
  ];
  return `${lines.join("\n")}\n`;
}

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ["NO_COLOR", "If it is set and not empty, nothing is coloured."],
  ["FORCE_COLOR", "If it is set and neither empty nor 0, output is coloured that is no terminal, too."],
  [
    "SOURCE_DATE_EPOCH",
    "The time that audit states, in seconds since 1970, so that the same input gives the same output.",
  ],
];

function usageOf(command: Command): string {
  return command.usage();
}

function sectionOf(program: string, command: Command): readonly string[] {
  const { details = "", examples = [], notes = "", exitCodes } = commandHelp(command) ?? {};
  return [
    `.SS ${program} ${command.name()}`,
    roff(command.description()),
    ...paragraphs(details),
    ...command.registeredArguments.flatMap((argument) => [
      ".TP",
      `.I ${roff(argument.name())}`,
      roff(argument.description || (argument.argChoices ?? []).join(", ")),
    ]),
    ...command.options.filter(({ hidden }) => !hidden).flatMap(optionLines),
    ...examples.flatMap((line, index) => [
      ...(index === 0 ? [".PP", "Examples:", ".PP", ".nf"] : []),
      roff(`  ${line}`),
    ]),
    ...(examples.length === 0 ? [] : [".fi"]),
    ...paragraphs(notes),
    ...(exitCodes === undefined ? [] : [".PP", "Exit codes:", ".PP", ".nf", roff(exitCodes), ".fi"]),
  ];
}

function optionLines({ flags, description, argChoices, defaultValue }: Option): readonly string[] {
  const choices =
    argChoices === undefined
      ? ""
      : ` (${argChoices.join(", ")}${defaultValue === undefined ? "" : `; default: ${String(defaultValue)}`})`;
  return [".TP", `.B ${roff(flags)}`, roff(description + choices)];
}

function paragraphs(text: string): readonly string[] {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .flatMap((paragraph) => [".PP", roff(paragraph)]);
}

/** Text for roff: backslashes and hyphens stand for themselves, and no line is a command. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/gm, "\\&$&");
}
