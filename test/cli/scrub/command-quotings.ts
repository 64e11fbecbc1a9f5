import fc from "fast-check";

export const MARKER = "***stripped***";

/** How a program prints the arguments that it starts another one with. */
export const QUOTINGS: Readonly<Record<string, (argv: readonly string[]) => string>> = {
  "a shell": (argv) => `+ ${argv.join(" ")}`,
  "a shell with single quotes": (argv) => `+ ${argv.map((one) => `'${one}'`).join(" ")}`,
  "a shell with quotes around some": (argv) =>
    `+ ${argv.map((one, index) => (index % 2 === 0 ? one : `"${one}"`)).join(" ")}`,
  "%v of Go": (argv) => `exec: [${argv.join(" ")}]`,
  "%q of Go": (argv) => `args=[${argv.map((one) => JSON.stringify(one)).join(" ")}]`,
  "%#v of Go": (argv) => `[]string{${argv.map((one) => JSON.stringify(one)).join(", ")}}`,
  JSON: (argv) => JSON.stringify({ argv, rc: 1 }),
  "JSON in JSON": (argv) => JSON.stringify({ msg: JSON.stringify({ argv }), rc: 1 }),
  "a command line in JSON": (argv) => JSON.stringify({ cmd: argv.join(" "), rc: 1 }),
  "a quoted command line in JSON": (argv) =>
    JSON.stringify({ cmd: argv.map((one) => JSON.stringify(one)).join(" "), rc: 1 }),
  Python: (argv) => `subprocess: [${argv.map((one) => `'${one}'`).join(", ")}] failed`,
  "util.inspect": (argv) => `{ argv: [ ${argv.map((one) => `'${one}'`).join(", ")} ], rc: 1 }`,
  "Debug of Rust": (argv) => `Command { args: [${argv.map((one) => `"${one}"`).join(", ")}] }`,
};

/** Values of arguments that no shell has to quote. */
export const SHELL_VALUE: fc.Arbitrary<string> = fc
  .array(fc.constantFrom("S", "e", "C", "r", "3", "T", "_", "+", "/", "%", "@", "!"), {
    minLength: 4,
    maxLength: 20,
  })
  .map((parts) => `Q${parts.join("")}Q`);
