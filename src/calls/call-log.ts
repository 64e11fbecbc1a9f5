import type { Sanitizer, TypeInput } from "../sanitizer/create-sanitizer.js";
import { findingListeners } from "../scrub/findings/finding-listeners.js";
import { CheckedHoldOptions } from "../scrub/live.js";
import { CallFinder } from "./call-finder.js";
import { type LogSink, sinkOf } from "./call-logger.js";
import type { CallLoggingOptions } from "./call-options.js";
import { type CallLevel, checkedOptions, levelOf } from "./call-options.js";
import { type CallContext, CallRecord, type CallSide, type LoggedMethod } from "./call-record.js";
import { CredentialKeys } from "./credential-metadata.js";
import { ErrorDetails } from "./error-details.js";
import { HoldWarning } from "./hold-warning.js";
import { ScrubbingPrinter } from "./scrubbing-printer.js";
import { DEFAULT_METADATA, type MetadataRules } from "./shown-metadata.js";
import { UnansweredCalls } from "./unanswered-calls.js";

// A normal application has few paths. A proxy passes any path on, and hostile paths must not fill the memory.
const MAX_METHODS = 1000;

/** The state that all calls of one interceptor share. Only the constructor throws. */
export class CallLog implements CallContext {
  readonly sanitizer: Sanitizer;
  readonly sink: LogSink;
  readonly hasOneEntry: boolean;
  readonly finder: CallFinder;
  /** Finds the secrets of all calls under way in a status for the other side, or from it. */
  readonly status: CallFinder;
  readonly side: CallSide | undefined;
  readonly metadata: MetadataRules;
  readonly scrubsStatus: boolean;
  readonly printer: ScrubbingPrinter;
  readonly details: ErrorDetails;
  readonly unanswered: UnansweredCalls;
  readonly holdWarning: HoldWarning = new HoldWarning();
  readonly #graceTime: number;
  readonly #level: CallLevel | undefined;
  readonly #methods = new Map<string, LoggedMethod>();
  #calls = 0;

  /**
   * @param library the library of the calls, as findings name it.
   * @throws {TypeError} if an option is of the wrong kind.
   */
  constructor(options: CallLoggingOptions, side?: CallSide, library = "gRPC") {
    const { sanitizer, logger, level, entries, metadata, credentials, scrubStatus, graceTime, handlerTime } =
      checkedOptions(options);
    this.sanitizer = sanitizer;
    this.sink = sinkOf(logger);
    this.hasOneEntry = entries === "call";
    this.side = side;
    this.metadata = {
      allowed: new Set((metadata ?? DEFAULT_METADATA).map((key) => key.toLowerCase())),
      credentials: new CredentialKeys(credentials),
    };
    this.scrubsStatus = scrubStatus ?? true;
    this.#graceTime = new CheckedHoldOptions(graceTime === undefined ? {} : { graceTime }).graceTime;
    this.finder = new CallFinder(sanitizer, "call log");
    this.status = new CallFinder(sanitizer, `${library} status`, side);
    this.printer = new ScrubbingPrinter(sanitizer, this.finder);
    this.details = new ErrorDetails(sanitizer, this.status);
    this.unanswered = new UnansweredCalls(handlerTime);
    this.#level = level;
  }

  /** Whether a status is searched: to scrub it, or only because somebody listens for what is found in it. */
  get readsStatus(): boolean {
    return this.scrubsStatus || findingListeners().isListening();
  }

  /**
   * Begins a call.
   *
   * @param types the message types, if the library of the call knows them. Default: the types that the schemas declare.
   */
  begin(path: string, types?: { readonly input: TypeInput; readonly output: TypeInput }): CallRecord {
    let method = this.#methods.get(path);
    if (method === undefined) {
      const { input, output } = types ?? this.#typesOf(path) ?? {};
      const [secretInput, secretOutput] = [this.#secretName(input), this.#secretName(output)];
      const holdOptions = new CheckedHoldOptions({ graceTime: this.#graceTime, method: path });
      const level = levelOf(path, this.#level);
      method = { path, level, holdOptions, input, output, secretInput, secretOutput };
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
      // This type may contain secrets: `explain` could not show that it is open.
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
