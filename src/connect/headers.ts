import type { CallLog } from "../calls/call-log.js";
import type { MetadataEntries } from "../calls/shown-metadata.js";

/** Keys and values of headers, in which several values of one key are one text already. */
export function entriesOf(headers: Headers): MetadataEntries {
  return [...headers].map(([key, value]) => [key, [value]] as const);
}

/**
 * Headers that the other side of a call may see: texts are scrubbed of the secrets of calls under way; binary values,
 * which are base64, are left out if they hold one.
 */
export function passedHeaders(headers: Headers, log: CallLog): Headers {
  const passed = new Headers();
  for (const [key, value] of headers) {
    const scrubbed = log.scrub(value);
    const isKept = log.scrub(key) === key && (scrubbed === value || !key.endsWith("-bin"));
    if (isKept) passed.append(key, scrubbed);
  }
  return passed;
}
