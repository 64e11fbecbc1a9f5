import { isBytes } from "../../options/is-bytes.js";
import type { FieldPlan } from "../../plan/compiled.js";
import { isMap, isPlainObject } from "../../representations/kinds.js";
import type {
  FieldSlot,
  MessageAccess,
  MessageObject,
  ObjectForm,
} from "../../representations/representation.js";
import { WireCursor } from "../../representations/wire/wire-cursor.js";
import { WireEntries } from "../../representations/wire/wire-entries.js";
import { entryRead } from "../../representations/wire/wire-map.js";
import { jspbLike } from "../../sanitizer/message-objects.js";
import { bytesLike } from "../../scalars/string-and-bytes.js";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "../csi-schema.js";
import {
  entriesOf,
  type OpenRequest,
  openRequest,
  readable,
  TOKEN_SOURCES,
  tokenFields,
} from "./open-request.js";
import { ServiceAccountTokensError, type TokenSource } from "./service-account-tokens-error.js";

/**
 * A copy of a request without service account tokens, for code that does not need them. The copy lacks the key in `secrets`
 * and `volume_context`. It has the same representation and prototype, and shares everything else with the request. The
 * request itself never changes. If the request holds no tokens, it is returned itself.
 *
 * @param request a CSI message in any representation: an object of any library, or wire bytes. A message that does not state
 *   its type is read as a NodePublishVolumeRequest.
 * @throws {ServiceAccountTokensError} if the request cannot be read: it may still hold tokens.
 */
export function withoutTokens<T>(request: T): T {
  const open = openRequest(request);
  const copy = readable((): unknown => {
    if (isBytes(request)) return bytesWithout(request, open);
    if (open.message === request) return objectWithout(request as MessageObject, open); // it was accepted
    return jspbWithout(request, open);
  });
  // Check the result: an unusual request may still have the tokens in its copy.
  const left = copy === request ? open : openRequest(copy);
  if (TOKEN_SOURCES.some((source) => hasKey(left, source)))
    throw new ServiceAccountTokensError("not a request", "the tokens could not be taken out");
  return copy as T; // of the same representation, so of the same type
}

function hasKey(open: OpenRequest, source: TokenSource): boolean {
  return entriesOf(open, source).has(SERVICE_ACCOUNT_TOKENS_KEY);
}

function objectWithout(request: MessageObject, { plan, access }: OpenRequest): object {
  const form = access.forms?.find((one): one is ObjectForm => one.kind === "object" && one.fits(request));
  if (form === undefined)
    throw new ServiceAccountTokensError("not a request", "the message has no properties of its own");
  const fields = tokenFields(plan);
  const changed = new Map<string, unknown>();
  let isInherited = false;
  for (const slot of fieldSlots(form)) {
    for (const name of slot.names) {
      const isOwn = Object.hasOwn(request, name);
      const value = isOwn ? request[name] : slot.read(request, name);
      if (value === undefined) continue;
      const kept = fields.includes(slot.plan) ? mapWithout(value, slot, request, access) : value;
      if (kept !== value && !isOwn) isInherited = true;
      if (kept !== value || !isOwn) changed.set(name, kept);
    }
  }
  const own = [...changed].filter(([name]) => Object.hasOwn(request, name));
  if (isInherited) return copyWith(request, changed, Object.prototype);
  return own.length === 0 ? request : copyWith(request, new Map(own), Object.getPrototypeOf(request));
}

/** The slots of all fields, without duplicates. */
function fieldSlots({ slots }: ObjectForm): ReadonlySet<FieldSlot> {
  return new Set([...slots.values()].flatMap((slot) => (slot.kind === "field" ? [slot] : [])));
}

function mapWithout(
  raw: unknown,
  { plan, map }: FieldSlot,
  request: MessageObject,
  { maps }: MessageAccess,
): unknown {
  if (raw === null || map === undefined) return raw;
  const slot = map(request);
  const opened = slot.open(raw);
  const keys = maps.keys(opened);
  if (keys === undefined)
    throw new ServiceAccountTokensError("wrong shape", "the field is not a map", sourceOf(plan));
  if (!keys.includes(SERVICE_ACCOUNT_TOKENS_KEY) && isPlainOrMap(raw)) return raw;
  const kept = keys.filter((key) => key !== SERVICE_ACCOUNT_TOKENS_KEY);
  return slot.build(
    raw,
    kept,
    kept.map((key) => maps.get(opened, key)),
  );
}

/** Whether a map cannot inherit entries. */
function isPlainOrMap(raw: unknown): boolean {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw) || isMap(raw)) return true;
  return isPlainObject(raw);
}

function sourceOf({ field }: FieldPlan): TokenSource | undefined {
  return TOKEN_SOURCES.find((source) => source === field.name);
}

/** A copy with the same properties, hidden ones included. The changed properties have their new values. */
function copyWith(object: object, changed: ReadonlyMap<string, unknown>, prototype: object | null): object {
  const descriptors = Object.getOwnPropertyDescriptors(object) as Record<string, PropertyDescriptor>; // by any name
  for (const [name, value] of changed) {
    const enumerable = descriptors[name]?.enumerable ?? true;
    descriptors[name] = { value, enumerable, writable: true, configurable: true };
  }
  return Object.create(prototype, descriptors);
}

/** The same bytes without the entries that hold the tokens. All other bytes, unknown fields included, stay in their order. */
function bytesWithout(bytes: Uint8Array, { plan }: OpenRequest): Uint8Array {
  const readers = new Map(
    tokenFields(plan).map((field) => [field.field.number, entryRead(field, noMessage)]),
  );
  const cursor = new WireCursor(bytes);
  const kept: Uint8Array[] = [];
  let from = 0;
  while (cursor.position < bytes.length) {
    const start = cursor.position;
    const tag = cursor.tag();
    const readEntry = readers.get(tag >>> 3);
    const entry = new WireEntries();
    if (readEntry === undefined) cursor.skip(tag & 7, tag >>> 3);
    else readEntry(cursor, 1, entry);
    if (entry.keys[0] === SERVICE_ACCOUNT_TOKENS_KEY) {
      kept.push(bytes.subarray(from, start));
      from = cursor.position;
    }
  }
  if (kept.length === 0) return bytes;
  kept.push(bytes.subarray(from));
  return bytesLike(bytes, joined(kept)) as Uint8Array; // for bytes, `bytesLike` returns bytes
}

function noMessage(): never {
  throw new TypeError("maps of strings hold no messages");
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** Copies a message of google-protobuf through its wire bytes, because only its class can make such a message. */
function jspbWithout(request: unknown, open: OpenRequest): unknown {
  // `openRequest` has called this method already.
  const bytes = (request as { serializeBinary(): Uint8Array }).serializeBinary();
  const smaller = bytesWithout(bytes, open);
  return smaller === bytes ? request : jspbLike(Object(request), smaller);
}
