import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { STRIPPED } from "../../marker.js";
import type { FieldPlan, MessagePlan, Plan } from "../../plan/compiled.js";
import type { Detector } from "../../policy/policy.js";
import { WireType } from "../../representations/wire/wire-cursor.js";
import { WireEntries } from "../../representations/wire/wire-entries.js";
import { NOT_DECODED } from "../../representations/wire/wire-field.js";
import { readWireMessage, WireMessage } from "../../representations/wire/wire-message.js";
import { isPackable, wireTypeOf, writeScalar } from "../../representations/wire/wire-scalar.js";
import type { ValueType } from "../../schema/message-shape.js";
import { typeNameOfUrl } from "../../schema/type-name.js";
import { isImplicit, replacement, strippedBytes } from "../copy/replacement.js";
import type { Limits } from "../limits.js";

/** What a redactor is made of. */
export interface WireRedactorOptions {
  readonly limits: Limits;
  readonly holdsCredential: Detector | undefined;
  /** The plan of a type by its full name: asked when an Any is opened. */
  planOf(typeName: string): Plan | undefined;
}

type WriteField = (writer: BinaryWriter, value: unknown, depth: number) => void;

/**
 * Writes messages anew from their wire bytes, without their secrets: secret values are replaced, unknown fields are
 * dropped, the message in an Any is redacted like any other, and dropped if its type is not known.
 */
export class WireRedactor {
  readonly #options: WireRedactorOptions;
  readonly #writers = new WeakMap<MessagePlan, readonly WriteField[]>();

  constructor(options: WireRedactorOptions) {
    this.#options = options;
  }

  /**
   * The redacted bytes of a message.
   *
   * @param maxDepth levels of messages that are kept; deeper ones become empty.
   * @throws {MalformedWireError} if the bytes are malformed.
   */
  redact(plan: MessagePlan, bytes: Uint8Array, maxDepth: number = this.#options.limits.maxDepth): Uint8Array {
    const writer = new BinaryWriter();
    this.#writeMessage(writer, readWireMessage(plan, bytes, maxDepth), maxDepth);
    return writer.finish();
  }

  #writeMessage(writer: BinaryWriter, message: WireMessage, depth: number): void {
    const { plan, slots } = message;
    const values = plan.typeName === "google.protobuf.Any" ? this.#redactAny(plan, slots, depth) : slots;
    let writers = this.#writers.get(plan);
    if (writers === undefined) {
      writers = plan.fields.map((field) => this.#fieldWriter(field));
      this.#writers.set(plan, writers);
    }
    for (const [slot, write] of writers.entries()) {
      const value = values[slot];
      if (value !== undefined) write(writer, value, depth);
    }
  }

