import { rememberType } from "../logging/logged-messages.js";
import type { TypeInput } from "../sanitizer/create-sanitizer.js";
import { Stripped } from "../sanitizer/stripped.js";
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

const NO_FACTS: CallFacts = {};

/** A stream without end must not fill the memory: of a call, the secrets of so many latest messages are held. */
const MAX_HELD_MESSAGES = 1000;

/**
 * One call: holds its secrets from each message on, and writes an entry for each message and for the end. Nothing here
 * throws, and nothing keeps a message.
 */
export class CallRecord {
  /** To be set before the first message. */
  facts: CallFacts = NO_FACTS;
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
    this.#hold(this.#method.input, message, this.#method.secretInput);
    if (this.#isLogged()) this.#logMessage("request", message);
  }

  /** A response message passes, in either direction. */
  response(message: unknown): void {
    this.#responses++;
    this.#hold(this.#method.output, message, this.#method.secretOutput);
    if (this.#isLogged()) this.#logMessage("response", message);
  }

  /** The call ends: its secrets are released, which takes effect after the grace time. Only the first end counts. */
  end(describe: () => CallEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#isLogged()) this.#logEnd(describe);
    const releases = this.#releases;
    this.#releases = [];
    for (const release of releases) {
      try {
        release();
      } catch {
        // The stack: the others are released all the same.
      }
    }
  }

  #hold(type: TypeInput | undefined, message: unknown, secretName: string | undefined): void {
    try {
      const { sanitizer, holdOptions } = this.#log;
      if (secretName !== undefined) rememberType(message, secretName);
      const scope = type === undefined ? sanitizer.secretsOf(message) : sanitizer.secretsOf(type, message);
      const release = sanitizer.live.hold(scope, holdOptions);
      this.#releases.push(release);
      // Handlers go on sending after a cancel.
      const most = this.#hasEnded ? 0 : MAX_HELD_MESSAGES;
      if (this.#releases.length > most) this.#releases.shift()?.();
    } catch {
      // The call goes on as it would have without us. What was thrown may hold a value, and there is nobody to tell.
    }
  }

  #isLogged(): boolean {
    return this.#log.sink.isEnabled(this.#method.level);
  }

  #logMessage(key: "request" | "response", message: unknown): void {
    try {
      const type = key === "request" ? this.#method.input : this.#method.output;
      const entry = this.#entry();
      if (type !== undefined) entry[key] = new Stripped(this.#log.printer, type, message);
      else addIfKnown(entry, "size", this.#sizeOf(key, message));
      this.#log.sink.write(this.#method.level, entry, key);
    } catch {
      // As above.
    }
  }

  /** The size of a message of an unknown method: of the bytes that a proxy passes on, or of what it encodes to. */
  #sizeOf(key: "request" | "response", message: unknown): number | undefined {
    if (message instanceof Uint8Array) return message.byteLength;
    const { requestSize, responseSize } = this.facts;
    const sizeOf = key === "request" ? requestSize : responseSize;
    return this.#told(() => sizeOf?.(message));
  }

  #logEnd(describe: () => CallEnd): void {
    try {
      const { scrub, details, sink } = this.#log;
      const end = describe();
      const entry = this.#entry();
      entry["statusCode"] = end.code;
      entry["statusName"] = statusName(end.code);
      if (end.message) entry["statusMessage"] = scrub(end.message);
      if (end.details?.length) entry["statusDetails"] = end.details.map((detail) => details.shown(detail));
      if (end.isCancelled) entry["cancelled"] = true;
      addIfKnown(entry, "responseMetadata", this.#shownMetadata(end.responseMetadata));
      addIfKnown(entry, "trailers", this.#shownMetadata(end.trailers));
      entry["duration"] = Math.round((performance.now() - this.#start) * 1000) / 1000;
      entry["requests"] = this.#requests;
      entry["responses"] = this.#responses;
      sink.write(this.#method.level, entry, "end of call");
    } catch {
      // As above.
    }
  }

  /** What all entries of the call say; the first one also what the call came with. */
  #entry(): Record<string, unknown> {
    const entry: Record<string, unknown> = {};
    addIfKnown(entry, "side", this.#log.side);
    entry["call"] = this.#id;
    entry["method"] = this.#method.path;
    addIfKnown(entry, "peer", this.#told(this.facts.peer));
    if (this.#isFirst) {
      this.#isFirst = false;
      addIfKnown(entry, "metadata", this.#shownMetadata(this.#told(this.facts.metadata)));
    }
    return entry;
  }

  #shownMetadata(entries: MetadataEntries | undefined): unknown {
    return entries && shownMetadata(entries, this.#log.metadata, this.#log.scrub);
  }

  #told<T>(tell: (() => T) | undefined): T | undefined {
    try {
      return tell?.();
    } catch {
      return undefined;
    }
  }
}

function addIfKnown(entry: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined) entry[key] = value;
}
