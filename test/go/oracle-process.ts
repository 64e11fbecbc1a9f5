import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { program } from "./programs.js";

const LENGTH_BYTES = 4;

/** Go's protosanitizer, in a process of its own: test/go/oracle/main.go says what is sent and answered. */
export class GoOracle {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: { resolve(text: string): void; reject(error: Error): void }[] = [];
  #received: Buffer = Buffer.alloc(0);
  #problem = "";

  /** @param types the bytes of a FileDescriptorSet, for messages that are not CSI. */
  constructor(types: Uint8Array) {
    this.#process = spawn(program("oracle"), { stdio: ["pipe", "pipe", "pipe"] });
    this.#process.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#process.stderr.on("data", (chunk: Buffer) => {
      this.#problem += chunk.toString();
    });
    this.#process.on("close", () => {
      const error = new Error(this.#problem || "the oracle has ended");
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
    // The process has ended if it cannot be written to.
    this.#process.stdin.on("error", () => undefined);
    this.#send(types);
  }

  /** What `StripSecrets(message).String()` returns. */
  print(type: string, bytes: Uint8Array): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#send(Buffer.from(type), bytes);
    });
  }

  end(): void {
    this.#process.stdin.end();
  }

  #send(...frames: readonly Uint8Array[]): void {
    const parts = frames.flatMap((bytes) => {
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    });
    this.#process.stdin.write(Buffer.concat(parts));
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + this.#received.readUInt32BE();
      if (this.#received.length < end) return;
      this.#waiting.shift()?.resolve(this.#received.toString("utf8", LENGTH_BYTES, end));
      this.#received = this.#received.subarray(end);
    }
  }
}
