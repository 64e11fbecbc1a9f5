const NAMES: readonly string[] = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** Status codes of gRPC that are used here; Connect has the same numbers. */
export const STATUS = { ok: 0, cancelled: 1, unknown: 2, deadlineExceeded: 4, internal: 13 } as const;

/** The name that gRPC gives to a status code, such as `NOT_FOUND`; `CODE_99` for a number that has none. */
export function statusName(code: number): string {
  return NAMES[code] ?? `CODE_${code}`;
}
