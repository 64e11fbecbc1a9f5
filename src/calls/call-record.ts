import type { TypeInput } from "../sanitizer.js";
import { Stripped } from "../stripped.js";
import type { CallLog, LoggedMethod } from "./call-log.js";
import type { ErrorDetail } from "./rpc-status.js";
import { type MetadataEntries, shownMetadata } from "./shown-metadata.js";
import { statusName } from "./status-name.js";

/** How a call ended. */
export interface CallEnd {
  readonly code: number;
  readonly message?: string | undefined;
  readonly details?: readonly ErrorDetail[] | undefined;
  readonly responseMetadata?: MetadataEntries | undefined;
  readonly trailers?: MetadataEntries | undefined;
  /** Whether the call was given up before it had a status. */
  readonly isCancelled?: boolean;
}

/** What an entry is told by functions, which are asked only if it is written. */
export interface CallFacts {
  peer?(): string | undefined;
  metadata?(): MetadataEntries;
  /** Sizes on the wire in bytes, as far as they can be told, for messages of methods that no schema knows. */
  requestSize?(message: unknown): number | undefined;
  responseSize?(message: unknown): number | undefined;
}

/** A stream without end must not fill the memory: of a call, the secrets of so many latest messages are held. */
const MAX_HELD_MESSAGES = 1000;

/**
 * One call: holds its secrets from each message on, and writes an entry for each message and for the end. Nothing here
 * throws, and nothing keeps a message.
 */
export class CallRecord {
  /** To be set before the first message. */
  facts: CallFacts = {};
  readonly #log: CallLog;
  readonly #method: LoggedMethod;
  readonly #id: number;
  readonly #start = performance.now();
  #releases: (() => void)[] = [];
  #requests = 0;
  #responses = 0;
  #isFirst = true;
  #hasEnded = false;

  constructor(log: CallLog, method: LoggedMethod, id: number) {
    this.#log = log;
    this.#method = method;
    this.#id = id;
  }

  /** A request message passes, in either direction. */
  request(message: unknown): void {
    this.#requests++;
    this.#hold(this.#method.input, message);
    if (!this.#isLogged()) return;
    this.#write("request", () => this.#shown("request", this.#method.input, message, this.facts.requestSize));
  }

  /** A response message passes, in either direction. */
  response(message: unknown): void {
    this.#responses++;
    this.#hold(this.#method.output, message);
    if (!this.#isLogged()) return;
    this.#write("response", () =>
      this.#shown("response", this.#method.output, message, this.facts.responseSize),
    );
  }

  /** The call ends: its secrets are released, which takes effect after the grace time. Only the first end counts. */
  end(describe: () => CallEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#isLogged()) this.#write("end of call", () => this.#ended(describe()));
    const releases = this.#releases;
    this.#releases = [];
    for (const release of releases) this.#attempt(release);
  }

  #hold(type: TypeInput | undefined, message: unknown): void {
    this.#attempt(() => {
      const { sanitizer, holdOptions } = this.#log;
      const scope = type === undefined ? sanitizer.secretsOf(message) : sanitizer.secretsOf(type, message);
      const release = sanitizer.live.hold(scope, holdOptions);
      // Handlers go on sending after a cancel.
      if (this.#hasEnded) return release();
      this.#releases.push(release);
      if (this.#releases.length > MAX_HELD_MESSAGES) this.#releases.shift()?.();
    });
  }

  #isLogged(): boolean {
    return this.#log.sink.isEnabled(this.#method.level);
  }

  #write(text: string, fields: () => Readonly<Record<string, unknown>>): void {
    this.#attempt(() => {
      const { side, sink } = this.#log;
      const entry = {
        ...(side && { side }),
        call: this.#id,
        method: this.#method.path,
        ...this.#peer(),
        ...this.#metadata(),
        ...fields(),
      };
      sink.write(this.#method.level, entry, text);
    });
  }

  #peer(): { readonly peer?: string } {
    const peer = this.#told(this.facts.peer);
    return peer === undefined ? {} : { peer };
  }

  /** Once, with the first entry of the call. */
  #metadata(): { readonly metadata?: unknown } {
    if (!this.#isFirst) return {};
    this.#isFirst = false;
    const entries = this.#told(this.facts.metadata);
    const metadata = entries && this.#shownMetadata(entries);
    return metadata === undefined ? {} : { metadata };
  }

  #shown(
    key: "request" | "response",
    type: TypeInput | undefined,
    message: unknown,
    sizeOf: ((message: unknown) => number | undefined) | undefined,
  ): Readonly<Record<string, unknown>> {
    if (type !== undefined) return { [key]: new Stripped(this.#log.printer, type, message) };
    const isWire = message instanceof Uint8Array;
    const size = isWire ? message.byteLength : this.#told(sizeOf && (() => sizeOf(message)));
    return size === undefined ? {} : { size };
  }

  #ended(end: CallEnd): Readonly<Record<string, unknown>> {
    const { scrub, details } = this.#log;
    const responseMetadata = end.responseMetadata && this.#shownMetadata(end.responseMetadata);
    const trailers = end.trailers && this.#shownMetadata(end.trailers);
    return {
      statusCode: end.code,
      statusName: statusName(end.code),
      ...(end.message ? { statusMessage: scrub(end.message) } : {}),
      ...(end.details?.length ? { statusDetails: end.details.map((detail) => details.shown(detail)) } : {}),
      ...(end.isCancelled && { cancelled: true }),
      ...(responseMetadata ? { responseMetadata } : {}),
      ...(trailers ? { trailers } : {}),
      duration: Math.round((performance.now() - this.#start) * 1000) / 1000,
      requests: this.#requests,
      responses: this.#responses,
    };
  }

  #shownMetadata(entries: MetadataEntries): unknown {
    return shownMetadata(entries, this.#log.metadata, this.#log.scrub);
  }

  #told<T>(tell: (() => T) | undefined): T | undefined {
    try {
      return tell?.();
    } catch {
      return undefined;
    }
  }

  /** The call goes on as it would have without us. */
  #attempt(action: () => void): void {
    try {
      action();
    } catch {
      // What was thrown may hold a value, and there is nobody to tell.
    }
  }
}
