import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CLI } from "../cli/run-cli.js";

/** Milliseconds between looks at the log of a program that starts. */
const POLL_MS = 20;

/** The path of a program that test/go/build.mjs has built. */
export function program(name: "csi-sanity" | "oracle" | "leaky"): string {
  return fileURLToPath(new URL(`.cache/${name}`, import.meta.url));
}

/** A program that runs until it is told to end. */
export interface Running {
  /** Ends it by SIGTERM, and returns its exit code. */
  end(): Promise<number | null>;
}

/** A folder of one test, with everything that its programs leave behind: sockets, logs, mounts. */
export class Bench {
  readonly folder: string = mkdtempSync(join(tmpdir(), "go-"));
  readonly #children: ChildProcess[] = [];

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  /**
   * Starts a program, and waits until it says that it is listening. What it writes goes to the file `log` of the bench.
   *
   * @throws if it ends before.
   */
  async start(command: string, args: readonly string[], log: string): Promise<Running> {
    const file = openSync(this.path(log), "a");
    const child = spawn(command, args, { stdio: ["ignore", file, file] });
    closeSync(file);
    this.#children.push(child);
    const closed = once(child, "close");
    while (!/listening/i.test(this.read(log).toString())) {
      if (child.exitCode !== null) throw new Error(`${command} ended at once: ${this.read(log)}`);
      await setTimeout(POLL_MS);
    }
    return {
      async end() {
        child.kill("SIGTERM");
        const [status] = (await closed) as [number | null]; // documented arguments of the event
        return status;
      },
    };
  }

  /** Starts the driver of the demo, on the socket `name.sock`, with its log in `name.log`. */
  serveDemo(name: string, ...args: readonly string[]): Promise<Running> {
    const address = `unix:${this.path(`${name}.sock`)}`;
    return this.start(process.execPath, [CLI, "demo", "--serve", address, ...args], `${name}.log`);
  }

  /** Ends all programs, and removes the folder. */
  remove(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
