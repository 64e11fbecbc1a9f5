import type { Leak } from "./merged-findings.js";

/** The two usual repairs of a leak, by where it went. */
export function repairsOf({ sink, isReplaced }: Leak): readonly [string, string] {
  const bySink = REPAIRS.find(([pattern]) => pattern.test(sink))?.[1];
  return bySink ?? (isReplaced ? REPLACED : PRINTED);
}

const PRINTED = [
  "Print the message, not its field: sanitizer.strip(message) prints everything but its secrets.",
  "Print through a logger that the library knows (sanitizePino, sanitizeFormat, sanitizeConsole): it replaces secrets in finished lines.",
] as const;

const REPLACED = [
  "Leave the value out of the text. The library has replaced it here, but not in a logger that it does not know, and not after the call's secrets are released.",
  "Log the message itself, as sanitizer.strip(message), in place of a text that is made of its fields.",
] as const;

const REPAIRS: readonly (readonly [RegExp, readonly [string, string]])[] = [
  [
    /^argv$/,
    [
      "Hand the value over by standard input, or by a file that only this user can read. Every user of the machine can read command lines.",
      "If the program takes it from its environment, set it there, in the option env of this one call.",
    ],
  ],
  [
    /^(?:gRPC|Connect) status$/,
    [
      "Send a text that you wrote, and log the details on your side.",
      "Throw the error of the failed command away, and send only its exit code.",
    ],
  ],
  [
    /^(?:unhandled rejection|uncaught exception)$/,
    [
      "Catch the error where the call is made, and log it with a logger that the library knows.",
      "Leave the value out of the message of the error. If another program made the message, use liveSecrets.scrubError(error).",
    ],
  ],
  [
    /^process warning$/,
    [
      "Leave the value out of the message of the warning.",
      "Scrub the message before it is emitted: liveSecrets.scrub(message).",
    ],
  ],
];
