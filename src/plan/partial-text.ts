import { STRIPPED } from "../marker.js";
import { isBytes } from "../options/is-bytes.js";
import { type AppliedAction, isPseudonym } from "../policy/classes.js";
import { isOfProtobuf } from "../policy/suspicion.js";
import type { FieldShape, ScalarName } from "../schema/message-shape.js";

/**
 * The text that is shown in place of a hidden value: a part of what it tells. Undefined if the marker is shown. A text that it
 * returned stands for itself, so that a copy without secrets prints as the message does.
 *
 * @param value a neutral value of the field's type; for any other value, the marker is shown.
 */
export type PartialText = (value: unknown) => string | undefined;

/**
 * How a field shows a part of its hidden values, by its action: of a single value, or of each item of a list. Undefined if it shows
 * the marker.
 *
 * | action | values |
 * |---|---|
 * | `size` | strings, bytes |
 * | `{ last: n }` | strings |
 * | `pseudonym` | strings, bytes, 64-bit integers, doubles. All other types have few values |
 *
 * A map as a whole shows no part, because its keys are of the class, too; nor does a message.
 */
export function partialTextOf(field: FieldShape, action: AppliedAction): PartialText | undefined {
  const { cardinality, type, fullName } = field;
  if (cardinality.kind === "map" || type.kind !== "scalar" || isOfProtobuf(fullName)) return undefined;
  return partialOf(type.scalar, action);
}

/** How an action shows a part of values of a type. */
export function partialOf(type: ScalarName, action: AppliedAction): PartialText | undefined {
  if (isPseudonym(action)) {
    if (type === "string" || type === "bytes") return type === "bytes" ? action.bytes : action.text;
    return type === "double" || type.endsWith("64") ? action.number : undefined;
  }
  if (type === "string") {
    if (action === "size") return sizeOfText;
    return typeof action === "object" ? lastOf(action.last) : undefined;
  }
  return type === "bytes" && action === "size" ? sizeOfBytes : undefined;
}

const SIZE = /^\*\*\*stripped, \d{1,15} bytes\*\*\*$/;
/** The longest text that {@link SIZE} matches. */
const LONGEST_SIZE = 40;

function sizeText(size: number): string {
  return `***stripped, ${size} bytes***`;
}

const sizeOfText: PartialText = (value) => {
  if (typeof value !== "string" || value === STRIPPED) return undefined;
  return value.length <= LONGEST_SIZE && SIZE.test(value) ? value : sizeText(utf8Length(value));
};

const sizeOfBytes: PartialText = (value) => {
  if (!isBytes(value)) return undefined;
  const text = value.length <= LONGEST_SIZE ? new TextDecoder().decode(value) : "";
  if (text === STRIPPED) return undefined;
  return SIZE.test(text) ? text : sizeText(value.length);
};

/** The number of bytes of a text in UTF-8. A lone surrogate becomes U+FFFD there, which has three, too. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    length += code < 0x800 ? 1 : 2;
    // A pair has four bytes in all.
    if ((text.codePointAt(at) ?? 0) > 0xffff) at++;
  }
  return length;
}

/** A string of fewer characters shows nothing. */
const SHORTEST = 12;

/** Shows the last characters of a string, but never more than a quarter of it. */
function lastOf(most: number): PartialText {
  return (value) => {
    if (typeof value !== "string" || value === STRIPPED) return undefined;
    // A quarter of it is more, even if all characters are pairs. To list the characters of a long text takes long.
    if (value.length > SHORTEST * 2 + most * 8)
      return STRIPPED + [...value.slice(-most * 2 - 1)].slice(-most).join("");
    if (value.startsWith(STRIPPED) && [...value.slice(STRIPPED.length)].length <= most) return value;
    const characters = [...value];
    if (characters.length < SHORTEST) return undefined;
    return STRIPPED + characters.slice(-Math.min(most, Math.floor(characters.length / 4))).join("");
  };
}
