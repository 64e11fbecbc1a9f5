import { STRIPPED } from "../../marker.js";
import { type OptionNames, readOptions } from "../../options/read-options.js";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "../csi-schema.js";
import { entriesOf, openRequest, TOKEN_SOURCES } from "./open-request.js";
import { Secret } from "./secret.js";
import { ServiceAccountTokensError, type TokenSource } from "./service-account-tokens-error.js";
import { readTokenText } from "./token-text.js";

/** A service account token of a pod. */
export interface ServiceAccountToken {
  /** The JSON Web Token. Prints as the marker; `token.reveal()` is the text. */
  readonly token: Secret;
  /** When it expires, to the millisecond. */
  readonly expirationTimestamp: Date;
}

/** The service account tokens of a request. */
export interface ServiceAccountTokens {
  /** Where they were found. */
  readonly source: TokenSource;
  /** Tokens by audience; `""` is the audience of the API server itself. Holds at least one. */
  readonly tokens: ReadonlyMap<string, ServiceAccountToken>;
}

/** The options of {@link serviceAccountTokens}. */
export interface ServiceAccountTokensOptions {
  /** Whether a token that has expired is an error. Default: false. */
  readonly rejectExpired?: boolean;
  /** The time by which tokens have expired. Default: now. */
  readonly now?: Date;
}

const OPTIONS: OptionNames<ServiceAccountTokensOptions> = { rejectExpired: true, now: true };

/**
 * The service account tokens of a pod, as the kubelet passes them with a NodePublishVolume request. They are in `secrets` if
 * the CSIDriver object sets `serviceAccountTokenInSecrets`, and otherwise in `volume_context`. If the key is in `secrets`,
 * with any value, this function ignores `volume_context` (KEP-5538): anyone who may create a volume can write there.
 *
 * @param request the message in any representation: an object of any library, or wire bytes.
 * @throws {ServiceAccountTokensError} if there are no tokens, or the value is not in the format of the kubelet. `reason` says
 *   which case it is. The error never holds a value.
 * @throws {TypeError} if an option does not exist.
 * @example
 * ```ts
 * const { tokens } = serviceAccountTokens(call.request);
 * const token = tokens.get("vault")?.token;
 * if (token === undefined) throw new Error("the CSIDriver object requests no token for vault");
 * await login(token.reveal());
 * ```
 */
export function serviceAccountTokens(
  request: unknown,
  options: ServiceAccountTokensOptions = {},
): ServiceAccountTokens {
  const given = readOptions("serviceAccountTokens", options, OPTIONS);
  const open = openRequest(request);
  for (const source of TOKEN_SOURCES) {
    const entries = entriesOf(open, source);
    if (!entries.has(SERVICE_ACCOUNT_TOKENS_KEY)) continue;
    return { source, tokens: tokensIn(entries.get(SERVICE_ACCOUNT_TOKENS_KEY), source, given) };
  }
  throw new ServiceAccountTokensError(
    "absent",
    "neither secrets nor volume_context has the key; does the CSIDriver object have tokenRequests?",
  );
}

function tokensIn(
  value: unknown,
  source: TokenSource,
  { rejectExpired = false, now = new Date() }: ServiceAccountTokensOptions,
): ReadonlyMap<string, ServiceAccountToken> {
  if (typeof value !== "string")
    throw new ServiceAccountTokensError("wrong shape", "the value is not a string", source);
  const text = readTokenText(value);
  if (text.kind !== "tokens") throw new ServiceAccountTokensError(text.kind, text.problem, source);
  return new Map(
    text.entries.map(({ audience, token, expires }) => {
      if (token === "") throw new ServiceAccountTokensError("wrong shape", "a token is empty", source);
      if (token === STRIPPED)
        throw new ServiceAccountTokensError("wrong shape", "a token was stripped", source);
      // An invalid Date makes every comparison false, so it rejects all tokens.
      if (rejectExpired && !(expires.getTime() > now.getTime()))
        throw new ServiceAccountTokensError("expired", "a token has expired", source);
      return [audience, { token: new Secret(token), expirationTimestamp: expires }];
    }),
  );
}

/**
 * Whether a request holds credentials of its own: any key in `secrets` except the key of the service account tokens. The
 * kubelet may add the tokens to `secrets`, so a check that `secrets` is not empty is not enough.
 *
 * @param request a CSI message in any representation: an object of any library, or wire bytes. A message that does not state
 *   its type is read as a NodePublishVolumeRequest.
 * @throws {ServiceAccountTokensError} if the request cannot be read.
 */
export function hasCredentials(request: unknown): boolean {
  const keys = [...entriesOf(openRequest(request), "secrets").keys()];
  return keys.some((key) => key !== SERVICE_ACCOUNT_TOKENS_KEY);
}
