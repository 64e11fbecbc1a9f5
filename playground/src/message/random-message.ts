import {
  create,
  type DescField,
  type DescMessage,
  fromJsonString,
  type Message,
  type MessageInitShape,
  type Registry,
  ScalarType,
  toBinary,
  toJsonString,
} from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { anyPack, FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { Random } from "./random.js";
import type { MessageForm } from "./read-message.js";

const MAX_DEPTH = 4;

/** A message as the page shows it. */
export interface WrittenMessage {
  readonly form: MessageForm;
  readonly text: string;
}

/** A message with readable values in its fields. The same seed makes the same message. It is JSON if the type allows that. */
export function randomMessage(type: DescMessage, registry: Registry, seed: number): WrittenMessage {
  const message = new MessageMaker(new Random(seed), registry).message(type, MAX_DEPTH);
  for (const useProtoFieldName of [true, false]) {
    try {
      const text = toJsonString(type, message, { registry, prettySpaces: 2, useProtoFieldName });
      fromJsonString(type, text, { registry });
      return { form: "json", text };
    } catch {
      // Two fields have one name there.
    }
  }
  return { form: "base64", text: base64Encode(toBinary(type, message)) };
}

class MessageMaker {
  readonly #random: Random;
  readonly #registry: Registry;

  constructor(random: Random, registry: Registry) {
    this.#random = random;
    this.#registry = registry;
  }

  message(type: DescMessage, depth: number): Message {
    const wellKnown = this.#wellKnown(type, depth);
    if (wellKnown !== undefined) return wellKnown;
    const init = new Map<string, unknown>();
    for (const member of type.members) {
      if (member.kind === "field") {
        const value = this.#field(member, depth);
        if (value !== undefined) init.set(member.localName, value);
        continue;
      }
      const choice = member.fields[this.#random.below(member.fields.length)];
      const value = choice && this.#field(choice, depth);
      if (value !== undefined) init.set(member.localName, { case: choice?.localName, value });
    }
    // The type is known only at run time, and so is the shape of its initializer.
    return create(type, Object.fromEntries(init) as MessageInitShape<DescMessage>);
  }

  #field(field: DescField, depth: number): unknown {
    const isRequired = field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
    if (field.message !== undefined && depth <= 1 && !(isRequired && depth > -MAX_DEPTH)) return undefined;
    if (field.fieldKind === "list") return [this.#value(field, depth), this.#value(field, depth)];
    if (field.fieldKind !== "map") return this.#value(field, depth);
    const keys = this.#mapKeys(field.mapKey, field.name);
    return Object.fromEntries(keys.map((key) => [key, this.#value(field, depth)]));
  }

  #mapKeys(type: ScalarType, fieldName: string): readonly string[] {
    if (type === ScalarType.BOOL) return ["true"];
    if (type !== ScalarType.STRING) return ["7", "42"];
    return /secret|credential/i.test(fieldName) ? ["username", "password"] : ["region", "token"];
  }

  #value(field: DescField, depth: number): unknown {
    if (field.message !== undefined) {
      // A Struct is plain JSON where it is a field.
      if (field.message.typeName === "google.protobuf.Struct") return this.#structJson();
      // A wrapper is its value where it is a field of its own.
      if (field.fieldKind === "message" && field.oneof === undefined && isWrapper(field.message)) {
        const inner = field.message.fields[0];
        return inner && this.#value(inner, depth);
      }
      return this.message(field.message, depth - 1);
    }
    if (field.enum !== undefined) {
      const { values } = field.enum;
      return values[1 + this.#random.below(Math.max(1, values.length - 1))]?.number ?? values[0]?.number ?? 0;
    }
    return this.#scalar(field, field.scalar);
  }

  #scalar(field: DescField, type: ScalarType | undefined): unknown {
    const number = this.#random.below(90_000) + 10_000;
    switch (type) {
      case ScalarType.STRING:
        return this.#text(field.name);
      case ScalarType.BYTES:
        return new TextEncoder().encode(this.#random.text(12));
      case ScalarType.BOOL:
        return true;
      case ScalarType.FLOAT:
      case ScalarType.DOUBLE:
        return number / 64;
      case ScalarType.INT64:
      case ScalarType.UINT64:
      case ScalarType.SINT64:
      case ScalarType.FIXED64:
      case ScalarType.SFIXED64: {
        const isString = "longAsString" in field && field.longAsString;
        return isString ? String(number) : BigInt(number);
      }
      default:
        return number;
    }
  }

  #text(name: string): string {
    if (/mail/i.test(name)) return `${this.#random.text(5)}@example.com`;
    if (/path|dir/i.test(name)) return `/var/lib/${this.#random.text(6)}`;
    if (/url|uri|endpoint/i.test(name)) return `https://${this.#random.text(6)}.example.com/`;
    return `${name.split("_").at(-1)}-${this.#random.text(8)}`;
  }

  #structJson(): Readonly<Record<string, unknown>> {
    return { region: `region-${this.#random.text(4)}`, token: `token-${this.#random.text(12)}` };
  }

  #wellKnown(type: DescMessage, depth: number): Message | undefined {
    const init = (fields: object): Message =>
      // As above: generic code has no static type for the initializer.
      create(type, fields as MessageInitShape<DescMessage>);
    switch (type.typeName) {
      case "google.protobuf.Timestamp":
        return init({ seconds: BigInt(1_767_225_600 + this.#random.below(10_000_000)) });
      case "google.protobuf.Duration":
        return init({ seconds: BigInt(this.#random.below(3_600)) });
      case "google.protobuf.FieldMask":
        return init({ paths: [this.#random.text(6)] });
      case "google.protobuf.Value":
        return init({ kind: { case: "stringValue", value: this.#random.text(8) } });
      case "google.protobuf.ListValue":
        return init({ values: [] });
      case "google.protobuf.Any":
        return this.#any(depth);
      default:
        return undefined;
    }
  }

  /** An Any with a message of the pasted files. */
  #any(depth: number): Message {
    const types = [...this.#registry].filter(
      (type) => type.kind === "message" && !/^google\.protobuf\.|^csi\./.test(type.typeName),
    );
    const type = types[this.#random.below(types.length)];
    const known = type?.kind === "message" ? type : undefined;
    const empty = this.#registry.getMessage("google.protobuf.Empty");
    const held = known === undefined || depth <= 1 ? empty : known;
    if (held === undefined) throw new Error("google.protobuf.Empty is not known");
    try {
      return anyPack(held, held === known ? this.message(known, depth - 1) : create(held));
    } catch {
      // A required message is too deep to be made.
      return anyPack(empty ?? held, create(empty ?? held));
    }
  }
}

function isWrapper(type: DescMessage): boolean {
  return /^google\.protobuf\.(?:U?Int(?:32|64)|Double|Float|Bool|String|Bytes)Value$/.test(type.typeName);
}
