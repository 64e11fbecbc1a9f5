import { EventEmitter } from "node:events";
import { format, inspect } from "node:util";
import type { Loggers } from "./loggers.js";
import {
  type Kind,
  type OpenRequest,
  type OpenResponse,
  type ServedCall,
  VaultFailure,
} from "./stacks/vault.js";

/** What a handler of a leaking service has at hand. */
export interface LeakTools extends Pick<Loggers, "pino" | "winston" | "console"> {
  readonly call: ServedCall;
  readonly request: OpenRequest;
  /** The secret that leaks: the request's password. */
  readonly secret: string;
  /** A command line with the password in it, as drivers run them. */
  readonly command: string;
}

/** One way in which a secret leaves a process. */
export interface LeakKind {
  readonly name: string;
  /** Which kind of call it is. Default: unary. */
  readonly kind?: Kind;
  /** The secret that leaks. Default: the password in the request. */
  readonly secretIn?: "request" | "response";
  readonly cancelAfter?: number;
  readonly metadata?: (secret: string) => Record<string, string>;
  /** What the handler does before it answers. */
  readonly leak?: (tools: LeakTools) => void | Promise<void>;
}

const FAILED = 13;

/** The ways that lead through what an interceptor sees. */
const THROUGH_THE_CALL: readonly LeakKind[] = [
  { name: "request message" },
  { name: "response message", secretIn: "response" },
  { name: "request message of a stream", kind: "Upload" },
  { name: "request message of a bidirectional stream", kind: "Exchange" },
  { name: "response message of a stream", kind: "Watch", secretIn: "response" },
  { name: "request metadata", metadata: (secret) => ({ authorization: `Basic ${basic(secret)}` }) },
  {
    name: "status message",
    leak: ({ command }) => {
      throw new VaultFailure(FAILED, `${command}: exit status 32`);
    },
  },
  {
    name: "status message of a stream",
    kind: "Exchange",
    leak: ({ command }) => {
      throw new VaultFailure(FAILED, `${command}: exit status 32`);
    },
  },
  {
    name: "status details",
    leak: ({ command, secret }) => {
      throw new VaultFailure(FAILED, "mount failed", { detail: { command, password: secret } });
    },
  },
  {
    name: "trailers",
    leak: ({ command }) => {
      throw new VaultFailure(FAILED, "mount failed", {
        trailers: { "x-command": encodeURIComponent(command) },
      });
    },
  },
];

/** The ways in which a handler logs an object. */
const IN_OBJECTS: readonly LeakKind[] = [
  { name: "request in a log call", leak: ({ pino, request }) => pino.info({ request }, "open") },
  {
    name: "object with a message inside",
    leak: ({ pino, request }) => pino.info({ attempt: { number: 1, queue: [{ request }] } }, "open"),
  },
  {
    name: "child logger bindings",
    leak: ({ pino, request }) => pino.child({ request }).child({ step: 2 }).info("open"),
  },
  {
    name: "bindings set later",
    leak: ({ pino, request }) => {
      const child = pino.child({ step: 1 });
      child.setBindings({ request });
      child.info("open");
    },
  },
  {
    name: "error with the request attached",
    leak: ({ pino, request }) => pino.error({ err: Object.assign(new Error("open"), { request }) }),
  },
  { name: "console.log of the request", leak: ({ console, request }) => console.log("open", request) },
  { name: "console.dir", leak: ({ console, request }) => console.dir({ request }, { depth: 5 }) },
  { name: "winston metadata", leak: ({ winston, request }) => void winston.info("open", { request }) },
  {
    name: "winston child",
    leak: ({ winston, request }) => void winston.child({ request }).info("open"),
  },
  { name: "winston splat", leak: ({ winston, request }) => void winston.info("open %j", request) },
  {
    name: "util.inspect of the call object",
    leak: ({ pino, call, request }) => pino.debug(inspect([call.native, request], { depth: 6 })),
  },
];

