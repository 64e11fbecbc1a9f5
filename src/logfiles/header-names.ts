import { CredentialKeys } from "../calls/credential-metadata.js";
import { NAME_END } from "./secret-names.js";

/**
 * What a header holds: cookies, a scheme and a credential, or a credential alone. `own`: a credential under a name that is not
 * known as that of a header. Keys of YAML, flags and resources have such names, too.
 */
export type HeaderKind = "cookies" | "authorization" | "credential" | "own";

/** Headers that hold credentials and do not begin with `x-`. */
const HEADERS: ReadonlySet<string> = new Set(
  (
    "private-token job-token deploy-token circle-token api-key api-token apikey auth-token access-token " +
    "dd-api-key dd-application-key xi-api-key ocp-apim-subscription-key aeg-sas-key aeg-sas-token " +
    "cf-access-client-secret cf-access-jwt-assertion cf-access-token emc-csrf-token dell-emc-token csrf-token"
  ).split(" "),
);

/** What gateways put before the name of a header. */
const PREFIX = /^(?:http-(?=x-|authorization|cookie|proxy-)|grpc-metadata-|grpcgateway-)/;

const keys = new CredentialKeys();

/** What the header with a name holds. Undefined if the header is not known, or if {@link CredentialKeys} says that it is open. */
export function headerKind(written: string): HeaderKind | undefined {
  // A property of objects, and no header.
  if (written === "apiKey") return undefined;
  const name = written.toLowerCase();
  // CGI writes HTTP_X_API_KEY.
  const header = (name.startsWith("http_") ? name.replaceAll("_", "-") : name).replace(PREFIX, "");
  if (!keys.has(header)) return undefined;
  if (/(?:^|-)cookie2?$/.test(header)) return "cookies";
  if (/(?:^|-)authorization(?:-bin)?$/.test(header)) return "authorization";
  if (header.startsWith("x-") || HEADERS.has(header.replace(/-bin$/, ""))) return "credential";
  return header.includes("-") ? "own" : undefined;
}

const HEADER_NAME =
  /^(?:(?:accept|access|api|cache|cf|content|dd|grpc|if|keep|last|private|proxy|sec|set|user|www|x)-[a-z-]+|accept|age|allow|apikey|authorization|connection|cookie|date|etag|expect|expires|forwarded|from|host|id|key|link|location|origin|pass|passw(?:or)?d|pragma|range|referer|secret|server|session|te|token|trailer|traceparent|tracestate|upgrade|vary|via|warning)$/i;

/** Whether a text is the name of a header. Settings list such names: what follows a name in a list is the next name, and no value. */
export function isHeaderName(text: string): boolean {
  return HEADER_NAME.test(text);
}

/**
 * Source of a pattern of ends of names of headers that `SECRET_STEMS` does not have, and of what may follow them. They begin with
 * pairs of letters that logs rarely have.
 */
export const HEADER_ENDS: string = `(?:[rR][iI][zZ][aA][tT][iI][oO][nN]|[oO][oO][kK][iI][eE]|-(?:bin|[aA][uU][tT][hH]|[Ss]ession(?:-[Ii][Dd])?))${NAME_END}`;
