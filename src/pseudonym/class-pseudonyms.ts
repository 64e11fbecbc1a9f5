import { isBytes } from "../options/is-bytes.js";
import type { ClassPseudonyms, PseudonymOf } from "../policy/pseudonyms.js";
import { beginningOf, lengthPrefixed, utf8, type ValueKind } from "./encoding.js";
import { isGuessableBytes, isGuessableNumber, isGuessableText } from "./guessable.js";
import { type KeyedHash, keyedHash } from "./keyed-hash.js";
import { remembered } from "./remembered.js";

/** So many bytes of a hash are shown: one of 16 million values has the pseudonym of another one by chance in half of all cases. */
const SHOWN_BYTES = 6;
/** What earlier passes put in place of values begins like this: the marker, with a size or with the last characters. */
const STRIPPED_BEGINNING = "***stripped";
/** No pseudonym is longer. */
const LONGEST_PSEUDONYM = 64;

/** With a byte order mark, a text is another one. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const DECIMAL = /^-?\d{1,20}$/;

/** A key, which is not kept: only what hashes with it. */
export interface NamedKey {
  readonly keyId: string;
  /** Makes what hashes values of a class and kind. */
  hashOf(className: string, kind: ValueKind): KeyedHash;
}

/** @param key is not kept. */
export function namedKey(keyId: string, key: Uint8Array): NamedKey {
  const begin = keyedHash(key);
  return { keyId, hashOf: (className, kind) => begin.from(beginningOf(className, kind)) };
}

/**
 * The pseudonyms of values of a class under a key.
 *
 * @param isOwn whether a text is a pseudonym of one of the keys. It stands for itself.
 */
export function classPseudonyms(
  key: NamedKey,
  className: string,
  isOwn: (text: string) => boolean,
): ClassPseudonyms {
  const pseudonym = (kind: ValueKind): ((bytes: Uint8Array) => string) => {
    const hash = key.hashOf(className, kind);
    const beginning = `***${key.keyId}:`;
    return (bytes) => `${beginning}${hexOf(hash(lengthPrefixed(bytes)))}***`;
  };
  const ofText = pseudonym("text");
  const ofBytes = pseudonym("bytes");
  const ofNumber = pseudonym("number");
  const recallText = remembered((text) => {
    const bytes = utf8(text);
    const copy = decoder.decode(bytes);
    if (isOwn(text)) return { result: copy, key: copy };
    const isHidden = text.startsWith(STRIPPED_BEGINNING) || isGuessableText(text);
    return { result: isHidden ? "" : ofText(bytes), key: copy };
  });
  return {
    text: safely((value) => (typeof value === "string" ? recallText(value) || undefined : undefined)),
    bytes: safely((value) => {
      if (!isBytes(value)) return undefined;
      // A view of this realm.
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      const text = bytes.length <= LONGEST_PSEUDONYM ? decoder.decode(bytes) : "";
      if (isOwn(text)) return text;
      return text.startsWith(STRIPPED_BEGINNING) || isGuessableBytes(bytes) ? undefined : ofBytes(bytes);
    }),
    number: safely((value) => {
      const text = numberText(value);
      return text === undefined || isGuessableNumber(text) ? undefined : ofNumber(utf8(text));
    }),
  };
}

/** A number as JavaScript writes it, however a library holds it. Undefined for anything else. */
function numberText(value: unknown): string | undefined {
  if (typeof value === "bigint" || Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return undefined;
  return DECIMAL.test(value) || String(Number(value)) === value ? value : undefined;
}

/** What throws makes no pseudonym, so that the value is stripped. */
function safely(make: PseudonymOf): PseudonymOf {
  return (value) => {
    try {
      return make(value);
    } catch {
      return undefined;
    }
  };
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hexOf(hash: Uint8Array): string {
  let hex = "";
  for (let at = 0; at < SHOWN_BYTES; at++) hex += HEX[hash[at] ?? 0];
  return hex;
}
