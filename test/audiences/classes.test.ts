import {
  clearField,
  type DescField,
  type DescMessage,
  fromBinary,
  getOption,
  type Message,
  toBinary,
  toJson,
} from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { describe, expect, it } from "vitest";
import { csi_secret } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, type MapKeyRule, type Sanitizer } from "../../src/index.js";
import { messageSamples } from "../properties/message-samples.js";
import { registry, subjects } from "../properties/subjects.js";

const MAP_KEYS: MapKeyRule = { field: "volume_context", keys: [/token/i] };

/** Fields marked `csi_secret`, and some map entries, are personal data here. Those marked `debug_redact` are secret. */
const sanitizer = createSanitizer({
  schemas: [registry],
  policy: {
    fieldOptions: ["debug_redact", { option: "csi.v1.csi_secret", class: "pii" }],
    mapKeys: [{ ...MAP_KEYS, class: "pii" }],
  },
  audiences: { system: { pii: "strip" }, customer: { pii: "show" }, tidy: { pii: "omit" } },
  onSuspect: "ignore",
});
const [system, customer, tidy] = ["system", "customer", "tidy"].map((name) => sanitizer.for(name));

/** Without classes. */
const plain = (fieldOptions: readonly string[], mapKeys: readonly MapKeyRule[]): Sanitizer =>
  createSanitizer({ schemas: [registry], policy: { fieldOptions, mapKeys }, onSuspect: "ignore" });
const withPersonalData = plain(["debug_redact", "csi.v1.csi_secret"], [MAP_KEYS]);
const withoutPersonalData = plain(["debug_redact"], []);
const showingAll = plain([], []);

/** The types in which no message can hide in an Any. */
const tested = subjects.filter(({ name }) => !name.includes("well-known"));

describe.each(tested)("$name", (subject) => {
  const messages = messageSamples(subject);

  it("a class that is stripped prints and is copied as if it was secret", () => {
    messages.check(({ desc, message }) => {
      for (const one of [sanitizer, system])
        expect(outputs(one, desc, message)).toEqual(outputs(withPersonalData, desc, message));
    });
  });

  it("a class that is shown prints and is copied as if no rule named it", () => {
    messages.check(({ desc, message }) => {
      expect(outputs(customer, desc, message)).toEqual(outputs(withoutPersonalData, desc, message));
    });
  });

  it("a class that is omitted prints and is copied as if its fields were not set, and is found in texts", () => {
    messages.check(({ desc, message }) => {
      const { secrets, ...shown } = outputs(tidy, desc, message);
      expect(secrets).toBe(outputs(withPersonalData, desc, message).secrets);
      const { secrets: _, ...expected } = outputs(withPersonalData, desc, withoutMarked(desc, message));
      // In a plain object, a value that is zero may stand for none: it depends on the other properties that are not left out.
      const json = toJson(desc, message, { registry });
      const isClear =
        !looksFilledIn(desc, message) &&
        withPersonalData.stringify(desc, json) === withPersonalData.stringify(desc, message);
      const unclear = { ofJson: undefined, copyOfJson: undefined };
      expect(isClear ? shown : { ...shown, ...unclear }).toEqual(
        isClear ? expected : { ...expected, ...unclear },
      );
    });
  });
});

/** What was made of each message: several tests compare with the same. */
const known = new WeakMap<Message, Map<Sanitizer, ReturnType<typeof makeOutputs>>>();

function outputs(given: Sanitizer | undefined, desc: DescMessage, message: Message) {
  if (given === undefined) throw new Error("every audience has a sanitizer");
  const ofMessage = known.get(message) ?? new Map<Sanitizer, ReturnType<typeof makeOutputs>>();
  known.set(message, ofMessage);
  const made = ofMessage.get(given) ?? makeOutputs(given, desc, message);
  ofMessage.set(given, made);
  return made;
}

/** All that a sanitizer makes of a message, of its wire bytes, and of its ProtoJSON as a plain object. */
function makeOutputs(given: Sanitizer, desc: DescMessage, message: Message) {
  const bytes = toBinary(desc, message);
  const json = toJson(desc, message, { registry });
  const ofJson = given.redact(desc, json);
  const copy = given.redact(desc, message);
  const redacted = given.redactBinary(desc, bytes);
  return {
    text: given.stringify(desc, message),
    ofBytes: given.stringify(desc, bytes),
    ofJson: given.stringify(desc, json),
    copy: copy && showingAll.stringify(desc, copy),
    copyOfJson: showingAll.stringify(desc, ofJson),
    bytes: redacted && showingAll.stringify(desc, fromBinary(desc, redacted)),
    secrets: given.secretsOf(desc, message).size,
  };
}

/** A copy of a message without the fields that are marked `csi_secret`, at any depth. */
function withoutMarked(desc: DescMessage, message: Message): Message {
  const copy = fromBinary(desc, toBinary(desc, message));
  clearMarked(desc, copy);
  return copy;
}

function clearMarked(desc: DescMessage, message: Message): void {
  const reflected = reflect(desc, message);
  for (const field of desc.fields) {
    if (!reflected.isSet(field)) continue;
    if (isMarked(field)) clearField(message, field);
    else if (field.message !== undefined)
      for (const [type, inner] of messagesIn(field, reflected.get(field))) clearMarked(type, inner);
  }
}

/** Whether a field is omitted: a required one is stripped. */
function isMarked(field: DescField): boolean {
  return getOption(field, csi_secret) && field.presence !== 3;
}

/** Whether a message, at any depth, has all fields but those that are omitted, as if a library had filled in defaults. */
function looksFilledIn(desc: DescMessage, message: Message): boolean {
  const reflected = reflect(desc, message);
  const isFilledIn = (field: DescField): boolean => field.oneof === undefined && !field.proto.proto3Optional;
  return (
    desc.fields.every((field) => !isFilledIn(field) || isMarked(field) || reflected.isSet(field)) ||
    desc.fields.some(
      (field) =>
        field.message !== undefined &&
        reflected.isSet(field) &&
        messagesIn(field, reflected.get(field)).some(([type, inner]) => looksFilledIn(type, inner)),
    )
  );
}

/** The messages in a field, with their type. */
function messagesIn(field: DescField, value: unknown): readonly (readonly [DescMessage, Message])[] {
  // What the reflection API holds for a field with messages: a list, a map or a message.
  const holder = value as { message?: Message; values?(): Iterable<{ message: Message }> };
  const found =
    field.fieldKind === "message"
      ? [holder.message]
      : [...(holder.values?.() ?? [])].map((one) => one.message);
  return found.flatMap((one) =>
    one === undefined || field.message === undefined ? [] : [[field.message, one] as const],
  );
}