/** The ways in which a handler makes a text. */
const IN_TEXTS: readonly LeakKind[] = [
  { name: "command line in a log call", leak: ({ pino, command }) => pino.info(`running ${command}`) },
  {
    name: "arguments of a command",
    leak: ({ pino, secret }) => pino.info({ argv: ["iscsiadm", "--value", secret] }, "running"),
  },
  {
    name: "%s %o %O %j",
    leak: ({ pino, command, request }) =>
      pino.info("%s %o %O %j", command, { command }, [request], { args: [command] }),
  },
  { name: "thrown Error", leak: ({ pino, command }) => pino.error(new Error(`${command}: exit status 32`)) },
  {
    name: "cause of an error",
    leak: ({ pino, command }) => pino.error(new Error("open failed", { cause: new Error(command) })),
  },
  {
    name: "AggregateError",
    leak: ({ pino, command }) =>
      pino.error({ err: new AggregateError([new Error(command), new Error("again")], "open failed") }),
  },
  {
    name: "rejected promise",
    leak: ({ pino, command }) => Promise.reject(new Error(command)).catch((reason) => pino.error({ reason })),
  },
  { name: "console.error of an error", leak: ({ console, command }) => console.error(new Error(command)) },
  {
    name: "console.log with %s and %j",
    leak: ({ console, command }) => console.log("%s %j", command, { command }),
  },
  {
    name: "util.format",
    leak: ({ winston, command }) => void winston.warn(format("%s %o", command, { command })),
  },
  { name: "winston error", leak: ({ winston, command }) => void winston.error(new Error(command)) },
  {
    name: "JSON in JSON in JSON",
    leak: ({ pino, request }) => pino.info({ body: JSON.stringify({ body: JSON.stringify(request) }) }),
  },
  {
    name: "base64 header",
    leak: ({ pino, secret }) => pino.info({ authorization: `Basic ${basic(secret)}` }),
  },
  {
    name: "base64url",
    leak: ({ console, secret }) => console.info(Buffer.from(`::${secret}`).toString("base64url")),
  },
  {
    name: "hex dump",
    leak: ({ pino, secret }) => pino.info({ packet: Buffer.from(secret).toString("hex") }),
  },
  {
    name: "URL",
    leak: ({ winston, secret }) =>
      void winston.info(`https://jane:${encodeURIComponent(secret)}@target:3260/`),
  },
  { name: "form", leak: ({ pino, secret }) => pino.info(String(new URLSearchParams({ secret }))) },
  { name: "key of an object", leak: ({ pino, secret }) => pino.info({ sessions: { [secret]: "open" } }) },
];

/** The ways in which a secret is logged at another time, or in another context. */
const LATER: readonly LeakKind[] = [
  {
    name: "after an await",
    leak: async ({ pino, command }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      pino.info(command);
    },
  },
  {
    name: "timer that outlives the call",
    leak: ({ pino, command }) => {
      setTimeout(() => pino.info(command), 10);
    },
  },
  {
    name: "event listener",
    leak: ({ console, command }) => {
      const events = new EventEmitter();
      events.on("mounted", () => console.log(command));
      setImmediate(() => events.emit("mounted"));
    },
  },
  {
    name: "after the call was cancelled",
    kind: "Exchange",
    cancelAfter: 1,
    leak: ({ call, pino, command }) => {
      call.onCancel(() => setTimeout(() => pino.warn(`cancelled: ${command}`), 5));
    },
  },
];

/** Every way that is tested. */
export const LEAK_KINDS: readonly LeakKind[] = [...THROUGH_THE_CALL, ...IN_OBJECTS, ...IN_TEXTS, ...LATER];

/** The handler of a leaking service: the task of a request says in which way it leaks. */
export function leakingHandler(
  loggers: Loggers,
  sessionOf: (task: string) => string,
): (call: ServedCall) => AsyncIterable<OpenResponse> {
  return async function* (call) {
    let last: OpenRequest | undefined;
    for await (const request of call.requests) {
      last = request;
      if (call.kind === "Exchange") yield* leaked(call, request);
    }
    if (last !== undefined && call.kind !== "Exchange") yield* leaked(call, last);
  };

  async function* leaked(call: ServedCall, request: OpenRequest): AsyncIterable<OpenResponse> {
    const secret = request.credential.password;
    const command = `iscsiadm -m node -o update -n node.session.auth.password --value ${secret}`;
    const leak = LEAK_KINDS.find(({ name }) => name === request.task)?.leak;
    await leak?.({ ...loggers, call, request, secret, command });
    yield { note: "", session: sessionOf(request.task) };
  }
}

function basic(secret: string): string {
  return Buffer.from(`jane:${secret}`).toString("base64");
}
