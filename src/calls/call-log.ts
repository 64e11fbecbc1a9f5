import type { Sanitizer, TypeInput } from "../sanitizer/create-sanitizer.js";
import { type CallLevel, levelOf } from "./call-level.js";
import { type LogSink, sinkOf } from "./call-logger.js";
import type { CallLoggingOptions } from "./call-options.js";
import { CallRecord } from "./call-record.js";
import { checkedOptions } from "./check-options.js";
import { ErrorDetails } from "./error-details.js";
import { ScrubbingPrinter } from "./scrubbing-printer.js";
import { DEFAULT_METADATA } from "./shown-metadata.js";

/** Which end of a call writes an entry. */
export type CallSide = "server" | "client";

/** What is known of a method before it is called. */
export interface LoggedMethod {
  /** The path on the wire, such as `/csi.v1.Node/NodePublishVolume`. */
  readonly path: string;
  readonly level: string;
  /** Undefined if no schema knows the method. */
  readonly input: TypeInput | undefined;
  readonly output: TypeInput | undefined;
  /** The names of these types, if their fields can be secret: then loggers have to know such messages. */
  readonly secretInput: string | undefined;
  readonly secretOutput: string | undefined;
}

/** Says that a text could not be made fit for a log or a client, and was left out. */
export const UNREADABLE = "<<could not be read>>";

// Paths are the application's own; a proxy that passes any on must not fill the memory.
const MAX_METHODS = 1000;

/** What all calls through one interceptor have in common. Nothing here throws but the constructor. */
export class CallLog {
  readonly sanitizer: Sanitizer;
  readonly sink: LogSink;
  readonly side: CallSide | undefined;
  readonly metadata: ReadonlySet<string>;
  readonly scrubsStatus: boolean;
  readonly holdOptions: { readonly graceTime?: number };
  readonly printer: ScrubbingPrinter;
  readonly details: ErrorDetails;
  readonly #level: CallLevel | undefined;
  readonly #methods = new Map<string, LoggedMethod>();
  #calls = 0;

  /** @throws {TypeError} if an option is not what it has to be. */
  constructor(options: CallLoggingOptions, side?: CallSide) {
    const { sanitizer, logger, level, metadata, scrubStatus, graceTime } = checkedOptions(options);
    this.sanitizer = sanitizer;
    this.sink = sinkOf(logger);
    this.side = side;
    this.metadata = new Set((metadata ?? DEFAULT_METADATA).map((key) => key.toLowerCase()));
    this.scrubsStatus = scrubStatus ?? true;
    this.holdOptions = graceTime === undefined ? {} : { graceTime };
    this.printer = new ScrubbingPrinter(sanitizer);
    this.details = new ErrorDetails(sanitizer, this.scrub);
    this.#level = level;
  }

  /** A text without the secrets of all calls under way. */
  readonly scrub = (text: string): string => {
    try {
      return this.sanitizer.live.scrub(text);
    } catch {
      return UNREADABLE;
    }
  };

  /**
   * Begins a call.
   *
   * @param types the message types, where the library of the call tells them. Otherwise the schemas do.
   */
  begin(path: string, types?: { readonly input: TypeInput; readonly output: TypeInput }): CallRecord {
    let method = this.#methods.get(path);
    if (method === undefined) {
      const { input, output } = types ?? this.#typesOf(path) ?? {};
      const [secretInput, secretOutput] = [this.#secretName(input), this.#secretName(output)];
      method = { path, level: levelOf(path, this.#level), input, output, secretInput, secretOutput };
      if (this.#methods.size >= MAX_METHODS) this.#methods.clear();
      this.#methods.set(path, method);
    }
    return new CallRecord(this, method, ++this.#calls);
  }

  #secretName(type: TypeInput | undefined): string | undefined {
    if (type === undefined) return undefined;
    try {
      if (!this.sanitizer.explain(type).some(({ verdict }) => verdict !== "open")) return undefined;
    } catch {
      // A type that cannot be explained cannot be shown to be open.
    }
    return this.printer.typeName(type);
  }

  #typesOf(path: string): { readonly input: TypeInput; readonly output: TypeInput } | undefined {
    try {
      return this.sanitizer.method(path);
    } catch {
      return undefined;
    }
  }
}
