import { describe, expect, it, onTestFinished, vi } from "vitest";
import { HoldWarning } from "../../src/calls/hold-warning.js";
import type { Sanitizer } from "../../src/index.js";
import { STACKS } from "../e2e/stacks/all-stacks.js";
import { echo, requestsOf, sanitizer, start } from "./logged-vault.js";

/** The warnings of the process until the test is finished. */
function warnings(): readonly string[] {
  const texts: string[] = [];
  const spy = vi
    .spyOn(process, "emitWarning")
    .mockImplementation((warning) => void texts.push(String(warning)));
  onTestFinished(() => spy.mockRestore());
  return texts;
}

/** Prints, but fails when secrets are to be held. */
function failing(part: "secretsOf" | "hold"): Sanitizer {
  const fail = (): never => {
    throw new Error("hunter2 in an error");
  };
  if (part === "secretsOf") return { ...sanitizer, secretsOf: fail };
  return {
    ...sanitizer,
    live: Object.assign(Object.create(sanitizer.live), { hold: fail }) as Sanitizer["live"],
  };
}

describe.each(STACKS)("secrets of a call that cannot be held: $name", (stack) => {
  it("are reported once for each interceptor, and the calls go on", async () => {
    const texts = warnings();
    const { vault } = await start(stack, echo, { sanitizer: failing("secretsOf") });
    for (let calls = 0; calls < 2; calls++)
      expect((await vault.call("Open", requestsOf("Open"))).code).toBe(0);
    expect(texts).toHaveLength(2);
    for (const text of texts) {
      expect(text).toMatch(/^protosanitizer: the secrets of vault\.v1\.\w+ could not be held during a call/);
      expect(text).not.toContain("hunter2");
    }
  });

  it("are reported if they stand in metadata", async () => {
    const texts = warnings();
    const { vault } = await start(stack, echo, { sanitizer: failing("hold") });
    const metadata = { authorization: "Basic aHVudGVyMg==" };
    expect((await vault.call("Open", requestsOf("Open"), { metadata })).code).toBe(0);
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toContain("the secrets of metadata could not be held");
  });

  it("are no reason for a warning if they are held", async () => {
    const texts = warnings();
    const { vault } = await start(stack, echo);
    await vault.call("Open", requestsOf("Open"), { metadata: { authorization: "Basic aHVudGVyMg==" } });
    expect(texts).toEqual([]);
  });
});

describe("a warning that cannot be written", () => {
  it("does not throw, and the next failure tries again", () => {
    const written: string[] = [];
    let isFull = true;
    const warning = new HoldWarning((text) => {
      if (isFull) throw new RangeError("Maximum call stack size exceeded");
      written.push(text);
    });
    warning.report("a message");
    isFull = false;
    warning.report("a message");
    warning.report("a message");
    expect(written).toHaveLength(1);
  });
});
