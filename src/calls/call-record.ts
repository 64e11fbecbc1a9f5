import { rememberType } from "../logging/logged-messages.js";
import type { Sanitizer, TypeInput } from "../sanitizer/create-sanitizer.js";
import { Stripped } from "../sanitizer/stripped.js";
import { CollectedSecrets } from "../scrub/collected-secrets.js";
import type { HoldOptions } from "../scrub/live.js";
import { type SecretFinder, silent } from "../values/walk-rules.js";
import { CallHolds } from "./call-holds.js";
import type { LogSink } from "./call-logger.js";
import { CallMessages, type MessageKey } from "./call-messages.js";
import { credentialsIn, type MetadataEntries } from "./credential-metadata.js";
import type { ErrorDetails } from "./error-details.js";
import type { HoldWarning } from "./hold-warning.js";
import { type ErrorDetail, statusName } from "./rpc-status.js";
import type { ScrubbingPrinter } from "./scrubbing-printer.js";
import { type MetadataRules, shownMetadata } from "./shown-metadata.js";
import type { UnansweredCalls } from "./unanswered-calls.js";

/** The side of a call that writes an entry. */
export type CallSide = "server" | "client";

/** What is known of a method before a call. */
export interface LoggedMethod {
  /** The path on the wire, such as `/csi.v1.Node/NodePublishVolume`. */
  readonly path: string;
  readonly level: string;
  readonly holdOptions: HoldOptions;
  /** Undefined if no schema knows the method. */
  readonly input: TypeInput | undefined;
  readonly output: TypeInput | undefined;
  /** The names of these types, if their messages can hold secrets: then loggers must recognise such messages. */
  readonly secretInput: string | undefined;
  readonly secretOutput: string | undefined;
}

/** The part of an interceptor that all its calls share. */
export interface CallContext {
  readonly sanitizer: Pick<Sanitizer, "secretsOf" | "live">;
  readonly sink: LogSink;
  /** Whether a call has one entry, or one for each message and one for its end. */
  readonly hasOneEntry: boolean;
  readonly side: CallSide | undefined;
  readonly metadata: MetadataRules;
  readonly printer: ScrubbingPrinter;
  readonly details: ErrorDetails;
  readonly unanswered: UnansweredCalls;
  readonly holdWarning: HoldWarning;
  /** Finds the secrets of all calls under way in what an entry shows. */
  readonly finder: SecretFinder;
}

/** How a call ended. */
export interface CallEnd {
  readonly code: number;
  readonly message?: string | undefined;
  readonly details?: readonly ErrorDetail[] | undefined;
  readonly responseMetadata?: MetadataEntries | undefined;
  readonly trailers?: MetadataEntries | undefined;
  /** Whether the call ended before it had a status. */
  readonly isCancelled?: boolean;
}

/** Facts for an entry. These functions are called only if the entry is written. */
export interface CallFacts {
  peer?(): string | undefined;
  metadata?(): MetadataEntries;
  /** Sizes on the wire in bytes, if known, for messages of methods that no schema knows. */
  requestSize?(message: unknown): number | undefined;
  responseSize?(message: unknown): number | undefined;
}

const NO_FACTS: CallFacts = {};

/**
 * One call. It holds the secrets of each message that passes, and writes an entry for each message and for the end of the
 * call, or one entry for all of it. No method throws. It keeps no message, but for one entry the sanitized text of two.
 */
export class CallRecord {
  /** Set this before the first message. */
  facts: CallFacts = NO_FACTS;
  readonly #log: CallContext;
  readonly #method: LoggedMethod;
  readonly #id: number;
  readonly #start = performance.now();
  readonly #holds = new CallHolds();
  readonly #messages: CallMessages | undefined;
  #requests = 0;
  #responses = 0;
  #isFirst = true;
  #hasEnded = false;