  /** The two fields of an Any, in slots: its payload redacted, or emptied where nothing can be shown of it. */
  #redactAny(plan: MessagePlan, slots: readonly unknown[], depth: number): readonly unknown[] {
    const slotOf = (name: string): number => plan.fields.findIndex(({ field }) => field.name === name);
    const [urlSlot, valueSlot] = [slotOf("type_url"), slotOf("value")];
    const [url, payload] = [slots[urlSlot], slots[valueSlot]];
    const redacted = [...slots];
    if (url === NOT_DECODED || this.#isCredential(url)) {
      // A message shows what type it is.
      redacted[valueSlot] = payload === undefined ? undefined : NOT_DECODED;
    } else if (payload instanceof Uint8Array) {
      redacted[valueSlot] = this.#redactPayload(typeof url === "string" ? url : "", payload, depth);
    }
    return redacted;
  }

  #redactPayload(typeUrl: string, payload: Uint8Array, depth: number): Uint8Array | undefined {
    const plan = this.#options.planOf(typeNameOfUrl(typeUrl));
    // Without a type URL nothing would say that something stood here.
    if (plan === undefined) return typeUrl === "" ? strippedBytes() : undefined;
    if (plan.kind === "refused" || depth <= 1) return undefined;
    try {
      const redacted = this.redact(plan, payload, depth - 1);
      return redacted.length === 0 ? undefined : redacted;
    } catch {
      // Malformed: emptied, as of an unknown type.
      return undefined;
    }
  }

  #fieldWriter(plan: FieldPlan): WriteField {
    const { field, verdict } = plan;
    const { cardinality, number, type } = field;
    if (cardinality.kind === "map") return this.#mapWriter(plan);
    const write = this.#valueWriter(plan, number);
    const secret = secretValue(type, isImplicit(field));
    if (cardinality.kind === "singular") {
      return (writer, value, depth) => write(writer, value === NOT_DECODED ? secret : value, depth);
    }
    const isPacked = cardinality.packed && type.kind !== "message" && isPackable(type);
    return (writer, value, depth) => {
      const items = verdict.kind === "secret" || !Array.isArray(value) ? [secret] : value;
      if (!isPacked) {
        for (const item of items) write(writer, item, depth);
        return;
      }
      writer.tag(number, WireType.LengthDelimited).fork();
      for (const item of items) writeScalar(type, writer, item);
      writer.join();
    };
  }

  #mapWriter(plan: FieldPlan): WriteField {
    const { field, verdict } = plan;
    if (field.cardinality.kind !== "map") throw new TypeError(`${field.fullName} is not a map`);
    const keyType = { kind: "scalar", scalar: field.cardinality.key } as const;
    const write = this.#valueWriter(plan, 2);
    const secret = secretValue(field.type, false);
    const writeEntry = (writer: BinaryWriter, key: unknown, value: unknown, depth: number): void => {
      writer.tag(field.number, WireType.LengthDelimited).fork();
      writeScalar(keyType, writer.tag(1, wireTypeOf(keyType)), key);
      write(writer, value === NOT_DECODED ? secret : value, depth);
      writer.join();
    };
    return (writer, value, depth) => {
      if (verdict.kind === "secret" || !(value instanceof WireEntries)) {
        writeEntry(writer, replacement(keyType, false), secret, depth);
        return;
      }
      let hidesKeys = false;
      for (const [place, key] of value.keys.entries()) {
        if (this.#isCredential(key)) hidesKeys = true;
        else writeEntry(writer, keyOf(keyType.scalar, key), value.values[place], depth);
      }
      if (hidesKeys) writeEntry(writer, STRIPPED, secret, depth);
    };
  }

  /** Writes one value behind its tag. */
  #valueWriter({ field, message: plan }: FieldPlan, number: number): WriteField {
    const { type } = field;
    if (type.kind !== "message") {
      const wireType = wireTypeOf(type);
      return (writer, value) => {
        writer.tag(number, wireType);
        writeScalar(type, writer, this.#isCredential(value) ? STRIPPED : value);
      };
    }
    const { delimited } = type;
    const [open, close] = delimited
      ? [WireType.StartGroup, WireType.EndGroup]
      : [WireType.LengthDelimited, undefined];
    return (writer, value, depth) => {
      writer.tag(number, open);
      if (!delimited) writer.fork();
      if (value instanceof WireMessage && plan?.kind === "message")
        this.#writeMessage(writer, value, depth - 1);
      if (close === undefined) writer.join();
      else writer.tag(number, close);
    };
  }

  #isCredential(value: unknown): boolean {
    return typeof value === "string" && this.#options.holdsCredential?.(value) === true;
  }
}

/** What is written for a secret value; a message is written empty. */
function secretValue(type: ValueType, implicit: boolean): unknown {
  return type.kind === "message" ? NOT_DECODED : replacement(type, implicit);
}

/** A map key, which readers hold as a text. */
function keyOf(scalar: string, key: string): unknown {
  if (scalar === "string") return key;
  if (scalar === "bool") return key === "true";
  return scalar.endsWith("64") ? BigInt(key) : Number(key);
}
