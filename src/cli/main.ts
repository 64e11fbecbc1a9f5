#!/usr/bin/env node
import { runCli } from "./run-cli.js";

process.exitCode = await runCli(process.argv.slice(2), process);
// A reader that stops early must not wait for more input.
process.stdin.destroy();
