import { parseArgs } from "node:util";
import { runDemo } from "./run-demo.js";

const USAGE = "usage: npm run demo [-- --unsafe]";
const EXIT_TROUBLE = 2;

process.exitCode = await main();

async function main(): Promise<number> {
  const unsafe = unsafeFlag();
  if (unsafe === undefined) {
    console.error(USAGE);
    return EXIT_TROUBLE;
  }
  try {
    return await runDemo({ unsafe, output: process.stdout });
  } catch (error) {
    console.error(`demo: ${error instanceof Error ? error.message : "failed"}`);
    return EXIT_TROUBLE;
  }
}

/** Whether `--unsafe` was given; undefined if anything else was. */
function unsafeFlag(): boolean | undefined {
  try {
    return parseArgs({ options: { unsafe: { type: "boolean", default: false } } }).values.unsafe;
  } catch {
    return undefined;
  }
}
