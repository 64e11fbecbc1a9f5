import { Writable } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { colour, Progress } from "../../src/cli/streams.js";

const MIB = 1024 * 1024;

/** A stream that is a terminal, or not, and what was written to it. */
function stream(isTTY: boolean): { readonly stream: NodeJS.WriteStream; written(): string } {
  let text = "";
  const writable = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  // As far as terminals are asked anything here.
  return { stream: Object.assign(writable, { isTTY }) as unknown as NodeJS.WriteStream, written: () => text };
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("colours", () => {
  it("are for terminals, unless the user refuses them", () => {
    vi.stubEnv("NO_COLOR", "");
    vi.stubEnv("TERM", "xterm");
    expect(colour(stream(true).stream, "red", "text")).toBe("\x1b[31mtext\x1b[39m");
    expect(colour(stream(false).stream, "red", "text")).toBe("text");
    vi.stubEnv("NO_COLOR", "1");
    expect(colour(stream(true).stream, "red", "text")).toBe("text");
    vi.stubEnv("NO_COLOR", "");
    vi.stubEnv("TERM", "dumb");
    expect(colour(stream(true).stream, "red", "text")).toBe("text");
  });
});

describe("the progress of long work", () => {
  function work(isTTY: boolean, total: number | undefined, seconds: number): string {
    vi.useFakeTimers({ now: 0 });
    const { stream: output, written } = stream(isTTY);
    const progress = new Progress("a.log", total, output);
    for (let second = 0; second < seconds; second++) {
      vi.advanceTimersByTime(1000);
      progress.add(MIB);
    }
    progress.end();
    return written();
  }

  it("is a bar on a terminal, which is gone at the end", () => {
    const text = work(true, 4 * MIB, 2);
    expect(text).toContain(`\ra.log: [${"#".repeat(15)}${".".repeat(15)}] 50% of 4 MiB\x1b[K`);
    expect(text.endsWith("\r\x1b[K")).toBe(true);
  });

  it("is a count if the total is not known", () => {
    expect(work(true, undefined, 3)).toContain("\ra.log: 3 MiB\x1b[K");
  });

  it("is silent without a terminal, and while work is short", () => {
    expect(work(false, 4 * MIB, 4)).toBe("");
    expect(work(true, 4 * MIB, 0)).toBe("");
  });
});
