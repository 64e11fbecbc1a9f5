/**
 * What is known of the secret that was found:
 *
 * - `field`: it is a value of a field, or of an entry of a map.
 * - `metadata`: it is a credential in the metadata of a call.
 * - `program`: the program holds it, by `liveSecrets.hold([...])`.
 * - `detector`: a detector found it. It is in no message that is known.
 * - `unknown`: it is held by a copy of this package that does not say where its secrets are from; or a text was withheld,
 *   because the search in it took too long.
 * - `more`: not one finding, but all those that one listener gets beyond the thousand that are told apart.
 */
export type FindingSource = "field" | "metadata" | "program" | "detector" | "unknown" | "more";

/** A place in the code of the program. */
export interface CallerFrame {
  /** The path of the file, or its URL if it is no file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The name of the function, if it has one. */
  readonly function: string | undefined;
}

/**
 * A live secret was found in a text, and replaced there. A finding never holds a value, nor its length, nor a hash of it. Two
 * runs that differ only in secrets have the same findings in the same order, but for their times.
 */
export interface Finding {
  /** The same text for equal findings, and another one for any other: all of what follows, without count and time. */
  readonly id: string;
  readonly source: FindingSource;
  /** The source in words, such as `csi.v1.NodeStageVolumeRequest.secrets`, `authorization of metadata`, `held by the program`. */
  readonly origin: string;
  /** The full name of the field whose value it is. A secret inside a secret field is of the outer field. */
  readonly field: string | undefined;
  /** The key of the map entry whose value it is, if keys of the map are shown. Of a secret map they are not. */
  readonly key: string | undefined;
  /** The key in the metadata of a call under which it came. */
  readonly header: string | undefined;
  /** The detector that found it, such as `jwt`. */
  readonly detector: string | undefined;
  /** The class of the field, as the policy names it. Undefined if it is from no field. */
  readonly class: string | undefined;
  /** The method of the call that it came with, such as `/csi.v1.Node/NodeStageVolume`, if an interceptor held it. */
  readonly method: string | undefined;
  /**
   * How it was written: `raw`, `percent-encoded`, `base64`, `hex`, `decimal bytes`. Escapes that the text around it needs count
   * as `raw`. If the text is JSON, `in JSON` follows.
   */
  readonly form: string;
  /**
   * Where the text was going: `pino`; `winston`; `console.error` and the other methods of a console; `span attribute`, `span name`,
   * `span status`, `span event`, `span link`, `trace state`, `resource`, `instrumentation scope`; `log record body`,
   * `log record attribute`, `log record event name`, `log record severity`; `Sentry`; `gRPC status` and `Connect status`, for
   * the other side of a call or from it; `call log`, which is an entry of an interceptor; `error`, which a program has scrubbed
   * by `scrubError`; and `text`, which it has scrubbed by `scrub`.
   */
  readonly sink: string;
  /** More about the sink: the name of the pino logger, the key of the attribute, the side of the gRPC call. */
  readonly place: string | undefined;
  /** The first caller outside of this library and of the logger. */
  readonly frame: CallerFrame | undefined;
  /** How often it was found since the listener was added, so far. A text that goes to several sinks counts for each. */
  readonly count: number;
  /** When it was found first, in milliseconds since 1970. */
  readonly time: number;
}

/** Gets findings. What it throws is ignored. */
export type FindingListener = (finding: Finding) => void;

/** One secret that was found in a text: what the store that holds it can say. */
export interface Hit
  extends Pick<Finding, "source" | "field" | "key" | "header" | "detector" | "class" | "method" | "form"> {}

/** Where a text was going, and who sent it there. */
export interface Place extends Pick<Finding, "sink" | "place" | "frame"> {}

/** A hit of which nothing is known. */
export const UNKNOWN_HIT: Hit = {
  source: "unknown",
  field: undefined,
  key: undefined,
  header: undefined,
  detector: undefined,
  class: undefined,
  method: undefined,
  form: "unknown",
};
