import {
  create,
  type DescMessage,
  fromBinary,
  fromJsonString,
  type Message,
  type Registry,
} from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";

/** How a message is written. */
export type MessageForm = "json" | "base64" | "hex";

/**
 * Reads a message. An empty text is a message without fields.
 *
 * @throws {Error} if the text is no such message.
 */
export function readMessage(form: MessageForm, text: string, type: DescMessage, registry: Registry): Message {
  if (text.trim() === "") return create(type);
  if (form === "json") return fromJsonString(type, text, { registry });
  return fromBinary(type, form === "hex" ? bytesOfHex(text) : bytesOfBase64(text));
}

function bytesOfBase64(text: string): Uint8Array {
  const letters = text.replace(/\s/g, "");
  if (/[^\w+/=-]/.test(letters)) throw new Error("This is no base64.");
  return base64Decode(letters);
}

/** Reads `0a0141`, `0A 01 41`, `0a:01:41` and `\x0a\x01\x41`. */
function bytesOfHex(text: string): Uint8Array {
  const digits = text.replace(/\\x|0x|[\s:,]/gi, "");
  if (/[^\da-f]/i.test(digits)) throw new Error("This is no hexadecimal text.");
  if (digits.length % 2 === 1) throw new Error("There is an odd number of hexadecimal digits.");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
