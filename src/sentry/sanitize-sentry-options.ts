import type { LogSanitizer } from "../logging/logged-messages.js";
import { ownOptions } from "../options/read-options.js";
import { detached } from "../values/detached.js";
import { SafeSentry } from "./safe-sentry.js";
import { type SanitizingIntegration, SecretTraces, sanitizingIntegration } from "./sanitizing-integration.js";

/** Options of an SDK of Sentry, with a sanitizer. */
export type SanitizeSentryOptions<Options extends object> = Options & {
  /** Strips messages, and holds the live secrets that are replaced in what is sent. */
  readonly sanitizer: LogSanitizer;
};

type Hook = (value: unknown, ...more: readonly unknown[]) => unknown;
type Integrations = (defaults: readonly object[]) => readonly object[];

/**
 * Options for `Sentry.init` that work like the given ones, and send no secrets:
 *
 * - Messages are sent without their secrets, as `strip` prints them, wherever they are: in contexts, extra data, breadcrumbs,
 *   logs, properties of errors. A message must state its type. Plain objects of proto-loader do not state it. They are recognised
 *   if an interceptor has seen them; strip others yourself.
 * - The live secrets of all calls under way are replaced in every text that is sent: exceptions and their causes, local variables of
 *   stack frames, contexts, tags, breadcrumbs, requests, spans, logs, metrics, sessions, check-ins, and attachments. Spans and
 *   logs wait before they are sent, so this happens when they end.
 *
 * Attachments and other items that are no text, such as pictures and compressed recordings, are dropped: nothing can be found in
 * them. Your own hooks keep working. They get values without secrets, and what they return is made safe. What cannot be read is
 * dropped.
 *
 * Add no hooks and no integrations to the result: pass all of your options here. Event processors of a scope run after ours. What
 * they add is scrubbed, but a message among it must state its type by `$typeName` or `$type`.
 *
 * @param options Sentry's, of version 9 or later, and the `sanitizer`.
 * @throws {TypeError} if the options are not an object.
 * @example
 * ```ts
 * Sentry.init(sanitizeSentryOptions({ sanitizer, dsn, tracesSampleRate: 0.1 }));
 * ```
 */
export function sanitizeSentryOptions<Options extends object>(
  options: SanitizeSentryOptions<Options>,
): Options {
  const { sanitizer, ...given } = ownOptions("sanitizeSentryOptions", options);
  const hooks: Readonly<Record<string, unknown>> = ownOptions("sanitizeSentryOptions", given);
  const safe = new SafeSentry(sanitizer);
  const traces = new SecretTraces();
  const event = (value: unknown) => safe.event(value);
  // Breadcrumbs, spans, logs and metrics wait for what they are sent with, and their parts may change until then.
  const object = (value: unknown) => detached(safe.object(value));
  const span = (value: unknown) => {
    const safeSpan = safe.object(value);
    traces.note(value, safeSpan);
    // To drop a span is not possible: the SDK would send it as it was.
    return detached(safeSpan) ?? { attributes: {}, data: {} };
  };
  const { beforeSendSpan, _experiments: experiments } = hooks;
  const safeOptions = {
    ...given,
    integrations: withIntegration(hooks["integrations"], sanitizingIntegration(safe, traces)),
    beforeSend: safeHook(hooks["beforeSend"], event),
    // Without a hook of its own, a transaction is made safe by the integration. Sentry 11 warns of any hook that it ignores.
    ...(hooks["beforeSendTransaction"] !== undefined && {
      beforeSendTransaction: safeHook(hooks["beforeSendTransaction"], event),
    }),
    beforeBreadcrumb: safeHook(hooks["beforeBreadcrumb"], object),
    beforeSendLog: safeHook(hooks["beforeSendLog"], object),
    beforeSendMetric: safeHook(hooks["beforeSendMetric"], object),
    beforeSendSpan: spanHook(safeHook(beforeSendSpan, span), beforeSendSpan, hooks["traceLifecycle"]),
    ...(experiments instanceof Object && { _experiments: safeExperiments(experiments, object) }),
  };
  return safeOptions as unknown as Options; // the same options, with hooks of the same types
}

/** A hook that passes a safe value to the given one, if there is one, and makes safe what that returns. */
function safeHook(given: unknown, makeSafe: (value: unknown) => object | null): Hook {
  return (value, ...more) => {
    const safe = makeSafe(value);
    if (typeof given !== "function" || safe === null) return safe;
    const result: unknown = given(safe, ...more);
    if (result instanceof Promise || isThenable(result)) return Promise.resolve(result).then(again);
    return again(result);
  };
  function again(result: unknown): unknown {
    // Null drops the value. The SDK complains of undefined.
    return typeof result === "object" && result !== null ? makeSafe(result) : result;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Sentry marks a hook that takes the spans of a transaction, or those that are sent one by one, and ignores any other. */
function spanHook(hook: Hook, given: unknown, lifecycle: unknown): Hook {
  const marks =
    typeof given === "function"
      ? ["_static", "_streamed"].filter((mark) => Reflect.get(given, mark) === true)
      : lifecycle === "static"
        ? ["_static"]
        : lifecycle === "stream"
          ? ["_streamed"]
          : [];
  for (const mark of marks) Object.defineProperty(hook, mark, { value: true });
  return hook;
}

function withIntegration(given: unknown, integration: SanitizingIntegration): unknown {
  if (typeof given !== "function") return [...(Array.isArray(given) ? given : []), integration];
  const made: Integrations = (defaults) => [...given(defaults), integration];
  return made;
}

/** Version 9 has the hook for logs among its experiments. */
function safeExperiments(experiments: object, object: (value: unknown) => object | null): object {
  const { beforeSendLog } = experiments as { readonly beforeSendLog?: unknown }; // any object may have it
  return { ...experiments, beforeSendLog: safeHook(beforeSendLog, object) };
}
