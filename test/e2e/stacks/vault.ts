import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallLoggingOptions } from "../../../src/grpc/index.js";
import type { NaiveLog } from "./naive-interceptors.js";

/** The four kinds of calls of the test service (vault.proto), by method name. */
export const KINDS = ["Open", "Watch", "Upload", "Exchange"] as const;
export type Kind = (typeof KINDS)[number];

/** The messages, in the layout that all libraries share for them. */
export interface OpenRequest {
  readonly task: string;
  readonly credential: { readonly user: string; readonly password: string };
}
export interface OpenResponse {
  readonly note: string;
  readonly session: string;
}

/** A call as a handler sees it, whichever stack serves it. */
export interface ServedCall {
  readonly kind: Kind;
  readonly requests: AsyncIterable<OpenRequest>;
  /** Request metadata as the stack has it. */
  readonly metadata: unknown;
  /** The stack's own object for the call. */
  readonly native: unknown;
  /** Calls a function when the call is cancelled. */
  onCancel(listener: () => void): void;
}

/** Serves a call of any kind: a unary method takes one request and answers once. */
export type Handler = (call: ServedCall) => AsyncIterable<OpenResponse>;

/** What a handler throws to end a call with a status. */
export class VaultFailure extends Error {
  override readonly name = "VaultFailure";
  readonly code: number;
  readonly detail: { readonly command: string; readonly password: string } | undefined;
  readonly trailers: Readonly<Record<string, string>>;

  constructor(
    code: number,
    message: string,
    extra: { detail?: { command: string; password: string }; trailers?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.detail = extra.detail;
    this.trailers = extra.trailers ?? {};
  }
}

/** What the client gets. */
export interface Outcome {
  readonly responses: readonly OpenResponse[];
  /** The status code: 0 for OK. */
  readonly code: number;
  readonly message: string;
  /** The bytes of everything in the error, to be searched. */
  readonly errorBytes: Buffer;
  readonly details: readonly { readonly typeUrl: string; readonly value: Uint8Array }[];
}

/** How a client makes a call. */
export interface CallSettings {
  readonly metadata?: Readonly<Record<string, string | Buffer>>;
  /** Cancels the call after so many responses. */
  readonly cancelAfter?: number;
  /** The deadline of the call, in milliseconds from now. */
  readonly deadline?: number;
}

/** A server and a client for it, on a Unix socket. */
export interface RunningVault {
  call(kind: Kind, requests: readonly OpenRequest[], settings?: CallSettings): Promise<Outcome>;
  /** Breaks all connections off while calls are under way. */
  hangUp(): void;
  close(): Promise<void>;
}

/** What is logged of calls. */
export interface VaultSetup {
  /** Options of the interceptors on either side; none if undefined. */
  readonly server?: CallLoggingOptions | undefined;
  readonly client?: CallLoggingOptions | undefined;
  /** Logs everything as it is, through an interceptor in the server. */
  readonly naive?: NaiveLog | undefined;
  readonly handler: Handler;
}

/** A way to serve and call: a library with a kind of generated code, or a protocol. */
export interface Stack {
  readonly name: string;
  start(setup: VaultSetup): Promise<RunningVault>;
}

/** A directory for a socket, short enough for its path. */
export function socketDirectory(): { readonly socket: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), "vault-"));
  return {
    socket: join(directory, "s.sock"),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A request with a password. */
export function request(password: string, task = "task"): OpenRequest {
  return { task, credential: { user: "jane", password } };
}
