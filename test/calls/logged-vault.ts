import { onTestFinished } from "vitest";
import type { CallLoggingOptions } from "../../src/grpc/index.js";
import { createSanitizer, type Sanitizer } from "../../src/index.js";
import {
  type Handler,
  type Kind,
  type RunningVault,
  request,
  type Stack,
  type VaultSetup,
} from "../e2e/stacks/vault.js";
import { file_vault } from "../gen/vault_pb.js";
import { RecordedLog } from "./recorded-log.js";

/** Prints and holds what the interceptors see. */
export const sanitizer: Sanitizer = createSanitizer({ schemas: [file_vault] });

/** Whether a secret is live. Other test files of the process may hold secrets of their own, so no test counts them. */
export const isLive = (secret: string): boolean => sanitizer.live.scrub(secret) !== secret;

/** Answers each request with its task and a session, which is secret. */
export const echo: Handler = async function* ({ kind, requests }) {
  const tasks: string[] = [];
  for await (const { task } of requests) {
    tasks.push(task);
    if (kind !== "Upload") yield { note: task, session: `session-of-${task}` };
  }
  if (kind === "Upload") yield { note: tasks[0] ?? "", session: "session-of-all" };
};

/** A server and a client that log, and what they logged. */
export interface Logged {
  readonly vault: RunningVault;
  readonly server: RecordedLog;
  readonly client: RecordedLog;
}

/** Starts both until the test is finished. */
export async function start(
  stack: Stack,
  handler: Handler,
  options: Partial<CallLoggingOptions> = {},
): Promise<Logged> {
  const [server, client] = [new RecordedLog(), new RecordedLog()];
  const optionsFor = (log: RecordedLog): CallLoggingOptions => ({
    sanitizer,
    logger: log.log,
    graceTime: 0,
    ...options,
  });
  const setup: VaultSetup = { server: optionsFor(server), client: optionsFor(client), handler };
  const vault = await stack.start(setup);
  onTestFinished(() => vault.close());
  return { vault, server, client };
}

/** Streaming kinds get three requests. */
export function requestsOf(kind: Kind): ReturnType<typeof request>[] {
  const tasks = kind === "Upload" || kind === "Exchange" ? ["first", "second", "third"] : ["first"];
  return tasks.map((task) => request(`hunter2-${task}`, task));
}
