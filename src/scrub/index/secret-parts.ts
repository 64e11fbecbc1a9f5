import { beginsJwt } from "../../policy/jwt.js";
import { takeApart } from "../documents/take-apart.js";

/*
 * A secret value is often a document that holds the credential: the service account tokens of a pod, a key file of a
 * cloud, a connection string. This file names what is sought beside the value itself.
 */

/** Shortest text of bytes that are no text. */
const SHORTEST_PRINTED = 8;
/** Most fragments of one value. */
const MOST_FRAGMENTS = 64;

/** Secret values inside a secret value, and the value without white space around it. */
export function valuesIn(value: string): readonly string[] {
  return takeApart(value).filter((part) => part !== value);
}

/** Shortest fragment: one that is too long to guess. */
const SHORTEST_FRAGMENT = 16;

/**
 * Parts of a value that may be logged apart from each other: payload and signature of a JSON Web Token (many tokens have the
 * same header, which is not secret), the lines of a PEM file. They are sought literally and in escaped forms, but not in
 * base64 or hexadecimal.
 *
 * @param bytes the bytes of a value that is not text. Then the text that Node prints for it is a fragment.
 */
export function fragmentsOf(value: string, bytes?: Uint8Array): readonly string[] {
  if (bytes !== undefined) {
    const printed = new TextDecoder().decode(bytes);
    return printed.replace(/\ufffd/g, "").length >= SHORTEST_PRINTED ? [printed] : [];
  }
  if (!value.includes("\n")) return tokenFragments(value);
  return [...new Set(value.split(/\r?\n/))]
    .filter((line) => isLong(line) && !line.startsWith("-----") && !PAIR.test(line))
    .slice(0, MOST_FRAGMENTS);
}

/** A line of a document. Its value is a part if it is secret, and its key and an open value are not secret. */
const PAIR = /^[\s-]*["']?[\w.-]+["']?(?: *= *[^=\s]|:\s)/;

const NONE: readonly string[] = [];

/** Payload and signature of a token. None if the value does not look like a token by its header and its dots. */
function tokenFragments(value: string): readonly string[] {
  if (!beginsJwt(value)) return NONE;
  const first = value.indexOf(".");
  const second = value.indexOf(".", first + 1);
  // To look whether all the rest is base64url would take longer than everything else here.
  if (first === -1 || second === -1 || value.includes(".", second + 1)) return NONE;
  const [payload, signature] = [value.slice(first + 1, second), value.slice(second + 1)];
  // Nearly every token has both. A filter would make the list anew.
  return isLong(payload) && isLong(signature) ? [payload, signature] : [payload, signature].filter(isLong);
}

function isLong(fragment: string): boolean {
  return fragment.length >= SHORTEST_FRAGMENT;
}
