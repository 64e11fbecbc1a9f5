import { timestampOf } from "../../representations/object/time-forms.js";

/**
 * The time that an RFC 3339 text stands for, to the millisecond; undefined for anything else. Days that no month has, and
 * the hour 24, are none: `Date.parse` takes them.
 */
export function tokenTime(text: string): Date | undefined {
  const time = timestampOf(text);
  if (time === undefined || text.slice(11, 13) === "24" || !isDay(text.slice(0, 10))) return undefined;
  return new Date(Number(time.seconds) * 1000 + Math.floor(time.nanos / 1_000_000));
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
