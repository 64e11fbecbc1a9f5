import * as Sentry from "@sentry/node";
import { login, reflectedLogin, SECRET } from "../logging/secret-message.js";
import type { Options } from "./sent.js";

const hidden = (message: string) => new Error(message, { cause: new Error(`cause ${SECRET}`) });

/** Everything that can be sent, with the secret in it. */
export const USES: readonly {
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

/** Spans with the secret in their names, attributes, states and links, and an event within them. */
export function spans(): void {
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
