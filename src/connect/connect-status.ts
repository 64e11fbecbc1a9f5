import { create, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import type { CallLog } from "../calls/call-log.js";
import type { CallEnd } from "../calls/call-record.js";
import type { MetadataEntries } from "../calls/credential-metadata.js";
import { type ErrorDetail, STATUS } from "../calls/rpc-status.js";
import { UNREADABLE } from "../marker.js";
import { scrubError } from "../values/scrub-error.js";

type ConnectDetail = ConnectError["details"][number];

const TYPE_URL_PREFIX = "type.googleapis.com/";

/**
 * The end of a call for the log, made from the error that ended it.
 *
 * @param otherwise the code for an error that is not a ConnectError. Connect sends "internal error" for such an error. Only
 *   the log shows its text.
 */
export function endOfError(error: unknown, otherwise: Code = Code.Internal): CallEnd {
  const { code, rawMessage, details, metadata } = ConnectError.from(error, otherwise);
  return {
    code,
    message: rawMessage,
    details: details.flatMap((detail) => neutralDetail(detail) ?? []),
    trailers: entriesOf(metadata),
  };
}

/** The end of a call that succeeded, for the log. */
export function endOfResponse(response: { readonly header: Headers; readonly trailer: Headers }): CallEnd {
  return {
    code: STATUS.ok,
    responseMetadata: entriesOf(response.header),
    trailers: entriesOf(response.trailer),
  };
}

/**
 * The error that the other side of a call may see. It is the same object if it holds no secret of a call under way. If it
 * cannot be read, it becomes an error with a constant text. Connect does not send an error that is not a ConnectError, so
 * such an error stays as it is.
 */
export function passedError(error: unknown, log: CallLog): unknown {
  if (!log.readsStatus || !(error instanceof ConnectError)) return error;
  try {
    const passed = holdsSecret(error, log) ? scrubbedError(error, log) : error;
    return log.scrubsStatus ? passed : error;
  } catch {
    return log.scrubsStatus ? new ConnectError(UNREADABLE, error.code) : error;
  }
}

function holdsSecret(error: ConnectError, log: CallLog): boolean {
  const { silent } = log.status;
  const texts = [error.rawMessage, error.message, ...[...error.metadata].flat()];
  if (texts.some((text) => silent.scrub(text) !== text)) return true;
  const details = log.details.silent;
  return error.details.some((detail) => {
    const neutral = neutralDetail(detail);
    return neutral === undefined || details.passed(neutral) !== neutral || holdsSecretInJson(detail, log);
  });
}

/** Whether the JSON of a detail that was received holds a secret. Connect sends it on. It may differ from the bytes, and it has numbers as text. */
function holdsSecretInJson(detail: ConnectDetail, log: CallLog): boolean {
  if (!("debug" in detail) || detail.debug === undefined) return false;
  const text = JSON.stringify(detail.debug);
  return log.status.silent.scrub(text) !== text;
}

function scrubbedError(error: ConnectError, log: CallLog): ConnectError {
  const metadata = passedHeaders(error.metadata, log);
  // Neither cause nor stack is sent.
  const { silent } = log.status;
  const cause = scrubError(error.cause, silent);
  const scrubbed = new ConnectError(log.status.scrub(error.rawMessage), error.code, metadata, [], cause);
  scrubbed.details = error.details.flatMap((detail) => passedDetail(detail, log) ?? []);
  scrubbed.stack = silent.scrub(error.stack ?? scrubbed.message);
  return scrubbed;
}

/** The same detail if it holds no secret. Otherwise its redacted wire bytes, without the JSON that Connect adds to them. */
function passedDetail(detail: ConnectDetail, log: CallLog): ConnectDetail | undefined {
  const neutral = neutralDetail(detail);
  const passed = neutral && log.details.passed(neutral);
  if (passed === undefined) return undefined;
  if (passed === neutral && !holdsSecretInJson(detail, log)) return detail;
  return { type: passed.typeUrl.slice(TYPE_URL_PREFIX.length), value: passed.value };
}

/** The wire bytes of a detail, whether this process made the error or received it. Undefined if the detail cannot be encoded. */
function neutralDetail(detail: ConnectDetail): ErrorDetail | undefined {
  try {
    if ("type" in detail) return { typeUrl: TYPE_URL_PREFIX + detail.type, value: detail.value };
    const { desc, value } = detail;
    return { typeUrl: TYPE_URL_PREFIX + desc.typeName, value: toBinary(desc, create(desc, value)) };
  } catch {
    return undefined;
  }
}

/** The keys and values of headers. `Headers` has already joined the values of one key to one text. */
export function entriesOf(headers: Headers): MetadataEntries {
  return [...headers].map(([key, value]) => [key, [value]] as const);
}

/**
 * The headers that the other side of a call may see, without the secrets of calls under way. Texts are scrubbed. A binary
 * value, which is base64, is left out if it holds a secret.
 */
function passedHeaders(headers: Headers, log: CallLog): Headers {
  const passed = new Headers();
  for (const [key, value] of headers) {
    const scrubbed = log.status.scrub(value);
    const isKept = log.status.scrub(key) === key && (scrubbed === value || !key.endsWith("-bin"));
    if (isKept) passed.append(key, scrubbed);
  }
  return passed;
}
