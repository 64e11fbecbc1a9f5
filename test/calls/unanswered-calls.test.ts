import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallHolds } from "../../src/calls/call-holds.js";
import { UnansweredCalls } from "../../src/calls/unanswered-calls.js";

const TEN_MINUTES = 600_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The holds of a call, and how often its secrets were released. */
function call(): { readonly holds: CallHolds; releases: number } {
  const one = { holds: new CallHolds(), releases: 0 };
  one.holds.addMessage(() => one.releases++);
  return one;
}

function unanswered(time?: number): { readonly calls: UnansweredCalls; readonly warnings: string[] } {
  const warnings: string[] = [];
  return { calls: new UnansweredCalls(time, (message) => warnings.push(message)), warnings };
}

describe("calls that are over while their handlers are at work", () => {
  it("release their secrets when the handler answers, once", () => {
    const { calls, warnings } = unanswered();
    const [one, other] = [call(), call()];
    calls.wait(one.holds, true);
    calls.wait(other.holds, true);
    vi.advanceTimersByTime(60_000);
    expect([one.releases, other.releases]).toEqual([0, 0]);
    calls.answered(one.holds);
    calls.answered(one.holds);
    expect([one.releases, other.releases, calls.size]).toEqual([1, 0, 1]);
    expect(warnings).toEqual([]);
  });

  it("release them after ten minutes, and one warning says so", () => {
    const { calls, warnings } = unanswered();
    const all = Array.from({ length: 5 }, () => {
      const one = call();
      calls.wait(one.holds, true);
      vi.advanceTimersByTime(1000);
      return one;
    });
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(TEN_MINUTES - 5001);
    expect(all.map(({ releases }) => releases)).toEqual([0, 0, 0, 0, 0]);
    vi.advanceTimersByTime(1501);
    expect(all.map(({ releases }) => releases)).toEqual([1, 1, 0, 0, 0]);
    vi.advanceTimersByTime(5000);
    expect(all.map(({ releases }) => releases)).toEqual([1, 1, 1, 1, 1]);
    expect(warnings).toEqual([expect.stringMatching(/^protosanitizer: .* within 600000 ms .* handlerTime/)]);
    expect([calls.size, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it("say nothing of streams, whose handlers often just stop", () => {
    const { calls, warnings } = unanswered();
    const one = call();
    calls.wait(one.holds, false);
    vi.advanceTimersByTime(TEN_MINUTES + 1);
    expect([one.releases, warnings.length]).toEqual([1, 0]);
  });

  it("are at most 10,000: then the oldest is released, and the warning says so", () => {
    const { calls, warnings } = unanswered();
    const [first, second] = [call(), call()];
    calls.wait(first.holds, false);
    calls.wait(second.holds, false);
    for (let count = 0; count < 9999; count++) calls.wait(call().holds, false);
    expect([first.releases, second.releases, calls.size]).toEqual([1, 0, 10_000]);
    for (let count = 0; count < 10; count++) calls.wait(call().holds, false);
    expect(warnings).toEqual([expect.stringContaining("more than 10000")]);
  });

  it.each([0, -1])("do not wait if the time is %s", (time) => {
    const { calls, warnings } = unanswered(time);
    const one = call();
    calls.wait(one.holds, true);
    expect([one.releases, calls.size, vi.getTimerCount(), warnings.length]).toEqual([1, 0, 0, 0]);
  });

  it("wait as long as a timer can if the time is endless", () => {
    const { calls } = unanswered(Number.POSITIVE_INFINITY);
    const one = call();
    calls.wait(one.holds, true);
    vi.advanceTimersByTime(2 ** 31 - 10);
    expect(one.releases).toBe(0);
  });

  it("cost nothing if they hold nothing", () => {
    const { calls } = unanswered();
    calls.wait(new CallHolds(), true);
    expect([calls.size, vi.getTimerCount()]).toEqual([0, 0]);
  });
});

describe("what a call holds", () => {
  it("is released at once after its end: a handler may send more", () => {
    const { holds } = call();
    holds.release();
    let released = 0;
    holds.addMessage(() => released++);
    holds.addMetadata(() => released++);
    expect([released, holds.isEmpty]).toEqual([2, true]);
  });

  it("is that of the latest 1,000 messages of a stream, and all metadata", () => {
    const holds = new CallHolds();
    const released: string[] = [];
    holds.addMetadata(() => released.push("metadata"));
    for (let count = 0; count < 1500; count++) holds.addMessage(() => released.push(`message ${count}`));
    expect([released.length, released[0], released.at(-1)]).toEqual([500, "message 0", "message 499"]);
    holds.release();
    expect(released).toHaveLength(1501);
  });

  it("is released as a whole if one part fails", () => {
    const holds = new CallHolds();
    let released = 0;
    holds.addMessage(() => {
      throw new Error("no");
    });
    holds.addMessage(() => released++);
    holds.release();
    expect(released).toBe(1);
  });
});
