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

/** How {@link serviceAccountTokens} reads. */
export interface ServiceAccountTokensOptions {
  /** Whether a token that has expired is an error. Default: false. */
  readonly rejectExpired?: boolean;
  /** The time by which tokens have expired. Default: now. */
  readonly now?: Date;
}

const OPTIONS: OptionNames<ServiceAccountTokensOptions> = { rejectExpired: true, now: true };

/**
 * The pod's service account tokens, as the kubelet passes them with a NodePublishVolume request: in `secrets` where the
 * CSIDriver object sets `serviceAccountTokenInSecrets`, else in `volume_context`. Where the key is in `secrets`, whatever
 * its value, `volume_context` is not looked at (KEP-5538): who may create a volume may write there.
 *
 * @param request the message in any representation: an object of any library, or wire bytes.
 * @throws {ServiceAccountTokensError} if there are none, or the value is not what the kubelet writes. Its `reason` tells
 *   the cases apart; it never holds a value.
 * @throws {TypeError} if there is an option that does not exist.
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
      // Written so that an invalid Date rejects all.
      if (rejectExpired && !(expires.getTime() > now.getTime()))
        throw new ServiceAccountTokensError("expired", "a token has expired", source);
      return [audience, { token: new Secret(token), expirationTimestamp: expires }];
    }),
  );
}

/**
 * Whether a request holds secrets of its own: any key in `secrets` but that of the service account tokens. A driver that
 * asks "were credentials given?" has to leave that one out, because the kubelet may put the tokens there.
 *
 * @param request a CSI message in any representation: an object of any library, or wire bytes. One that does not say its
 *   type is read as a NodePublishVolumeRequest.
 * @throws {ServiceAccountTokensError} if it cannot be read.
 */
export function hasCredentials(request: unknown): boolean {
  const keys = [...entriesOf(openRequest(request), "secrets").keys()];
  return keys.some((key) => key !== SERVICE_ACCOUNT_TOKENS_KEY);
}
