import { REASON, STRIPPED } from "../../marker.js";
import type { MessagePlan } from "../../plan/compiled.js";
import type { MessageAccess } from "../../representations/representation.js";
import { noteText } from "../../scalars/json-string.js";
import type { TextContext } from "./text-context.js";
import type { PrintValue } from "./text-state.js";

// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: the limits in google/protobuf/timestamp.proto.
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;
// About 10,000 years: the limit in google/protobuf/duration.proto.
const MOST_SECONDS = 315_576_000_000;
const MOST_NANOS = 999_999_999;

/** Prints a `google.protobuf.Timestamp` as RFC 3339 in UTC, with 0, 3, 6 or 9 digits after the second. */
export function printTimestamp(plan: MessagePlan, bound: MessageAccess, renderer: TextContext): PrintValue {
  return printTime(plan, bound, renderer, (seconds, nanos) => {
    const inRange = seconds >= FIRST_SECOND && seconds <= LAST_SECOND && nanos >= 0 && nanos <= MOST_NANOS;
    if (!inRange) return undefined;
    const upToSecond = new Date(seconds * 1000).toISOString().slice(0, 19);
    return `"${upToSecond}${fraction(nanos)}Z"`;
  });
}

/** Prints a `google.protobuf.Duration` as decimal seconds, such as `-1.500s`. */
export function printDuration(plan: MessagePlan, bound: MessageAccess, renderer: TextContext): PrintValue {
  return printTime(plan, bound, renderer, (seconds, nanos) => {
    const inRange = Math.abs(seconds) <= MOST_SECONDS && Math.abs(nanos) <= MOST_NANOS;
    if (!inRange || seconds * nanos < 0) return undefined;
    const sign = seconds < 0 || nanos < 0 ? "-" : "";
    return `"${sign}${Math.abs(seconds)}${fraction(Math.abs(nanos))}s"`;
  });
}

function fraction(nanos: number): string {
  if (nanos === 0) return "";
  return `.${String(nanos)
    .padStart(9, "0")
    .replace(/(?:000){1,2}$/, "")}`;
}

function printTime(
  plan: MessagePlan,
  bound: MessageAccess,
  renderer: TextContext,
  text: (seconds: number, nanos: number) => string | undefined,
): PrintValue {
  const readSeconds = integerReader("seconds", plan, bound);
  const readNanos = integerReader("nanos", plan, bound);
  const outOfRange = renderer.note(REASON.outOfRange, plan.typeName);
  const print = renderer.counted((value) => String(value));
  return (out, message, depth, state) => {
    const printed = text(readSeconds(message), readNanos(message));
    return printed === undefined ? outOfRange(out, message, depth, state) : print(out, printed, depth, state);
  };
}

/** Makes a function that reads an integer field. It returns 0 if the field is not set, and NaN if the value is not an integer. */
function integerReader(name: string, plan: MessagePlan, bound: MessageAccess): (message: unknown) => number {
  const found = plan.fields.find(({ field }) => field.name === name);
  if (found === undefined) return () => 0;
  const get = bound.value(found.field);
  return (message) => {
    const integer = get(message);
    if (integer === undefined) return 0;
    const isInteger = typeof integer === "bigint" || typeof integer === "string" || Number.isInteger(integer);
    return isInteger ? Number(integer) : Number.NaN;
  };
}

/** Prints a `google.protobuf.FieldMask` as its paths in lower camel case, joined by commas. */
export function printFieldMask(plan: MessagePlan, bound: MessageAccess, renderer: TextContext): PrintValue {
  const paths = plan.fields.find(({ field }) => field.name === "paths");
  const get = paths === undefined ? () => undefined : bound.value(paths.field);
  const { limits } = renderer.options;
  const holdsCredential = paths?.holdsCredential;
  const print = renderer.string(noteText(REASON.wrongType, plan.typeName), holdsCredential);
  const irreversible = renderer.note(REASON.irreversiblePath, plan.typeName);
  const tooLong = renderer.note(REASON.morePaths(limits.maxListLength), plan.typeName);
  return (out, message, depth, state) => {
    const list = get(message) ?? [];
    if (!Array.isArray(list)) return print(out, list, depth, state);
    if (list.length > limits.maxListLength) return tooLong(out, list, depth, state);
    const camel = list.map((path) => (typeof path === "string" ? camelPath(path) : undefined));
    // A credential is one before it is written in another way, too. The marker stands for one.
    const secret = list.find(
      (path) => typeof path === "string" && (path === STRIPPED || holdsCredential?.(path)),
    );
    if (secret !== undefined) return print(out, secret, depth, state);
    return camel.includes(undefined)
      ? irreversible(out, list, depth, state)
      : print(out, camel.join(","), depth, state);
  };
}

/** A path in camel case; undefined if it cannot be converted back. */
function camelPath(path: string): string | undefined {
  const isReversible = !/[A-Z]|_(?![a-z])/.test(path);
  return isReversible ? path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) : undefined;
}
