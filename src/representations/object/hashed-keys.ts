import type { MapKeys } from "../../plan/map-keys.js";
import { isKeyText } from "../../schema/key-text.js";
import type { MapKeyType } from "../../schema/message-shape.js";

/**
 * protobufjs writes the 64-bit keys of a map as eight characters, one for each byte, little end first (its
 * `util.longToHash`). A key of eight decimal digits can be read in two ways: as the digits, or as the bytes 0x30 to 0x39.
 */

const BYTES = /^[\0-\xff]{8}$/;
const PRINTABLE = /^[ -~]*$/;

/** Reads the keys of a map as ProtoJSON texts, in the same order; undefined if all of them are texts already. */
export type ReadKeys = (keys: readonly string[], isOfClass: boolean) => readonly string[] | undefined;

/**
 * Makes a function that reads keys of a map with 64-bit keys. All keys of a map are written in the same way: as bytes, if one
 * of them holds a byte that is not a printable character. If all are printable, messages of protobufjs classes have bytes,
 * because its decoder made them. Plain objects have digits then; a key that is not digits is no key, and its value is not
 * shown. Where a rule hides the value under one reading of a key only, that reading counts.
 *
 * @param keys judges the entries.
 */
export function hashedKeys(keyType: MapKeyType, keys: MapKeys): ReadKeys {
  const isUnsigned = keyType === "uint64" || keyType === "fixed64";
  const isHash = (key: string): boolean => BYTES.test(key);
  const isHidden = (text: string): boolean => isKeyText(keyType, text) && keys.judge(text) !== "open";
  const read = (key: string, areBytes: boolean): string => {
    if (!isHash(key)) return key;
    const asBytes = unhash(key, isUnsigned);
    if (!keys.mayHide || isHidden(key) === isHidden(asBytes)) return areBytes ? asBytes : key;
    return isHidden(key) ? key : asBytes;
  };
  return (given, isOfClass) => {
    if (!given.some(isHash)) return undefined;
    const areBytes =
      given.some((key) => isHash(key) && !PRINTABLE.test(key)) || (isOfClass && given.every(isHash));
    return given.map((key) => read(key, areBytes));
  };
}

/** A 64-bit key as the eight bytes. */
export function hash(key: string): string {
  let bits = BigInt.asUintN(64, BigInt(key));
  let text = "";
  for (let index = 0; index < 8; index++, bits >>= 8n) text += String.fromCharCode(Number(bits & 0xffn));
  return text;
}

/** The inverse of {@link hash}. */
function unhash(key: string, isUnsigned: boolean): string {
  let bits = 0n;
  for (let index = 7; index >= 0; index--) bits = (bits << 8n) | BigInt(key.charCodeAt(index) & 0xff);
  return String(isUnsigned ? bits : BigInt.asIntN(64, bits));
}
