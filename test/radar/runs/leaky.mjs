// Leaks a value that the program holds, in the way that its argument names.

import { exec, execFileSync, execSync, spawn, spawnSync } from "node:child_process";
import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { liveSecrets } from "protosanitizer";

const value = "kH7xQm2vZpW4tR9y";
liveSecrets.hold([value]);
process.env.VALUE = value;

const ways = {
  async: () => spawn("sh", ["-c", "echo $VALUE"], { stdio: "inherit" }), // (async)
  spawnSync: () => spawnSync("sh", ["-c", "echo $VALUE"], { stdio: "inherit" }), // (spawnSync)
  execSync: () => execSync("echo $VALUE >&2", { stdio: "inherit" }), // (execSync)
  piped: () => spawn("sh", ["-c", "echo $VALUE"]).stdout.pipe(process.stdout), // (piped)
  argv: () => exec(`true ${value}`), // (argv)
  argvSync: () => execFileSync("true", [value]), // (argvSync)
  follows: () => {
    const child = spawn("sh", ["-c", "seq 1 50000; echo $VALUE"], { stdio: "inherit" }); // (follows)
    child.on("exit", (code) => process.exit(code + 7));
  },
  followsSync: () => {
    const { status } = spawnSync("sh", ["-c", "seq 1 50000; echo $VALUE"], { stdio: "inherit" }); // (followsSync)
    process.exit(status + 7);
  },
  daemon: () => {
    const child = spawn("sh", ["-c", "sleep 30 & echo $VALUE; echo $!"], { stdio: "inherit" }); // (daemon)
    for (const event of ["exit", "close"]) child.on(event, (code) => console.log(event, code));
    child.on("close", () => process.exit(7));
  },
  short: () => {
    throw Object.assign(new Error("s"), { value }); // (short)
  },
  kill: () => console.log(value) ?? process.kill(process.pid, "SIGKILL"), // (kill)
  exit: () => console.log(value) ?? process.exit(7), // (exit)
  later: () => setTimeout(() => console.log(value), 100), // (later)
  end: () => process.stdout.end(`${value}\n`), // (end)
  descriptor: () => writeSync(2, `${value}\n`), // (descriptor)
  warning: () => process.emitWarning(`mounts with ${value}`), // (warning)
  envless: () => {
    const stdio = ["pipe", "inherit", "inherit"];
    const script = "require('fs').readFile(0, 'utf8', (_, text) => console.log(text))";
    spawn(process.execPath, ["-e", script], { env: {}, stdio }).stdin.end(value);
  },
  envlessWorker() {
    const script = "console.log(require('node:worker_threads').workerData)";
    new Worker(script, { eval: true, env: {}, workerData: value }); // (envlessWorker)
  },
  split: () => {
    process.stdout.write(value.slice(0, 8));
    process.stdout.write(`${value.slice(8)}\n`); // (split)
  },
  data: () => execSync("echo $VALUE"),
  environment: () => spawnSync("true", { env: { VALUE: value } }),
  unprinted: () => new Worker("console.log(1)", { eval: true, workerData: value }),
};
ways[process.argv[2]]();
