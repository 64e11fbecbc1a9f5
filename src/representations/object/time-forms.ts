import { isDate } from "../kinds.js";

/** Seconds and nanoseconds, as `google.protobuf.Timestamp` and `Duration` have them. */
export interface Time {
  readonly seconds: bigint;
  readonly nanos: number;
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
const DURATION = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;

/** The time in a `Date` or an RFC 3339 text; undefined for any other value. */
export function timestampOf(value: unknown): Time | undefined {
  if (isDate(value)) return timeOfMilliseconds(Date.prototype.getTime.call(value), undefined);
  const [, upToSecond, fraction, zone] = typeof value === "string" ? (TIMESTAMP.exec(value) ?? []) : [];
  if (upToSecond === undefined) return undefined;
  return timeOfMilliseconds(Date.parse(`${upToSecond}${zone}`), fraction);
}

function timeOfMilliseconds(milliseconds: number, fraction: string | undefined): Time | undefined {
  if (!Number.isFinite(milliseconds)) return undefined;
  const seconds = Math.floor(milliseconds / 1000);
  const nanos = fraction === undefined ? (milliseconds - seconds * 1000) * 1_000_000 : nanosOf(fraction);
  return { seconds: BigInt(seconds), nanos };
}

/** The duration in a ProtoJSON text such as `-1.500s`; undefined for any other value. */
export function durationOf(value: unknown): Time | undefined {
  const [, sign, seconds, fraction = ""] = typeof value === "string" ? (DURATION.exec(value) ?? []) : [];
  if (seconds === undefined) return undefined;
  const nanos = nanosOf(fraction);
  return sign === "-" ? { seconds: -BigInt(seconds), nanos: 0 - nanos } : { seconds: BigInt(seconds), nanos };
}

function nanosOf(fraction: string): number {
  return Number(fraction.padEnd(9, "0"));
}
