import type { MapKeys } from "../../plan/map-keys.js";
import type { MapKeyType } from "../../schema/message-shape.js";
import { isKeyText } from "../../schema/names.js";

/**
 * protobufjs writes a 64-bit key of a map as eight characters, one for each byte, least significant byte first (its
 * `util.longToHash`). A key of eight decimal digits is ambiguous: it may be the digits, or the bytes 0x30 to 0x39.
 */

const BYTES = /^[\0-\xff]{8}$/;
const PRINTABLE = /^[ -~]*$/;

/** Converts the keys of a map to ProtoJSON texts, in the same order. Undefined if all keys are such texts already. */
export type ReadKeys = (keys: readonly string[], isOfClass: boolean) => readonly string[] | undefined;

/**
 * Makes a function that reads the 64-bit keys of a map. All keys of one map have the same form. They are bytes if one of them
 * holds a byte that is not a printable character. If all are printable, they are bytes in a message of a protobufjs class,
 * because its decoder made them, and digits in a plain object. There, a key that is not digits is invalid, and its value is
 * not shown. If a rule hides the value under only one reading of a key, this reading counts.
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
