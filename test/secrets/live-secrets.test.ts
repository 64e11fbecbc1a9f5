import { create, toBinary } from "@bufbuild/protobuf";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCsiSanitizer, csiRegistry } from "../../src/csi/index.js";
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

  it("outlive a busy time of the process, until the events that wait have had their turn", async () => {
    vi.useRealTimers();
    const live = new SecretHolder();
    const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await nextTurn();
    live.hold(scopeOf("hunter2"), { graceTime: 1 })();
    // As a handler that logs once more when it has answered.
    const logged = nextTurn().then(() => live.scrub("done with hunter2"));
    for (const end = performance.now() + 30; performance.now() < end; );
    expect(await logged).toBe(`done with ${STRIPPED}`);
    await vi.waitFor(() => expect(live.size).toBe(0), { interval: 1, timeout: 10_000 });
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

  it.each<[string, unknown]>([
    [
      "a scope that is not of this library",
      { size: 1, scrub: String, scrubError: (error: unknown) => error },
    ],
    ["the live secrets themselves", createSanitizer().live],
    ["a text, which has no end that is one value", "hunter2"],
    ["bytes", Buffer.from("hunter2")],
    ["a set", new Set(["hunter2"])],
    ["a list with a number", ["hunter2", 1234567]],
    ["a list of lists", [["hunter2"]]],
    ["nothing", undefined],
    ["null", null],
  ])("refuses %s, because holding nothing would be a leak", (_, given) => {
    const live = new SecretHolder();
    const hold = (): unknown => live.hold(given as readonly string[]); // somebody without types
    expect(hold).toThrow(TypeError);
    expect(hold).not.toThrow(/hunter2|1234567/);
    expect(live.size).toBe(0);
  });
});

describe("secrets that are in no message", () => {
  it("are held in every form that is searched for, until they are released", () => {
    const live = new SecretHolder();
    const password = 'pa"ss<wörd>&1';
    const key = Buffer.from([0xff, 1, 2, 3, 250, 251, 252, 253]);
    const release = live.hold([
      password,
      key,
      new DataView(Uint8Array.from(Buffer.from("in a view")).buffer) as never,
    ]);
    const forms = [
      password,
      JSON.stringify({ password }),
      encodeURIComponent(password),
      Buffer.from(`root:${password}`).toString("base64"),
      Buffer.from(password).toString("hex"),
      key.toString("base64"),
      key.toString("hex"),
      "in a view",
    ];
    for (const form of forms) expect(live.scrub(`connect as <${form}>`)).toContain(STRIPPED);
    release();
    vi.advanceTimersByTime(30_000);
    for (const form of forms) expect(live.scrub(form)).toBe(form);
  });

  it("are copies: later changes of list and buffers have no effect", () => {
    const live = new SecretHolder();
    const buffer = Buffer.from("hunter2-in-a-buffer");
    const list: (string | Buffer)[] = ["hunter2-in-a-list", buffer];
    live.hold(list);
    list.length = 0;
    buffer.fill(0);
    expect(live.scrub("hunter2-in-a-list hunter2-in-a-buffer")).toBe(`${STRIPPED} ${STRIPPED}`);
  });

  it("are not searched for if they are too short or too common, as in messages", () => {
    const live = new SecretHolder();
    live.hold(["", "abc", "true", "Default", new Uint8Array(0), Buffer.from("abc")]);
    expect(live.size).toBe(0);
    expect(live.scrub("abc true Default")).toBe("abc true Default");
  });

  it("count in the limits", () => {
    const live = new SecretHolder({ maxValues: 2, maxLength: 1000 }, () => undefined);
    live.hold(["secret-1"]);
    live.hold(["secret-2", "secret-3"]);
    expect(live.scrub("secret-1 secret-2 secret-3")).toBe(`secret-1 ${STRIPPED} ${STRIPPED}`);
  });
});

describe("sanitizer.hold", () => {
  const type = "csi.v1.NodeStageVolumeRequest";
  const request = { secrets: { key: "hunter2" } };

  it("holds the secrets of a message with and without its type, and of wire bytes", () => {
    const sanitizer = createCsiSanitizer();
    const desc = csiRegistry.getMessage(type);
    if (desc === undefined) throw new Error("no such type");
    const message = create(desc, request);
    const ways = [
      () => sanitizer.hold(message),
      () => sanitizer.hold(type, request),
      () => sanitizer.hold(desc, toBinary(desc, message)),
    ];
    for (const hold of ways) {
      const release = hold();
      expect(sanitizer.live.scrub("hunter2")).toBe(STRIPPED);
      release();
      vi.advanceTimersByTime(29_999);
      expect(sanitizer.live.scrub("hunter2")).toBe(STRIPPED);
      vi.advanceTimersByTime(1);
      expect(sanitizer.live.scrub("hunter2")).toBe("hunter2");
    }
  });

  it("holds nothing of what cannot be read, and does not throw", () => {
    const sanitizer = createCsiSanitizer();
    const before = sanitizer.live.size;
    for (const value of [undefined, null, 7, "text", {}, Uint8Array.of(255)]) sanitizer.hold(value)();
    sanitizer.hold("acme.v1.Unknown", {})();
    expect(sanitizer.live.size).toBe(before);
  });
});
