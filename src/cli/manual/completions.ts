import type { Command, Option } from "commander";

/** The shells for which there are completions. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/** A script that completes the command line in a shell. It is made of the definitions of the commands, so it has what they have. */
export function completionScript(program: Command, shell: Shell): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](program);
}

/** The commands that are shown, with `help`. */
function commandsOf(
  program: Command,
): readonly { readonly name: string; readonly summary: string; readonly command?: Command }[] {
  return [
    ...program.commands.map((command) => ({ name: command.name(), summary: command.summary(), command })),
    { name: "help", summary: "display help for a command" },
  ];
}

function optionsOf(command: Command): readonly Option[] {
  return [...command.options, command.createOption("-h, --help", "display help for command")].filter(
    ({ hidden }) => !hidden,
  );
}

function flagsOf({ short, long }: Option): readonly string[] {
  return [short, long].flatMap((flag) => flag ?? []);
}

/** The words that can be arguments of a command: those of a choice. */
function choicesOf(command: Command): readonly string[] {
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
}

/** Words for bash: names of commands, flags and choices have no blanks and no special characters. */
function bashScript(program: Command): string {
  const commands = commandsOf(program);
  const names = commands.map(({ name }) => name);
  const values = commands.flatMap(({ name, command }) =>
    (command?.options ?? []).flatMap((option) => {
      if (!takesValue(option)) return [];
      const patterns = flagsOf(option)
        .map((flag) => `"${name} ${flag}"`)
        .join(" | ");
      const reply =
        option.argChoices === undefined
          ? ""
          : ` COMPREPLY=($(compgen -W "${option.argChoices.join(" ")}" -- "$current"));`;
      return `    ${patterns})${reply} return ;;`;
    }),
  );
  const flags = commands.map(({ name, command }) => {
    const words =
      command === undefined ? names : [...optionsOf(command).flatMap(flagsOf), ...choicesOf(command)];
    return `    ${name}) words="${words.join(" ")}" ;;`;
  });
  return `# bash completion for ${program.name()}: source <(${program.name()} completion bash)
_${program.name()}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
    ${names.join(" | ")}) command="$word" && break ;;
    esac
  done
  COMPREPLY=()
  case "$command $previous" in
${values.join("\n")}
  esac
  case "$command" in
    "") words="${[...names, ...optionsOf(program).flatMap(flagsOf)].join(" ")}" ;;
${flags.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _${program.name()} ${program.name()}
`;
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

function zshScript(program: Command): string {
  const commands = commandsOf(program);
  const described = commands.map(({ name, summary }) => `    ${zshText(`${name}:${summary}`)}`);
  const cases = commands.flatMap(({ name, command }) => {
    // Behind `help` stands another command.
    if (command === undefined) return [`    ${name}) _describe command commands ;;`];
    const specs = [
      ...optionsOf(command).map((option) => zshText(zshOption(option))),
      choicesOf(command).length > 0 ? zshText(`*: :(${choicesOf(command).join(" ")})`) : "'*: :_files'",
    ];
    return `    ${name}) _arguments -s ${specs.join(" ")} ;;`;
  });
  return `#compdef ${program.name()}
# zsh completion for ${program.name()}: source <(${program.name()} completion zsh), or a file _${program.name()} in a folder of $fpath
_${program.name()}() {
  local -a commands
  commands=(
${described.join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  ((CURRENT--))
  case "$command" in
${cases.join("\n")}
  esac
}
if [[ "$funcstack[1]" == _${program.name()} ]]; then _${program.name()} "$@"; else compdef _${program.name()} ${program.name()}; fi
`;
}

/** A specification of \`_arguments\`: all flags of the option exclude each other, and a value is a file or a choice. */
function zshOption(option: Option): string {
  const flags = flagsOf(option);
  const text = option.description.replace(/[[\]:\\]/g, "\\$&");
  const repeats = option.variadic ? "*" : "";
  const value = takesValue(option)
    ? `: :${option.argChoices ? `(${option.argChoices.join(" ")})` : "_files"}`
    : "";
  // Each spec has one flag: the long one, which is easier to read on a command line that is kept.
  return `${repeats}${flags.at(-1) ?? ""}[${text}]${value}`;
}

function zshText(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishScript(program: Command): string {
  const name = program.name();
  const commands = commandsOf(program);
  const names = commands.map((command) => command.name).join(" ");
  const lines = commands.flatMap(({ name: command, summary, command: definition }) => [
    `complete -c ${name} -n __fish_use_subcommand -f -a ${command} -d ${fishText(summary)}`,
    ...(definition === undefined
      ? []
      : optionsOf(definition).map((option) => fishOption(name, command, option))),
    ...fishWords(name, command, definition === undefined ? names : choicesOf(definition).join(" ")),
  ]);
  const own = optionsOf(program)
    .map((option) => fishFlags(option).join(" "))
    .map((flags) => `complete -c ${name} -n __fish_use_subcommand ${flags}`);
  return `# fish completion for ${name}: ${name} completion fish | source\n${[...own, ...lines].join("\n")}\n`;
}

/** The words that may stand behind a command; none if they are names of files. */
function fishWords(name: string, command: string, words: string): readonly string[] {
  if (words === "") return [];
  return [`complete -c ${name} -n '__fish_seen_subcommand_from ${command}' -f -a ${fishText(words)}`];
}

function fishOption(name: string, command: string, option: Option): string {
  const choices = option.argChoices === undefined ? [] : ["-f", "-a", fishText(option.argChoices.join(" "))];
  const value = takesValue(option) ? ["-r", ...choices] : [];
  return [
    "complete",
    "-c",
    name,
    "-n",
    `'__fish_seen_subcommand_from ${command}'`,
    ...fishFlags(option),
    ...value,
  ].join(" ");
}

function fishFlags({ short, long, description }: Option): readonly string[] {
  return [
    ...(short === undefined ? [] : ["-s", short.slice(1)]),
    ...(long === undefined ? [] : ["-l", long.slice(2)]),
    "-d",
    fishText(description),
  ];
}

function fishText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
