import { STRIPPED } from "../marker.js";
import { isBytes } from "../options/is-bytes.js";
import { holdsSecret } from "./bytes.js";
import { INSPECTED } from "./inspected.js";
import { isError } from "./kinds.js";
import { ValueWalk } from "./value-walk.js";
import { REMOVED, type SecretFinder, type WalkRules } from "./walk-rules.js";

const NOTES: WalkRules["notes"] = {
  unreadable: STRIPPED,
  tooDeep: STRIPPED,
  tooMany: STRIPPED,
  function: STRIPPED,
};

/**
 * A copy of an error without the given secrets: in its message and stack, its causes and the errors of an `AggregateError`,
 * and in all its properties, however deep. So the `details` and `metadata` of a gRPC status are scrubbed, too. The copy has
 * the class of the error. The error itself does not change. For any other value, returns a copy only if there is something
 * to replace. Never throws: the marker replaces what cannot be read.
 */
export function scrubError<E>(error: E, secrets: SecretFinder): E {
  const scrubbed = scrubbedOrMarker(error, secrets);
  // A copy has the same class. In place of an object that cannot be read stands an error, whose message loggers expect.
  return (scrubbed === STRIPPED && typeof error === "object" ? new Error(STRIPPED) : scrubbed) as E;
}

function scrubbedOrMarker(error: unknown, secrets: SecretFinder): unknown {
  try {
    const walk = new ValueWalk(rulesFor(secrets));
    const isCopied = typeof error === "object" && error !== null && isErrorSafely(error);
    return isCopied ? walk.copy(error) : walk.walk(error);
  } catch {
    // The stack ended before the secrets were prepared.
    return STRIPPED;
  }
}

function isErrorSafely(value: object): boolean {
  try {
    return isError(value);
  } catch {
    return false; // the walk finds that it cannot be read
  }
}

function rulesFor(secrets: SecretFinder): WalkRules {
  return {
    secrets,
    scrubsTexts: true,
    keys: "all",
    copies: "used",
    substitutes: undefined,
    isInert: undefined,
    // Loggers print errors by util.inspect, which shows more than the properties.
    inspected: secrets.size > 0 ? INSPECTED : undefined,
    keptEntry: (key, value) => keptMetadata(key, value, secrets),
    notes: NOTES,
    maxMembers: 100_000,
  };
}

/**
 * An entry of a Map without binary metadata that holds a secret. The metadata of grpc-js is a Map of lists. Bytes with a replaced
 * part are not a valid message, so they are removed as a whole.
 */
function keptMetadata(key: unknown, value: unknown, secrets: SecretFinder): unknown {
  if (typeof key !== "string" || !key.endsWith("-bin") || !Array.isArray(value)) return value;
  const kept = value.filter((part) => !isBytes(part) || !holdsSecret(part, secrets));
  if (kept.length === value.length) return value;
  return kept.length > 0 ? kept : REMOVED;
}
