import * as Sentry from "@sentry/node";
import { sanitizeSentryOptions } from "../../src/sentry/index.js";
import { login, nothingLive, sanitizer } from "../logging/secret-message.js";

/** The options of the SDK. */
export type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;

/** What the SDK sends, as it sends it: envelopes are lines of JSON and bytes. */
export class Sent {
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
export async function sent(
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

/** Prepares options as the package does. */
export const safe = (options: Options): Options => sanitizeSentryOptions({ ...options, sanitizer });

/** Leaves options as they are: what the SDK alone does. */
export const asGiven = (options: Options): Options => options;
