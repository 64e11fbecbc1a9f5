import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** HMAC-SHA-256 (RFC 2104, FIPS 198-1) of bytes, under a key that cannot be read from it. */
export interface KeyedHash {
  (bytes: Uint8Array): Uint8Array;
  /** The hash of messages that all begin with some bytes: they are hashed once. */
  from(beginning: Uint8Array): KeyedHash;
}

/** A hash that has begun. */
interface Begun {
  update(bytes: Uint8Array): Begun;
  clone(): Begun;
  digest(): Uint8Array;
  /** The same as `clone`, into another hash of the kind, which has ended. */
  _cloneInto(ended: never): Begun;
}

/** @param key is hashed once, and not kept. */
export function keyedHash(key: Uint8Array): KeyedHash {
  return continued(hmac.create(sha256, key));
}

function continued(begun: Begun): KeyedHash {
  // Made once: to make a hash takes as long as to hash a short text. When it ends, it clears itself.
  const scratch = begun.clone();
  const ended = scratch as never; // It is a hash of the kind: its clone.
  const hash = (bytes: Uint8Array): Uint8Array => begun._cloneInto(ended).update(bytes).digest();
  return Object.assign(hash, { from: (beginning: Uint8Array) => continued(begun.clone().update(beginning)) });
}
