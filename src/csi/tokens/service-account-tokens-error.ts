/** What is wrong with the service account tokens of a request. */
export type ServiceAccountTokensProblem =
  /** The key is in neither place. */
  | "absent"
  /** The value is no JSON text. An empty value is none. */
  | "not JSON"
  /** The value is JSON, but no object of tokens by audience. */
  | "wrong shape"
  /** A token has expired, and that was asked for. */
  | "expired"
  /** What was given is no message with `secrets` or `volume_context`, or cannot be read. */
  | "not a request";

/** Where the kubelet puts service account tokens. */
export type TokenSource = "secrets" | "volume_context";

/**
 * A request has no usable service account tokens. Fail the call with it, so that the kubelet tries again. It holds
 * nothing of what stood there: no value, no audience, no cause.
 */
export class ServiceAccountTokensError extends Error {
  override readonly name = "ServiceAccountTokensError";
  /** What is wrong, to tell cases apart. */
  readonly reason: ServiceAccountTokensProblem;
  /** Where it is wrong; undefined if there is nothing in either place. */
  readonly source: TokenSource | undefined;

  /** @param problem what is wrong, as a clause without any value. */
  constructor(reason: ServiceAccountTokensProblem, problem: string, source?: TokenSource) {
    super(`service account tokens${source === undefined ? "" : ` in ${source}`}: ${problem}`);
    this.reason = reason;
    this.source = source;
  }
}
