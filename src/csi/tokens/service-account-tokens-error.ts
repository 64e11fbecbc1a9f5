/** What is wrong with the service account tokens of a request. */
export type ServiceAccountTokensProblem =
  /** The key is neither in `secrets` nor in `volume_context`. */
  | "absent"
  /** The value is not JSON. An empty value is not JSON, either. */
  | "not JSON"
  /** The value is JSON, but not an object of tokens by audience. */
  | "wrong shape"
  /** A token has expired, and `rejectExpired` is set. */
  | "expired"
  /** The value is not a message with `secrets` or `volume_context`, or it cannot be read. */
  | "not a request";

/** Where the kubelet puts service account tokens. */
export type TokenSource = "secrets" | "volume_context";

/**
 * A request has no usable service account tokens. Fail the call with this error, so that the kubelet tries again. The error
 * holds nothing of the request: no value, no audience, no cause.
 */
export class ServiceAccountTokensError extends Error {
  override readonly name = "ServiceAccountTokensError";
  /** The kind of problem. */
  readonly reason: ServiceAccountTokensProblem;
  /** The field with the problem. Undefined if neither field has the key. */
  readonly source: TokenSource | undefined;

  /** @param problem what is wrong, as a clause without any value. */
  constructor(reason: ServiceAccountTokensProblem, problem: string, source?: TokenSource) {
    super(`service account tokens${source === undefined ? "" : ` in ${source}`}: ${problem}`);
    this.reason = reason;
    this.source = source;
  }
}
