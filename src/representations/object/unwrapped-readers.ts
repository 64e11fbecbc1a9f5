import type { MessagePlan } from "../../plan/compiled.js";
import { defaultTest } from "../../plan/presence.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { MessageForm } from "../layout.js";
import type { MessageReader, Reader } from "../reader.js";
import { isMessageObject, type MessageObject, ownValue } from "./message-object.js";
import { isLong, neutralValue } from "./neutral-value.js";
import { objectMapForm } from "./object-map-form.js";
import { bindObject } from "./object-reader.js";
import { durationOf, timestampOf } from "./time-forms.js";

/** Reader of wrapper messages, or of the value inside where that stands for them (ts-proto, ProtoJSON). */
export const wrapperReader: Reader = {
  bind(plan) {
    const object = bindObject(plan);
    return {
      ...object,
      // Whether an unwrapped value fits is seen when it is printed.
      accepts: (value) => isUnwrapped(value) || object.accepts(value),
      value(field) {
        const get = object.value(field);
        const neutral = neutralValue(field.type) ?? ((value) => value);
        const isDefault = defaultTest(field.type);
        return (message) => {
          if (!isUnwrapped(message)) return get(message);
          const value = neutral(message) ?? null;
          return isDefault(value) ? undefined : value;
        };
      },
      layout: () => ({
        forms: [...plan.fields.map(({ field }) => unwrappedForm(field)), ...formsOf(object)],
        mapForm: objectMapForm,
      }),
    };
  },
};

function unwrappedForm(field: FieldShape): MessageForm {
  const neutral = neutralValue(field.type) ?? ((value) => value);
  const isDefault = defaultTest(field.type);
  return {
    kind: "stand-in",
    field,
    reader: wrapperReader,
    fits: isUnwrapped,
    isSet: (value) => !isDefault(neutral(value)),
  };
}

function formsOf(bound: MessageReader): readonly MessageForm[] {
  return bound.layout?.().forms ?? [];
}

function isUnwrapped(value: unknown): boolean {
  return !isMessageObject(value) || isLong(value);
}

/** Reader of Timestamp and Duration messages, or of a `Date` or ProtoJSON text that stands for them. */
export const timeReader: Reader = {
  bind(plan) {
    const parse = plan.typeName === "google.protobuf.Timestamp" ? timestampOf : durationOf;
    // What takes the place of a time in which something is secret says nothing of it: the epoch, or no duration.
    const epoch = plan.typeName === "google.protobuf.Timestamp" ? "1970-01-01T00:00:00Z" : "0s";
    return bindConverted(
      plan,
      parse,
      (time, field) => time[field.name === "seconds" ? "seconds" : "nanos"],
      (_time, like) => (like instanceof Date ? new Date(0) : epoch),
    );
  },
};

/** Reader of FieldMask messages, or of their paths as a list or a ProtoJSON text. */
export const fieldMaskReader: Reader = {
  bind: (plan) => bindConverted(plan, pathsOf, (paths) => paths, maskLike),
};

function pathsOf(mask: unknown): readonly unknown[] | undefined {
  if (Array.isArray(mask)) return mask;
  if (typeof mask !== "string") return undefined;
  if (mask === "") return [];
  return mask.split(",").map((path) => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function maskLike(mask: MessageObject, like: unknown): unknown {
  const paths = ownValue(mask, "paths") ?? [];
  return Array.isArray(like) ? paths : Array.isArray(paths) ? paths.join(",") : "";
}

/** Reads a message from another form of it, where it comes in one; `close` makes that form again. */
function bindConverted<T>(
  plan: MessagePlan,
  convert: (value: unknown) => T | undefined,
  get: (converted: T, field: FieldShape) => unknown,
  close: (opened: MessageObject, like: unknown) => unknown,
): MessageReader {
  const object = bindObject(plan);
  return {
    ...object,
    accepts: (value) => object.accepts(value) || convert(value) !== undefined,
    value(field) {
      const getOwn = object.value(field);
      const isDefault = field.cardinality.kind === "singular" ? defaultTest(field.type) : () => false;
      return (message) => {
        const converted = convert(message);
        if (converted === undefined) return getOwn(message);
        const value = get(converted, field);
        return isDefault(value) ? undefined : value;
      };
    },
    layout: () => ({
      forms: formsOf(object).flatMap((form) => {
        if (form.kind !== "object") return [];
        const open = (message: unknown): MessageObject => {
          const converted = convert(message);
          const fields = plan.fields.map(({ field }) => [field.name, converted && get(converted, field)]);
          return Object.fromEntries(fields);
        };
        const fits = (message: unknown): boolean => convert(message) !== undefined;
        return [{ kind: "converted", fits, opened: form, open, close }, form];
      }),
      mapForm: objectMapForm,
    }),
  };
}
