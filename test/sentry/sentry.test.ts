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
  sanitizer,
} from "../logging/secret-message.js";

type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;

/** What the SDK sends, as it sends it: envelopes are lines of JSON and bytes. */
class Sent {
  readonly bodies: string[] = [];

  get text(): string {
    return this.bodies.join("\n");
  }

  /** The payloads of all items of a type. */
  items(type: string): readonly Record<string, unknown>[] {
    return this.bodies.flatMap((body) => {
      const lines = body.split("\n");
      return lines.flatMap((line, index) =>
        index > 0 && line.startsWith(`{"type":"${type}"`) ? [JSON.parse(lines[index + 1] ?? "null")] : [],
      );
    });
  }
}

/**
 * Runs something with the real SDK, while the secret is live. Spans, logs and metrics wait in a buffer: they are sent when the
 * secret is released.
 */
async function sent(
  prepare: (options: Options) => Options,
  use: () => unknown,
  options: Partial<Options> = {},
  isBuffered = false,
): Promise<Sent> {
  const sent = new Sent();
  const transport: Options["transport"] = (given) =>
    Sentry.createTransport(given, async ({ body }) => {
      sent.bodies.push(typeof body === "string" ? body : Buffer.from(body).toString());
      return { statusCode: 200 };
    });
  const release = sanitizer.live.hold(sanitizer.secretsOf(login()), { graceTime: 0 });
  Sentry.init(
    prepare({
      dsn: "https://key@sentry.example.com/1",
      transport,
      tracesSampleRate: 1,
      ...options,
    }),
  );
  await Sentry.withIsolationScope(async () => use());
  if (!isBuffered) await Sentry.flush(1000);
  release();
  await nothingLive();
  await Sentry.close(1000);
  return sent;
}

const safe = (options: Options): Options => sanitizeSentryOptions({ ...options, sanitizer });
const asGiven = (options: Options): Options => options;

const hidden = (message: string) => new Error(message, { cause: new Error(`cause ${SECRET}`) });

