import type { Envelope, Parts, SafeSentry } from "./safe-sentry.js";

/** The parts of Sentry's client that are used here. They are the same since version 9. */
interface Client {
  addEventProcessor(processor: (event: unknown) => unknown): void;
  on(hook: string, callback: (...args: never[]) => void): unknown;
}

/** An integration, as every SDK of Sentry takes it. */
export interface SanitizingIntegration {
  readonly name: string;
  beforeSetup(client: unknown): void;
  preprocessEvent(event: unknown, hint: unknown): void;
  afterAllSetup(client: unknown): void;
}

/** How many traces are remembered whose name holds a secret. */
const MOST_TRACES = 1000;

/**
 * An integration that sees what no hook of the options sees: events before the SDK turns their values into plain objects, which
 * loses the types of messages, and everything that is sent.
 */
export function sanitizingIntegration(safe: SafeSentry, traces: SecretTraces): SanitizingIntegration {
  return {
    name: "ProtoSanitizer",
    beforeSetup(client) {
      // The first processor runs when the event is captured. Others wait, and secrets are held only for a while.
      (client as Client).addEventProcessor((event) => safe.event(event)); // the SDK passes its client
    },
    preprocessEvent(_event, hint) {
      makeHintSafe(safe, hint);
    },
    afterAllSetup(given) {
      const client = given as Client; // as above
      // All integrations have added their processors. They may have put values into the event.
      client.addEventProcessor((event) => safe.event(event));
      // It goes to other services, too: in the header `baggage`.
      client.on("createDsc", (context: Record<string, unknown>) => {
        const { transaction } = context;
        if (typeof transaction !== "string") return;
        if (traces.has(context["trace_id"])) delete context["transaction"];
        else context["transaction"] = safe.value(transaction);
      });
      client.on("beforeEnvelope", (envelope: Envelope) => safe.makeEnvelopeSafe(envelope));
    },
  };
}

/** Integrations read the error, and the SDK turns what they find into plain objects. The hint is an object of the SDK. */
function makeHintSafe(safe: SafeSentry, hint: unknown): void {
  if (typeof hint !== "object" || hint === null) return;
  for (const key of ["originalException", "syntheticException"]) {
    const error: unknown = Reflect.get(hint, key);
    const safeError = safe.value(error);
    if (safeError !== error) Reflect.set(hint, key, safeError);
  }
}

/** The traces whose root span had a secret in its name. Their name is sent with spans long after the secret is released. */
export class SecretTraces {
  readonly #ids = new Set<unknown>();

  /** Remembers a trace if the name of this span had to change. */
  note(given: unknown, safe: unknown): void {
    const { trace_id: id, name } = given as Parts; // a span of the SDK
    if (typeof safe === "object" && safe !== null && (safe as Parts)["name"] === name) return;
    if (this.#ids.size >= MOST_TRACES) for (const oldest of this.#ids) return void this.#replace(oldest, id);
    this.#ids.add(id);
  }

  has(id: unknown): boolean {
    return this.#ids.has(id);
  }

  #replace(oldest: unknown, id: unknown): void {
    this.#ids.delete(oldest);
    this.#ids.add(id);
  }
}
