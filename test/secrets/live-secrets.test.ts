import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { CollectedSecrets } from "../../src/scrub/collected-secrets.js";
import { SecretHolder } from "../../src/scrub/live.js";

const scopeOf = (...values: string[]): CollectedSecrets => new CollectedSecrets(values);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("secrets that are held", () => {
  it("are scrubbed until the grace time after their release is over", () => {
    const live = new SecretHolder();
    const release = live.hold(scopeOf("hunter2"));
    expect(live.scrub("mount -o password=hunter2")).toBe(`mount -o password=${STRIPPED}`);
    release();
    vi.advanceTimersByTime(29_999);
    expect(live.scrub("hunter2")).toBe(STRIPPED);
    vi.advanceTimersByTime(1);
    expect(live.scrub("hunter2")).toBe("hunter2");
    expect(live.size).toBe(0);
  });

  it("have the grace time that was asked for, each its own", () => {
    const live = new SecretHolder();
    const releases = [500, 100, 300, 100].map((graceTime, index) =>
      live.hold(scopeOf(`secret-${index}`), { graceTime }),
    );
    for (const release of releases) release();
    const sizes = Array.from({ length: 5 }, () => {
      vi.advanceTimersByTime(100);
      return live.size;
    });
    expect(sizes).toEqual([2, 2, 1, 1, 0]);
  });

  it("without a grace time are gone with the release; with an endless one they stay", () => {
    const live = new SecretHolder();
    live.hold(scopeOf("secret-1"), { graceTime: 0 })();
    expect(live.size).toBe(0);
    live.hold(scopeOf("secret-2"), { graceTime: Number.POSITIVE_INFINITY })();
    vi.advanceTimersByTime(2 ** 31 - 2);
    expect(live.size).toBe(1);
  });

  it("stay while any call holds them, and a second release of one call does not release another", () => {
    const live = new SecretHolder();
    const [first, second] = [
      live.hold(scopeOf("hunter2"), { graceTime: 0 }),
      live.hold(scopeOf("hunter2"), { graceTime: 0 }),
    ];
    expect(live.size).toBe(1);
    first();
    first();
    expect(live.scrub("hunter2")).toBe(STRIPPED);
    second();
    expect(live.scrub("hunter2")).toBe("hunter2");
  });

  it("have one timer for all that wait for the same time", () => {
    const live = new SecretHolder();
    for (let index = 0; index < 1000; index++) live.hold(scopeOf(`secret-${index}`))();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(30_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(live.size).toBe(0);
  });

  it("are exactly those of the calls under way, for 1,000 interleaved calls", () => {
    const live = new SecretHolder();
    const calls = Array.from({ length: 1000 }, (_, index) => `call-${index}-${(index * 7919).toString(36)}`);
    const under: { value: string; release: () => void }[] = [];
    for (const [index, value] of calls.entries()) {
      under.push({ value, release: live.hold(scopeOf(value, "shared-by-all"), { graceTime: 10 }) });
      if (index % 3 !== 0) under.splice((index * 31) % under.length, 1)[0]?.release();
      if (index % 50 !== 0) continue;
      vi.advanceTimersByTime(10);
      const held = new Set(under.map((one) => one.value));
      for (const one of calls.slice(0, index + 1))
        expect(live.scrub(`<${one}>`)).toBe(held.has(one) ? `<${STRIPPED}>` : `<${one}>`);
    }
    for (const { release } of under) release();
    vi.advanceTimersByTime(10);
    expect(live.size).toBe(0);
  });
});

describe("the limit of held values", () => {
  it("drops the values that were released first, then the oldest, and warns once", () => {
    const warnings: string[] = [];
    const live = new SecretHolder({ maxValues: 3, maxLength: 1000 }, (message) => warnings.push(message));
    live.hold(scopeOf("secret-1"));
    const second = live.hold(scopeOf("secret-2"));
    live.hold(scopeOf("secret-3"));
    second();
    expect(warnings).toEqual([]);
    live.hold(scopeOf("secret-4"));
    expect(live.scrub("secret-1 secret-2 secret-3 secret-4")).toBe(
      `${STRIPPED} secret-2 ${STRIPPED} ${STRIPPED}`,
    );
    live.hold(scopeOf("secret-5"));
    expect(live.scrub("secret-1 secret-5")).toBe(`secret-1 ${STRIPPED}`);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toMatch(/secret-\d/);
    vi.advanceTimersByTime(30_000);
    expect(live.size).toBe(3);
  });

  it("counts the values inside of values, too", () => {
    const live = new SecretHolder({ maxValues: 10, maxLength: 100_000 }, () => undefined);
    const tokens = (from: number): string =>
      JSON.stringify(Array.from({ length: 6 }, (_, index) => ({ token: `token-${from + index}` })));
    live.hold(scopeOf(tokens(0)));
    live.hold(scopeOf(tokens(10)));
    expect(live.size).toBe(7);
    expect(live.scrub("token-3 token-13")).toBe(`token-3 ${STRIPPED}`);
  });

  it("counts characters, too", () => {
    const live = new SecretHolder({ maxValues: 1000, maxLength: 100 }, () => undefined);
    live.hold(scopeOf("a".repeat(60)));
    live.hold(scopeOf("b".repeat(60)));
    expect(live.size).toBe(1);
  });
});

describe("sanitizer.live", () => {
  it("is one for all sanitizers of the process", () => {
    const { live } = createSanitizer();
    expect(createCsiSanitizer().live).toBe(live);
    const release = live.hold(scopeOf("hunter2"), { graceTime: 0 });
    expect(live.scrubError(new TypeError("hunter2")).message).toBe(STRIPPED);
    release();
    expect(live.size).toBe(0);
  });

  it("refuses a value that is not a scope of this library, because holding nothing would be a leak", () => {
    const foreign = { size: 1, scrub: (text: string) => text, scrubError: <E>(error: E) => error };
    expect(() => new SecretHolder().hold(foreign)).toThrow(TypeError);
  });
});
