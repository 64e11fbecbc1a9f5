import { afterAll, describe, expect, it } from "vitest";
import { type Finding, liveSecrets } from "../../src/index.js";
import { SinkFinder } from "../../src/scrub/findings/sink-finder.js";
import { findingsOf } from "./recorded-findings.js";

afterAll(liveSecrets.hold(["hunter2-secret"], { graceTime: 0 }));
const LEAK = "a hunter2-secret";

describe("a listener", () => {
  it("gets each new finding at once, and counts when it is removed", () => {
    const heard: Finding[] = [];
    const stop = liveSecrets.onFinding((finding) => heard.push(finding));
    for (let time = 0; time < 3; time++) liveSecrets.scrub(LEAK);
    expect(heard.map(({ count }) => count)).toEqual([1]);
    stop();
    expect(heard.map(({ count }) => count)).toEqual([1, 3]);
    expect(heard[1]?.id).toBe(heard[0]?.id);
    liveSecrets.scrub(LEAK);
    expect(heard).toHaveLength(2);
  });

  it("that throws, or returns a promise that is rejected, disturbs nothing", async () => {
    const stops = [
      liveSecrets.onFinding(() => {
        throw new Error("no");
      }),
      liveSecrets.onFinding(() => Promise.reject(new Error("no"))),
    ];
    expect(await findingsOf(() => liveSecrets.scrub(LEAK))).toHaveLength(1);
    for (const stop of stops) stop();
    expect(liveSecrets.scrub(LEAK)).toBe("a ***stripped***");
  });

  it("that logs a secret does not call itself", () => {
    let calls = 0;
    const stop = liveSecrets.onFinding(() => {
      calls++;
      liveSecrets.scrub(`${LEAK} in ${calls}`);
    });
    liveSecrets.scrub(LEAK);
    stop();
    expect(calls).toBe(1);
  });

  it("must be a function", () => {
    // @ts-expect-error: this is what the test is about
    expect(() => liveSecrets.onFinding("listener")).toThrow(TypeError);
  });

  it("has bounded memory: beyond a thousand findings, all others are one", async () => {
    const findings = await findingsOf(() => {
      for (let index = 0; index < 1010; index++) {
        new SinkFinder(liveSecrets, "text", () => `place ${index}`).scrub(LEAK);
      }
    });
    expect(findings).toHaveLength(1001);
    expect(findings.at(-1)).toMatchObject({ source: "more", origin: "more findings", count: 10 });
  });
});
