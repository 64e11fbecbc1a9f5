#!/usr/bin/env node
// A check plugin for Buf: https://buf.build/docs/cli/buf-plugins. Buf starts it nine times for one `buf lint`, so it loads no more
// than a call needs.

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 1 && args[0] === "--protocol") return write("1\n");
  const [name, ...rest] = args;
  const format = formatIn(rest);
  if (name === undefined || format === undefined)
    return fail("this is a plugin for buf; buf.yaml names it under plugins");
  const { callProcedure, isProcedure, pluginSpec } = await import("./run-plugin.js");
  if (name === "--spec") return write(pluginSpec(format));
  if (!isProcedure(name)) return fail("there is no such procedure");
  const chunks: Buffer[] = [];
  // Without an encoding, streams give Buffers.
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return write(await callProcedure(name, Buffer.concat(chunks), format));
}

/** The encoding that the arguments name. Default: binary. Undefined if there are other arguments. */
function formatIn(args: readonly string[]): "binary" | "json" | undefined {
  const words = args.flatMap((arg) => arg.split("="));
  if (words.length === 0) return "binary";
  const [option, format] = words;
  if (words.length !== 2 || option !== "--format") return undefined;
  return format === "binary" || format === "json" ? format : undefined;
}

function write(data: string | Uint8Array): number {
  process.stdout.write(data);
  return 0;
}

function fail(problem: string): number {
  process.stderr.write(`protosanitizer-buf-plugin: ${problem}\n`);
  return 2;
}