/** Everything that can be sent, with the secret in it. */
const USES: readonly {
  readonly what: string;
  readonly use: () => unknown;
  readonly options?: Partial<Options>;
  /** Whether it waits in a buffer of the SDK before it is sent. */
  readonly isBuffered?: boolean;
}[] = [
  { what: "an exception", use: () => Sentry.captureException(new Error(`mount -o ${SECRET}`)) },
  { what: "a cause", use: () => Sentry.captureException(hidden("open")) },
  { what: "a message", use: () => Sentry.captureMessage(`mount -o ${SECRET}`) },
  {
    what: "a message in extra data",
    use: () => Sentry.captureException(new Error("open"), { extra: { request: login() } }),
  },
  {
    what: "a message of protobufjs in extra data",
    use: () => Sentry.captureException(new Error("open"), { extra: { request: reflectedLogin() } }),
  },
  {
    what: "a message in a context",
    // Any object is taken.
    use: () => Sentry.captureException(new Error("open"), { contexts: { call: reflectedLogin() as never } }),
  },
  {
    what: "a message in a property of an error",
    use: () => Sentry.captureException(Object.assign(new Error("open"), { request: reflectedLogin() })),
    options: { integrations: [Sentry.extraErrorDataIntegration()] },
  },
  {
    what: "tags, user, fingerprint and contexts",
    use: () =>
      Sentry.captureException(new Error("open"), {
        tags: { tag: SECRET },
        user: { id: SECRET, data: { SECRET } },
        fingerprint: [SECRET],
        contexts: { [SECRET]: { [SECRET]: SECRET } },
      }),
  },
  {
    what: "breadcrumbs",
    use() {
      Sentry.addBreadcrumb({ message: SECRET, data: { request: reflectedLogin(), SECRET } });
      Sentry.getCurrentScope().addBreadcrumb({ message: SECRET, data: { request: reflectedLogin() } });
      Sentry.captureException(new Error("open"));
    },
  },
  {
    what: "data of a request",
    use: () =>
      Sentry.captureEvent({
        message: "open",
        request: {
          url: `https://a.example/?token=${encodeURIComponent(SECRET)}`,
          headers: { authorization: `Basic ${Buffer.from(`u:${SECRET}`).toString("base64")}` },
          cookies: { session: SECRET },
          data: { request: reflectedLogin(), text: JSON.stringify({ SECRET }) },
          query_string: new URLSearchParams({ SECRET }).toString(),
        },
      }),
  },
  {
    what: "local variables of stack frames",
    use() {
      const vars = { password: SECRET, request: reflectedLogin() };
      const frames = [{ function: SECRET, vars, pre_context: [SECRET] }];
      Sentry.captureEvent({
        exception: { values: [{ type: "Error", value: "open", stacktrace: { frames } }] },
      });
    },
  },
  {
    what: "attachments",
    use: () =>
      Sentry.captureEvent(
        { message: "open" },
        {
          attachments: [
            { filename: `${SECRET}.txt`, data: `password=${SECRET}` },
            { filename: "bytes.txt", data: Buffer.from(`password=${SECRET}`) },
            { filename: "binary", data: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(SECRET)]) },
          ],
        },
      ),
  },
  { what: "attachments of a scope", use: scopeAttachment },
  { what: "spans", use: () => spans(), isBuffered: true },
  { what: "spans of a transaction", use: () => spans(), options: { traceLifecycle: "static" } },
  {
    what: "what a processor and a hook add to a transaction",
    use() {
      Sentry.getCurrentScope().addEventProcessor((event) => ({
        ...event,
        extra: { SECRET, request: login() },
      }));
      spans();
    },
    options: {
      traceLifecycle: "static",
      beforeSendTransaction: (event) => ({ ...event, tags: { SECRET } }),
    },
  },
  {
    what: "what a processor adds to a transaction that no hook sees",
    use() {
      Sentry.getCurrentScope().addEventProcessor((event) => ({
        ...event,
        extra: { SECRET, request: login() },
      }));
      spans();
    },
    options: { traceLifecycle: "static" },
  },
  { what: "feedback", use: () => Sentry.captureFeedback({ message: SECRET, name: SECRET }) },
  {
    what: "logs",
    use() {
      Sentry.logger.info(`mount ${SECRET}`, { SECRET, request: { password: SECRET } });
      Sentry.logger.warn(Sentry.logger.fmt`mount ${SECRET}`);
    },
    isBuffered: true,
  },
  {
    what: "metrics",
    use: () => Sentry.metrics.count("mounts", 1, { attributes: { SECRET } }),
    isBuffered: true,
  },
  { what: "check-ins", use: () => Sentry.captureCheckIn({ monitorSlug: SECRET, status: "ok" }) },
  {
    what: "what a processor of the scope adds",
    use() {
      Sentry.getCurrentScope().addEventProcessor((event) => ({
        ...event,
        extra: { SECRET, request: login() },
      }));
      Sentry.captureException(new Error("open"));
    },
  },
  {
    what: "what a hook adds",
    use: () => Sentry.captureException(new Error("open")),
    options: { beforeSend: (event) => ({ ...event, extra: { SECRET, request: reflectedLogin() } }) },
  },
  {
    what: "what a hook adds later",
    use: () => Sentry.captureException(new Error("open")),
    options: { beforeSend: async (event) => ({ ...event, extra: { SECRET } }) },
  },
];

function scopeAttachment(): void {
  Sentry.getCurrentScope().addAttachment({ filename: "a.json", data: JSON.stringify({ SECRET }) });
  Sentry.captureMessage("open");
}

function spans(): void {
  Sentry.startSpan(
    { name: `mount ${SECRET}`, op: "call", attributes: { argv: ["--password", SECRET] } },
    (root) => {
      root.setStatus({ code: 2, message: SECRET });
      Sentry.startSpan({ name: `child ${SECRET}`, attributes: { [SECRET]: SECRET } }, (child) => {
        child.addLink({ context: root.spanContext(), attributes: { SECRET } });
      });
      // The header of this event has the name of the trace.
      Sentry.captureMessage("open");
    },
  );
}

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
