import { STRIPPED } from "../../marker.js";
import { isBytes } from "../../options/is-bytes.js";
import { ownValue } from "../../options/own-value.js";
import type { AnyRule, MessagePlan } from "../../plan/compiled.js";
import { isMessageObject, isPlainObject } from "../../representations/kinds.js";
import {
  EMPTY_MESSAGE,
  getterOf,
  type MessageAccess,
  type MessageObject,
  type OpenedAny,
} from "../../representations/representation.js";
import { bytesLike, strippedBytes } from "../../scalars/string-and-bytes.js";
import { copyOnce } from "./copy-once.js";
import { objectOf, plainPrototype } from "./object-like.js";
import { type CopyContext, type CopyProperty, type CopyValue, DROPPED } from "./value-copy.js";

const TYPE_PROPERTY = "@type";
const NO_BYTES: Uint8Array = new Uint8Array(0);

/**
 * Makes a function that copies the payload of an Any that is packed into bytes. `plan/any.ts` decides which part is kept, and
 * what replaces it.
 */
export function copyPayload(rule: AnyRule, access: MessageAccess, context: CopyContext): CopyProperty {
  const getUrl = getterOf(rule.typeUrl, access);
  const neutral = access.neutral({ kind: "scalar", scalar: "bytes" }) ?? ((value: unknown) => value);
  const { maxDepth } = context.limits;
  const redacted = (typeUrl: unknown, bytes: Uint8Array, depth: number): Uint8Array => {
    const content = rule.content(typeUrl);
    if (content.kind !== "message") return content.replacement === "marker" ? strippedBytes() : NO_BYTES;
    if (content.plan.kind === "failed" || depth >= maxDepth) return NO_BYTES;
    try {
      return context.payload(content.plan, bytes, maxDepth - depth);
    } catch {
      // Malformed: emptied, like a payload of an unknown type.
      return NO_BYTES;
    }
  };
  return (value, any, depth) => {
    if (value === null || value === undefined) return value;
    const bytes = neutral(value);
    if (!isBytes(bytes)) return DROPPED;
    if (bytes.length === 0) return value;
    const copied = redacted(getUrl(any), bytes, depth);
    return isSame(copied, bytes) ? value : bytesLike(value, copied);
  };
}

/** Makes a copy for an Any that holds its message opened. Any other Any is copied by the given copy. */
export function copyOpenedAny(
  plan: MessagePlan,
  rule: AnyRule,
  access: MessageAccess,
  context: CopyContext,
  otherwise: CopyValue,
): CopyValue {
  const open = ownValue(access, "openedAny");
  return (any, depth, path) => {
    const opened = open?.(any);
    if (opened === undefined || !isMessageObject(any)) return otherwise(any, depth, path);
    const content = rule.content(opened.typeUrl);
    if (content.kind === "hidden") return onlyType(any, STRIPPED);
    if (content.kind === "unknown") return onlyType(any, opened.typeUrl);
    const inside = context.message(content.plan, opened.representation);
    return copyOnce(
      plan,
      any,
      path,
      () => copyOpened(any, opened, (message) => inside.copy(message, depth + 1, path)),
      () => onlyType(any, opened.typeUrl),
    );
  };
}

function copyOpened(any: MessageObject, opened: OpenedAny, copy: (message: unknown) => unknown): unknown {
  if (opened.message === any) return copyBeside(any, opened, copy);
  if (opened.message === EMPTY_MESSAGE) return isExact(any, 1) ? any : onlyType(any, opened.typeUrl);
  const copied = copy(opened.message);
  if (isExact(any, 2) && Object.is(copied, opened.message)) return any;
  return objectOf(plainPrototype(any), [TYPE_PROPERTY, "value"], [opened.typeUrl, copied]);
}

/** Copies a message whose fields are beside `@type`. */
function copyBeside(
  any: MessageObject,
  { typeUrl }: OpenedAny,
  copy: (message: unknown) => unknown,
): unknown {
  const prototype: object | null = Object.getPrototypeOf(any);
  const names = Object.getOwnPropertyNames(any).filter((name) => name !== TYPE_PROPERTY);
  const fields = objectOf(
    prototype,
    names,
    names.map((name) => any[name]),
  );
  const copied = copy(fields);
  if (copied === fields && Object.getOwnPropertySymbols(any).length === 0) return any;
  const kept: MessageObject = copied === DROPPED ? {} : Object(copied);
  // In the order of the original. The type may be inherited, and is not in the copy of the message then.
  const all = [...new Set([TYPE_PROPERTY, ...Object.getOwnPropertyNames(kept)])];
  const order = Object.getOwnPropertyNames(any);
  all.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return objectOf(
    Object.getPrototypeOf(kept),
    all,
    all.map((name) => (name === TYPE_PROPERTY ? typeUrl : kept[name])),
  );
}

function isExact(any: MessageObject, properties: number): boolean {
  return (
    isPlainObject(any) &&
    Object.getOwnPropertyNames(any).length + Object.getOwnPropertySymbols(any).length === properties
  );
}

function onlyType(any: MessageObject, typeUrl: string): object {
  return objectOf(plainPrototype(any), [TYPE_PROPERTY], [typeUrl]);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
