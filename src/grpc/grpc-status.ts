import { Metadata, type MetadataValue, type StatusObject } from "@grpc/grpc-js";
import type { CallLog } from "../calls/call-log.js";
import type { CallEnd } from "../calls/call-record.js";
import type { MetadataEntries } from "../calls/credential-metadata.js";
import {
  decodeRpcStatus,
  type ErrorDetail,
  encodeRpcStatus,
  STATUS,
  STATUS_DETAILS_KEY,
} from "../calls/rpc-status.js";
import { UNREADABLE } from "../marker.js";

/** The status of a call, as interceptors get it. The status of a server may have no trailers. */
export type GrpcStatus = Pick<StatusObject, "code" | "details"> & {
  readonly metadata?: Metadata | null | undefined;
};

/** The end of a call for the log, made from its status. */
export function endOf(status: GrpcStatus, responseMetadata: Metadata | undefined): CallEnd {
  return {
    code: status.code,
    message: textOf(status.details),
    details: detailsOf(status.metadata),
    responseMetadata: entriesOf(responseMetadata),
    trailers: entriesOf(status.metadata),
  };
}

/**
 * The status that the other side of a call may see. It is the same object if it holds no secret of a call under way. If it
 * cannot be read, it becomes a status with a constant text and no trailers.
 */
export function passedStatus<S extends GrpcStatus>(status: S, log: CallLog): S {
  if (!log.readsStatus) return status;
  const passed = scrubbedStatus(status, log);
  return log.scrubsStatus ? passed : status;
}

function scrubbedStatus<S extends GrpcStatus>(status: S, log: CallLog): S {
  try {
    const text = textOf(status.details);
    const details = text === undefined ? status.details : log.status.scrub(text);
    // A call that succeeded may send a token in its trailers, for the client to use.
    const isOk = status.code === STATUS.ok;
    const metadata = isOk ? status.metadata : status.metadata && passedTrailers(status.metadata, log);
    const isSame = details === status.details && metadata === status.metadata;
    return isSame ? status : { ...status, details, metadata };
  } catch {
    return { ...status, details: UNREADABLE, metadata: new Metadata() };
  }
}

/** The text that grpc-js puts into a status without a message. */
const OK_TEXT = "OK";

/** The text of a status; undefined if it has none. A handler may set any value; grpc-js converts it to text, as is done here. */
function textOf(details: unknown): string | undefined {
  try {
    return details === undefined || details === "" || details === OK_TEXT ? undefined : String(details);
  } catch {
    return UNREADABLE;
  }
}

function detailsOf(trailers: Metadata | null | undefined): readonly ErrorDetail[] {
  return (trailers?.get(STATUS_DETAILS_KEY) ?? []).flatMap((bytes) => {
    if (typeof bytes === "string") return [];
    try {
      return decodeRpcStatus(bytes).details;
    } catch {
      return []; // not a google.rpc.Status: the log shows only the marker among the trailers
    }
  });
}

/** The keys and values of metadata; an empty list if there is no metadata. */
export function entriesOf(metadata: Metadata | null | undefined): MetadataEntries {
  return Object.entries(metadata?.toJSON() ?? {});
}

/**
 * The trailers that the other side of a call may see. They are the same object if they hold no secret of a call under way.
 * Otherwise they are a copy: its texts are scrubbed, and the details of the status are redacted. Any other binary value
 * that holds a secret is left out.
 */
function passedTrailers(trailers: Metadata, log: CallLog): Metadata {
  let copy: Metadata | undefined;
  for (const [key, values] of Object.entries(trailers.toJSON())) {
    const passed =
      log.status.scrub(key) === key ? values.flatMap((value) => passedValue(key, value, log)) : [];
    if (passed.length === values.length && passed.every((value, index) => value === values[index])) continue;
    copy ??= trailers.clone();
    copy.remove(key);
    for (const value of passed) copy.add(key, value);
  }
  return copy ?? trailers;
}

function passedValue(key: string, value: MetadataValue, log: CallLog): readonly MetadataValue[] {
  if (typeof value === "string") return [log.status.scrub(value)];
  if (!log.details.holdSecret(value)) return [value];
  return key === STATUS_DETAILS_KEY ? passedStatusDetails(value, log) : [];
}

function passedStatusDetails(bytes: Uint8Array, log: CallLog): readonly MetadataValue[] {
  try {
    // What is in these bytes was reported when they were searched as a whole.
    const { silent } = log.status;
    const { code, message, details } = decodeRpcStatus(bytes);
    const passed = encodeRpcStatus({
      code,
      message: silent.scrub(message),
      details: details.flatMap((detail) => log.details.silent.passed(detail) ?? []),
    });
    return log.details.silent.holdSecret(passed) ? [] : [Buffer.from(passed)];
  } catch {
    return []; // these bytes hold a secret and are not a google.rpc.Status, so they cannot be redacted
  }
}
