import type { FieldPlan, MessagePlan } from "../../plan/compiled.js";
import { zeroTest } from "../../plan/presence.js";
import { isLong } from "../../scalars/integer-64.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { isDate, isMessageObject, isPropertyBag } from "../kinds.js";
import { propertyValue } from "../own-property.js";
import { plainMapSlot } from "../plain-maps.js";
import type {
  ConvertedForm,
  MessageAccess,
  MessageForm,
  MessageObject,
  Representation,
} from "../representation.js";
import { objectParts } from "./object-access.js";
import { neutralOf } from "./object-slots.js";
import { durationOf, timestampOf } from "./time-forms.js";

type RepresentationOf = (typeName: string) => Representation;

/** Binds wrapper messages, also in the form of the value inside (ts-proto, ProtoJSON). */
export function bindWrapper(plan: MessagePlan, representationOf: RepresentationOf): MessageAccess {
  const { form, access, withForms } = objectParts(plan, representationOf);
  // The writer checks later whether an unwrapped value has the right type.
  const accepts = (value: unknown): boolean => isUnwrapped(value) || access.accepts(value);
  const inside: Representation = { bind: () => bound };
  const bound = withForms(accepts, [...plan.fields.map((field) => unwrappedForm(field, inside)), form]);
  return bound;
}

function unwrappedForm(field: FieldPlan, inside: Representation): MessageForm {
  const neutral = neutralOf(field.field.type);
  const isZero = zeroTest(field.field.type);
  return {
    kind: "stand-in",
    field,
    inside,
    fits: isUnwrapped,
    value(message) {
      const value = neutral(message);
      return isZero(value) ? undefined : value;
    },
    map: plainMapSlot,
  };
}

function isUnwrapped(value: unknown): boolean {
  return !isMessageObject(value) || isLong(value) || !isPropertyBag(value);
}

/** Binds Timestamp and Duration messages, or a `Date` or ProtoJSON text that stands for them. */
export function bindTime(plan: MessagePlan, representationOf: RepresentationOf): MessageAccess {
  const parse = plan.typeName === "google.protobuf.Timestamp" ? timestampOf : durationOf;
  // If a part of a time is secret, the whole time is replaced: by the epoch, or by a duration of zero.
  const epoch = plan.typeName === "google.protobuf.Timestamp" ? "1970-01-01T00:00:00Z" : "0s";
  return bindConverted(plan, representationOf, {
    convert: parse,
    get: (time, field) => time[field.name === "seconds" ? "seconds" : "nanos"],
    close: (_time, like) => (isDate(like) ? new Date(0) : epoch),
  });
}

/** Binds FieldMask messages, or their paths as a list or a ProtoJSON text. */
export function bindFieldMask(plan: MessagePlan, representationOf: RepresentationOf): MessageAccess {
  return bindConverted(plan, representationOf, { convert: pathsOf, get: (paths) => paths, close: maskLike });
}

function pathsOf(mask: unknown): readonly unknown[] | undefined {
  if (Array.isArray(mask)) return mask;
  if (typeof mask !== "string") return undefined;
  if (mask === "") return [];
  return mask.split(",").map((path) => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function maskLike(mask: MessageObject, like: unknown): unknown {
  const paths = propertyValue(mask, "paths") ?? [];
  return Array.isArray(like) ? paths : Array.isArray(paths) ? paths.join(",") : "";
}

/** How messages are converted to objects with properties. */
interface Conversion<T> {
  /** Undefined for a value in another form. */
  convert(value: unknown): T | undefined;
  get(converted: T, field: FieldShape): unknown;
  /** The inverse: makes a value in the form of the given one. */
  close(opened: MessageObject, like: unknown): unknown;
}

function bindConverted<T>(
  plan: MessagePlan,
  representationOf: RepresentationOf,
  { convert, get, close }: Conversion<T>,
): MessageAccess {
  const { form, access, atOnce, withForms } = objectParts(plan, representationOf);
  const fits = (message: unknown): boolean => convert(message) !== undefined;
  const open = (message: unknown): MessageObject => {
    const converted = convert(message);
    const fields = plan.fields.map(({ field }) => [
      field.name,
      converted === undefined ? undefined : get(converted, field),
    ]);
    return Object.fromEntries(fields);
  };
  const converted: ConvertedForm = { kind: "converted", fits, opened: form, open, close };
  const isMessage = (value: unknown): boolean => access.accepts(value) && isPropertyBag(Object(value));
  // Neither a plain object nor a message of protobufjs is of the converted form.
  return { ...withForms((value) => isMessage(value) || fits(value), [converted, form]), atOnce };
}
