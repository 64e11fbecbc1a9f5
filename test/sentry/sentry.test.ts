import { inspect } from "node:util";
import * as Sentry from "@sentry/node";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { sanitizeSentryOptions } from "../../src/sentry/index.js";
import {
  expectNoSecret,
  holds,
  login,
  nothingLive,
  reflectedLogin,
  SECRET,
} from "../logging/secret-message.js";
import { asGiven, type Options, type Sent, safe, sent } from "./sent.js";
import { spans, USES } from "./uses.js";

afterEach(nothingLive);

describe.each(USES)("$what", ({ use, options, isBuffered }) => {
  it("is sent without the secret", async () => {
    const { text, bodies } = await sent(safe, use, options, isBuffered);
    expect(bodies.length).toBeGreaterThan(0);
    expectNoSecret(text);
  });

  it("is sent with the secret by the SDK alone", async () => {
    expect(holds((await sent(asGiven, use, options, isBuffered)).text)).toBe(true);
  });
});

describe("what is sent", () => {
  it("is sent without a warning of the SDK about its options", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    for (const traceLifecycle of ["static", "stream"] as const)
      await sent(safe, () => spans(), { traceLifecycle }, true);
    expect(warn.mock.calls).toEqual([]);
  });

  it("has messages without their secrets", async () => {
    const { items } = await sentBy(() =>
      Sentry.captureException(new Error("open"), {
        extra: { request: reflectedLogin() },
        contexts: { call: { request: login() } },
      }),
    );
    const [event] = items("event");
    expect(event).toMatchObject({
      extra: { request: { user: "jane", password: "***stripped***" } },
      contexts: { call: { request: { user: "jane", password: "***stripped***" } } },
    });
  });

  it("is otherwise what the SDK sends", async () => {
    const use = () => {
      Sentry.addBreadcrumb({ message: "first", data: { a: 1 } });
      const cause = Object.assign(new Error("cause"), { stack: "Error: cause" });
      const error = Object.assign(new RangeError("open", { cause }), { stack: "RangeError: open" });
      Sentry.captureException(error, { extra: { a: [1, { b: null }] }, tags: { c: "d" } });
    };
    const kept = ({ items }: Pick<Sent, "items">) =>
      items("event").map(({ exception, breadcrumbs, extra, tags, level, platform }) => {
        const crumbs = JSON.parse(
          JSON.stringify(breadcrumbs, (key, value) => (key === "timestamp" ? 0 : value)),
        );
        return { exception, crumbs, extra, tags, level, platform };
      });
    expect(kept(await sentBy(use))).toEqual(kept(await sentBy(use, {}, asGiven)));
  });

  it("is safe even if the secret is released before the SDK has read the lines of the source", async () => {
    const error = new Error(`mount -o ${SECRET}`, { cause: reflectedLogin() });
    const { text } = await sent(safe, () => Sentry.captureException(error, { extra: { SECRET } }), {}, true);
    expectNoSecret(text);
    expect(text).toContain("mount -o ***stripped***");
  });

  it("has breadcrumbs and spans as they were when they came: what is added later may be secret", async () => {
    const [argv, deep] = [["mount"], { list: ["mount"] }];
    // Events have lines of this file, too.
    const later = ["added", "later"].join("-");
    const { text } = await sent(
      safe,
      () => {
        Sentry.startSpan({ name: "mount", attributes: { argv } }, () => {});
        Sentry.addBreadcrumb({ message: "mount", data: { argv, deep } });
        argv.push(later);
        deep.list.push(later);
        Sentry.captureMessage("open");
      },
      {},
      true,
    );
    expect(text).toContain("mount");
    expect(text).not.toContain(later);
  });

  it("has text attachments with the length that they have now, and no binary ones", async () => {
    const { text } = await sentBy(() => {
      Sentry.getCurrentScope().addAttachment({ filename: "a.txt", data: `password=${SECRET}!` });
      Sentry.getCurrentScope().addAttachment({ filename: "open.bin", data: new Uint8Array([0xff, 0xd8, 1]) });
      Sentry.captureMessage("open");
    });
    expect(text).toContain('"length":24');
    expect(text).toContain("password=***stripped***!");
    expect(text).not.toContain('"filename":"open.bin"');
  });
});

describe("hooks", () => {
  it("see events, hints and breadcrumbs without secrets", async () => {
    const seen: unknown[] = [];
    class MountError extends Error {
      readonly request = reflectedLogin();
    }
    const error = new MountError(SECRET);
    await sentBy(
      () => {
        Sentry.addBreadcrumb({ message: SECRET });
        Sentry.captureException(error);
      },
      {
        beforeSend(event, hint) {
          expect(hint.originalException).toBeInstanceOf(MountError);
          seen.push(event, hint.originalException);
          return event;
        },
        beforeBreadcrumb(crumb) {
          seen.push(crumb);
          return crumb;
        },
      },
    );
    expect(seen).toHaveLength(3);
    expectNoSecret(inspect(seen, { depth: 20 }));
    expect(error.message).toBe(SECRET);
  });

  it("drop what they dropped before", async () => {
    const { items } = await sentBy(() => Sentry.captureMessage("open"), { beforeSend: () => null });
    expect(items("event")).toEqual([]);
  });

  it("of a function that chooses integrations keep its choice", async () => {
    const names: string[] = [];
    await sentBy(
      () => names.push(...(Sentry.getClient()?.getOptions().integrations ?? []).map(({ name }) => name)),
      {
        integrations: (defaults) => defaults.filter(({ name }) => name === "LinkedErrors"),
      },
    );
    expect(names).toEqual(expect.arrayContaining(["LinkedErrors", "ProtoSanitizer"]));
    expect(names).not.toContain("Console");
  });
});

it("values that cannot be read are sent as notes, and the program continues", async () => {
  const fail = () => {
    throw new Error(SECRET);
  };
  const circular: Record<string, unknown> = { SECRET };
  circular["self"] = circular;
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const broken = new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail });
  const getter = Object.defineProperty({}, "x", { get: fail, enumerable: true });
  const { text, items } = await sentBy(() =>
    Sentry.captureMessage("open", { extra: { proxy, broken, getter, circular, json: { toJSON: fail } } }),
  );
  expectNoSecret(text);
  expect(items("event")[0]).toMatchObject({
    message: "open",
    extra: { proxy: "<<could not be read>>", broken: "<<could not be read>>" },
  });
});

it("options must be an object", () => {
  expect(() => sanitizeSentryOptions("options" as never)).toThrow(TypeError); // against its types
});

async function sentBy(use: () => unknown, options: Partial<Options> = {}, prepare = safe) {
  const result = await sent(prepare, use, options);
  return { text: result.text, items: (type: string) => result.items(type) };
}
