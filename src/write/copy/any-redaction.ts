import { STRIPPED } from "../../marker.js";
import type { MessagePlan } from "../../plan/compiled.js";
import { isMessageObject, type MessageObject } from "../../representations/object/message-object.js";
import type { MessageReader, OpenedAny } from "../../representations/reader.js";
import { typeNameOfUrl } from "../../schema/type-name.js";
import { objectLike } from "./object-like.js";
import { DROPPED, type RedactProperty, type RedactValue } from "./redact-value.js";
import type { Redactor } from "./redactor.js";
import { strippedBytes } from "./replacement.js";
import { bytesLike } from "./value-like.js";

const TYPE_PROPERTY = "@type";

/**
 * Redacts messages of `google.protobuf.Any`: the message inside like any other. It is emptied where its type is not
 * known or it cannot be read, and replaced where its type is secret, because a message shows its type.
 */
export class AnyRedaction {
  readonly #plan: MessagePlan;
  readonly #bound: MessageReader;
  readonly #redactor: Redactor;
  readonly #typeUrl: (any: unknown) => unknown;
  readonly #isSecretType: boolean;

  constructor(plan: MessagePlan, bound: MessageReader, redactor: Redactor) {
    this.#plan = plan;
    this.#bound = bound;
    this.#redactor = redactor;
    const typeUrl = plan.fields.find(({ field }) => field.name === "type_url");
    this.#typeUrl = typeUrl === undefined ? () => undefined : bound.value(typeUrl.field);
    this.#isSecretType = typeUrl?.verdict.kind === "secret";
  }

  /** Redacts the field `value` where it is not secret: the message, packed into bytes. */
  readonly payload: RedactProperty = (value, any, depth) => {
    if (value === null || value === undefined) return value;
    const neutral = this.#bound.neutral({ kind: "scalar", scalar: "bytes" });
    const bytes = neutral === undefined ? value : neutral(value);
    if (!(bytes instanceof Uint8Array)) return DROPPED;
    if (bytes.length === 0) return value;
    const typeUrl = this.#typeUrl(any);
    const redacted = this.#redactPayload(typeof typeUrl === "string" ? typeUrl : "", bytes, depth);
    return sameBytes(redacted, bytes) ? value : bytesLike(value, redacted);
  };

  /** Redacts an Any that holds its message opened; any other one as given. */
  opened(otherwise: RedactValue): RedactValue {
    return (any, depth, nesting) => {
      const opened = this.#bound.openedAny?.(any);
      if (opened === undefined || !isMessageObject(any)) return otherwise(any, depth, nesting);
      const { typeUrl } = opened;
      if (this.#isHidden(typeUrl)) return onlyType(any, STRIPPED);
      const plan = this.#redactor.options.planOf(typeNameOfUrl(typeUrl));
      if (plan === undefined) return onlyType(any, typeUrl);
      const message = this.#redactor.message(plan, opened.reader);
      const redact: RedactValue = () => {
        const redactInside = (inside: unknown): unknown => message.redact(inside, depth + 1, nesting);
        return opened.message === any
          ? redactBeside(any, opened, redactInside)
          : redactUnder(any, opened, redactInside);
      };
      return nesting.redact(this.#plan, redact, () => onlyType(any, typeUrl), any, depth);
    };
  }

  #isHidden(typeUrl: string): boolean {
    return (
      this.#isSecretType || typeUrl === STRIPPED || this.#redactor.options.holdsCredential?.(typeUrl) === true
    );
  }

  #redactPayload(typeUrl: string, payload: Uint8Array, depth: number): Uint8Array {
    const { limits, planOf, redactWire } = this.#redactor.options;
    // Without a type URL nothing else would say that something stood here.
    if (typeUrl === "" || this.#isHidden(typeUrl)) return strippedBytes();
    const plan = planOf(typeNameOfUrl(typeUrl));
    if (plan?.kind !== "message" || depth >= limits.maxDepth) return new Uint8Array(0);
    try {
      return redactWire(plan, payload, limits.maxDepth - depth);
    } catch {
      // Malformed: emptied, as of an unknown type.
      return new Uint8Array(0);
    }
  }
}

/** Redacts a message whose fields stand beside `@type`. */
function redactBeside(
  any: MessageObject,
  { typeUrl }: OpenedAny,
  redact: (message: unknown) => unknown,
): unknown {
  const names = Object.getOwnPropertyNames(any).filter((name) => name !== TYPE_PROPERTY);
  const values = names.map((name) => any[name]);
  const fields = objectLike(any, names, values);
  const redacted = redact(fields);
  if (redacted === fields && Object.getOwnPropertySymbols(any).length === 0) return any;
  const kept: MessageObject = redacted === DROPPED ? {} : Object(redacted);
  // In the order of the original.
  const all = [...new Set([...Object.getOwnPropertyNames(any), ...Object.getOwnPropertyNames(kept)])];
  return objectLike(
    any,
    all,
    all.map((name) => {
      if (name === TYPE_PROPERTY) return typeUrl;
      return Object.hasOwn(kept, name) ? kept[name] : DROPPED;
    }),
  );
}

/** Redacts a message that stands under `value`, because its type has a JSON form of its own. */
function redactUnder(
  any: MessageObject,
  { typeUrl, message }: OpenedAny,
  redact: (message: unknown) => unknown,
): unknown {
  const redacted = redact(message);
  const size = Object.getOwnPropertyNames(any).length + Object.getOwnPropertySymbols(any).length;
  if (size === 2 && Object.is(redacted, message)) return any;
  return objectLike(any, [TYPE_PROPERTY, "value"], [typeUrl, redacted]);
}

function onlyType(any: MessageObject, typeUrl: string): object {
  return objectLike(any, [TYPE_PROPERTY], [typeUrl]);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
