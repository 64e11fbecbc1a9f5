import { STRIPPED } from "../marker.js";
import { ValueScrubber } from "./value-scrubber.js";

/**
 * A copy of an error without what `scrub` replaces: in its message and stack, its causes and the errors of an
 * `AggregateError`, all its properties however deep, and so in the `details` and `metadata` of a gRPC status. It has the
 * class of the error, which stays as it is. Of other values, too, a copy comes back if there is something to replace.
 * Never throws: what cannot be read is replaced by the marker.
 */
export function scrubError<E>(error: E, scrub: (text: string) => string): E {
  const scrubbed = new ValueScrubber(scrub).scrub(error);
  const isLost = scrubbed === STRIPPED && typeof error === "object";
  // A copy of the same class; for what cannot be read, an error at least, on whose message loggers count.
  return (isLost ? new Error(STRIPPED) : scrubbed) as E;
}
