import { timestampOf } from "../../representations/object/time-forms.js";

/**
 * The time in an RFC 3339 text, to the millisecond. Undefined for any other text. Days that do not exist (February 30) and
 * the hour 24 are refused, although `Date.parse` accepts them.
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
