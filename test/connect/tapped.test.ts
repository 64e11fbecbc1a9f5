import { describe, expect, it } from "vitest";
import { tapped } from "../../src/connect/logging-interceptor.js";

/** Yields numbers, and remembers what becomes of it. */
function source(): { events: string[]; numbers: AsyncIterable<number> } {
  const events: string[] = [];
  async function* numbers(): AsyncGenerator<number> {
    try {
      for (let number = 1; number <= 3; number++) {
        events.push(`made ${number}`);
        yield number;
      }
    } catch (error) {
      events.push(`got ${String(error)}`);
      throw error;
    } finally {
      events.push("closed");
    }
  }
  return { events, numbers: numbers() };
}

function tapOf(events: string[]) {
  return {
    message: (number: number) => void events.push(`told ${number}`),
    end: () => void events.push("end"),
    fail: (error: unknown) => {
      events.push("fail");
      return new Error(`scrubbed ${String(error)}`);
    },
  };
}

describe("a tapped iterable", () => {
  it("tells each message before the reader gets it, and reads nothing ahead", async () => {
    const { events, numbers } = source();
    for await (const number of tapped(numbers, tapOf(events))) events.push(`read ${number}`);
    expect(events).toEqual([
      ...[1, 2, 3].flatMap((number) => [`made ${number}`, `told ${number}`, `read ${number}`]),
      "closed",
      "end",
    ]);
  });

  it("fails as its source does, also if the source throws instead of rejecting", async () => {
    const events: string[] = [];
    const next = (): never => {
      throw "at once";
    };
    const iterable = tapped<number>({ [Symbol.asyncIterator]: () => ({ next }) }, tapOf(events));
    await expect(iterable[Symbol.asyncIterator]().next()).rejects.toThrow("scrubbed at once");
    expect(events).toEqual(["fail"]);
  });

  it("is closed, and the source with it, when the reader stops", async () => {
    const { events, numbers } = source();
    for await (const number of tapped(numbers, tapOf(events))) {
      if (number === 1) break;
    }
    expect(events).toEqual(["made 1", "told 1", "closed", "end"]);
  });

  it("passes on what the reader throws into it", async () => {
    const { events, numbers } = source();
    const iterator = tapped(numbers, tapOf(events))[Symbol.asyncIterator]();
    await iterator.next();
    await expect(iterator.throw?.("stop")).rejects.toThrow("scrubbed stop");
    expect(events).toEqual(["made 1", "told 1", "got stop", "closed", "fail"]);
  });

  it("has no return and throw if the source has none", () => {
    const bare: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
    };
    expect(Object.keys(tapped(bare, tapOf([]))[Symbol.asyncIterator]())).toEqual(["next"]);
  });
});
