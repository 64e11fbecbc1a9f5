import type { MapKeyType } from "./message-shape.js";

const DECIMAL = /^(?:0|-?[1-9]\d{0,19})$/;

/** Whether a text is what ProtoJSON writes for a map key of a type. */
export function isKeyText(key: MapKeyType, text: string): boolean {
  if (key === "bool") return text === "true" || text === "false";
  if (key === "string") return true;
  if (!DECIMAL.test(text)) return false;
  const bits = key.endsWith("64") ? 64 : 32;
  const integer = BigInt(text);
  return integer === (/^[uf]/.test(key) ? BigInt.asUintN(bits, integer) : BigInt.asIntN(bits, integer));
}