  constructor(log: CallContext, method: LoggedMethod, id: number) {
    this.#log = log;
    this.#method = method;
    this.#id = id;
    this.#messages = log.hasOneEntry ? new CallMessages() : undefined;
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

  /** Metadata of the call is known: of the request, the response or its trailers. The credentials in it are held. */
  metadata(entries: () => MetadataEntries): void {
    try {
      const { sanitizer, metadata } = this.#log;
      const { holdOptions } = this.#method;
      const { values, origins } = credentialsIn(entries(), metadata.credentials);
      if (values.length === 0) return;
      const scope = new CollectedSecrets(values, origins);
      this.#holds.addMetadata(sanitizer.live.hold(scope, holdOptions));
    } catch {
      // The call continues as if there was no logging. The warning leaves out the error, which may hold a value.
      this.#log.holdWarning.report("metadata");
    }
  }

  /** The call ends, or its handler answers after a {@link cancel}. Its secrets are released after the grace time. */
  end(describe: () => CallEnd): void {
    this.#logEndOnce(describe);
    this.answer();
  }

  /**
   * The call is over, but its handler may still be at work. The secrets stay live until it answers, for the time that the
   * options allow. After {@link end}, this does nothing.
   *
   * @param isStream whether the handler answers with a stream.
   */
  cancel(isStream: boolean, describe: () => CallEnd): void {
    if (this.#hasEnded) return;
    this.#logEndOnce(describe);
    this.#log.unanswered.wait(this.#holds, !isStream);
  }

  /** The handler of a cancelled call answers, and the call has no other end. */
  answer(): void {
    if (this.#hasEnded) this.#log.unanswered.answered(this.#holds);
  }

  /** Only the first end has an entry. */
  #logEndOnce(describe: () => CallEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#isLogged()) this.#logEnd(describe);
  }

  #hold(type: TypeInput | undefined, message: unknown, secretName: string | undefined): void {
    try {
      const { sanitizer } = this.#log;
      const { holdOptions } = this.#method;
      if (secretName !== undefined) rememberType(message, secretName);
      const scope = type === undefined ? sanitizer.secretsOf(message) : sanitizer.secretsOf(type, message);
      this.#holds.addMessage(sanitizer.live.hold(scope, holdOptions));
    } catch {
      // The call continues as if there was no logging. The warning leaves out the error, which may hold a value.
      this.#log.holdWarning.report(secretName ?? "a message");
    }
  }

  #isLogged(): boolean {
    return this.#log.sink.isEnabled(this.#method.level);
  }

  #logMessage(key: MessageKey, message: unknown): void {
    try {
      const type = key === "request" ? this.#method.input : this.#method.output;
      const { printer, sink } = this.#log;
      if (this.#messages !== undefined) {
        this.#messages.add(key, () =>
          type === undefined
            ? { kind: "size", bytes: this.#sizeOf(key, message) }
            : { kind: "printed", message: printer.printed(type, message) },
        );
        return;
      }
      const entry = this.#entry();
      if (type !== undefined) entry[key] = new Stripped(printer, type, message);
      else addIfKnown(entry, "size", this.#sizeOf(key, message));
      sink.write(this.#method.level, entry, key);
    } catch {
      // See above: the call goes on, and the error is not reported.
    }
  }

  /** The size of a message of an unknown method: the bytes that a proxy passes on, or the message's encoded size. */
  #sizeOf(key: MessageKey, message: unknown): number | undefined {
    if (message instanceof Uint8Array) return message.byteLength;
    const { requestSize, responseSize } = this.facts;
    const sizeOf = key === "request" ? requestSize : responseSize;
    return this.#known(() => sizeOf?.(message));
  }

  #logEnd(describe: () => CallEnd): void {
    try {
      const { finder, details, sink } = this.#log;
      const end = describe();
      const entry = this.#entry();
      this.#messages?.addTo(entry);
      entry["statusCode"] = end.code;
      entry["statusName"] = statusName(end.code);
      // The other side gets it, and what was found in it is reported for that.
      if (end.message) entry["statusMessage"] = silent(finder).scrub(end.message);
      if (end.details?.length) entry["statusDetails"] = end.details.map((detail) => details.shown(detail));
      if (end.isCancelled) entry["cancelled"] = true;
      addIfKnown(entry, "responseMetadata", this.#shownMetadata(end.responseMetadata));
      addIfKnown(entry, "trailers", this.#shownMetadata(end.trailers));
      entry["duration"] = Math.round((performance.now() - this.#start) * 1000) / 1000;
      entry["requests"] = this.#requests;
      entry["responses"] = this.#responses;
      sink.write(this.#method.level, entry, this.#messages === undefined ? "end of call" : "call");
    } catch {
      // See above: the call goes on, and the error is not reported.
    }
  }

  /** An entry with the facts of the call. The first entry also shows the call's metadata. */
  #entry(): Record<string, unknown> {
    const entry: Record<string, unknown> = {};
    addIfKnown(entry, "side", this.#log.side);
    entry["call"] = this.#id;
    entry["method"] = this.#method.path;
    addIfKnown(entry, "peer", this.#known(this.facts.peer));
    if (this.#isFirst) {
      this.#isFirst = false;
      addIfKnown(entry, "metadata", this.#shownMetadata(this.#known(this.facts.metadata)));
    }
    return entry;
  }

  #shownMetadata(entries: MetadataEntries | undefined): unknown {
    return entries && shownMetadata(entries, this.#log.metadata, this.#log.finder);
  }

  #known<T>(read: (() => T) | undefined): T | undefined {
    try {
      return read?.();
    } catch {
      return undefined;
    }
  }
}

function addIfKnown(entry: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined) entry[key] = value;
}
