import type { Metadata, MetadataValue } from "@grpc/grpc-js";
import type { CallLog } from "../calls/call-log.js";
import { decodeRpcStatus, encodeRpcStatus, STATUS_DETAILS_KEY } from "../calls/rpc-status.js";
import type { MetadataEntries } from "../calls/shown-metadata.js";

/** Keys and values of metadata; of none if there is none. */
export function entriesOf(metadata: Metadata | null | undefined): MetadataEntries {
  return Object.entries(metadata?.toJSON() ?? {});
}

/**
 * Trailers that the other side of a call may see: the very same where they hold no secret of a call under way, otherwise
 * a copy in which texts are scrubbed, the details of the status are sanitized, and other binary values are left out.
 */
export function passedTrailers(trailers: Metadata, log: CallLog): Metadata {
  let copy: Metadata | undefined;
  for (const [key, values] of Object.entries(trailers.toJSON())) {
    const passed = log.scrub(key) === key ? values.flatMap((value) => passedValue(key, value, log)) : [];
    if (passed.length === values.length && passed.every((value, index) => value === values[index])) continue;
    copy ??= trailers.clone();
    copy.remove(key);
    for (const value of passed) copy.add(key, value);
  }
  return copy ?? trailers;
}

function passedValue(key: string, value: MetadataValue, log: CallLog): readonly MetadataValue[] {
  if (typeof value === "string") return [log.scrub(value)];
  if (!log.details.holdSecret(value)) return [value];
  return key === STATUS_DETAILS_KEY ? passedStatusDetails(value, log) : [];
}

function passedStatusDetails(bytes: Uint8Array, log: CallLog): readonly MetadataValue[] {
  try {
    const { code, message, details } = decodeRpcStatus(bytes);
    const passed = encodeRpcStatus({
      code,
      message: log.scrub(message),
      details: details.flatMap((detail) => log.details.passed(detail) ?? []),
    });
    return log.details.holdSecret(passed) ? [] : [Buffer.from(passed)];
  } catch {
    return []; // not a google.rpc.Status, but it holds a secret
  }
}
