import { type DescField, ScalarType } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { REFERENCE_STRIPPED } from "./reference-notes.js";

/** What a writer does with the values of a class that are not shown. */
export type ReferenceAction =
  | "strip"
  | "omit"
  | "size"
  | { readonly last: number }
  /** The pseudonym of a value, if it has one. */
  | { readonly pseudonym: (value: unknown) => string | undefined };

/** Says that a value is not shown as it is. */
export interface ReferenceHidden {
  readonly action: ReferenceAction;
  /** What stands for a value, if no part of it is shown. Default: the usual marker. */
  readonly marker?: string;
}

/** The scalar types of which an action shows a part. */
const SHOWN_TYPES = {
  size: [ScalarType.STRING, ScalarType.BYTES],
  last: [ScalarType.STRING],
  pseudonym: [
    ScalarType.STRING,
    ScalarType.BYTES,
    ScalarType.DOUBLE,
    ScalarType.INT64,
    ScalarType.UINT64,
    ScalarType.SINT64,
    ScalarType.FIXED64,
    ScalarType.SFIXED64,
  ],
} as const;

/** Whether an action shows parts of the values of a type. */
export function showsPart(action: ReferenceAction, type: ScalarType | undefined): boolean {
  if (type === undefined || action === "strip" || action === "omit") return false;
  const types: readonly ScalarType[] = SHOWN_TYPES[nameOf(action)];
  return types.includes(type);
}

function nameOf(action: Exclude<ReferenceAction, "strip" | "omit">): keyof typeof SHOWN_TYPES {
  if (action === "size") return "size";
  return "last" in action ? "last" : "pseudonym";
}

/** Whether a field as a whole is left out. */
export function isLeftOut({ action }: ReferenceHidden, field: DescField): boolean {
  return action === "omit" && field.presence !== FeatureSet_FieldPresence.LEGACY_REQUIRED;
}

/** The scalar type of the values of a field of which an action may show a part. */
export function partType(field: DescField): ScalarType | undefined {
  const isSingle = field.fieldKind === "scalar" || field.fieldKind === "list";
  return isSingle && !field.parent.typeName.startsWith("google.protobuf.") ? field.scalar : undefined;
}

const SIZE = /^\*\*\*stripped, \d{1,15} bytes\*\*\*$/;

/** What an action shows of a value; undefined if that is the marker. What an earlier pass has put there stands for itself. */
export function partOf(action: ReferenceAction, value: unknown): string | undefined {
  if (action === "strip" || action === "omit") return undefined;
  if (typeof action === "object" && "pseudonym" in action) return action.pseudonym(value);
  const text = value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);
  if (text === REFERENCE_STRIPPED) return undefined;
  if (action === "size") {
    return SIZE.test(text)
      ? text
      : `***stripped, ${value instanceof Uint8Array ? value.length : Buffer.byteLength(text)} bytes***`;
  }
  const before = REFERENCE_STRIPPED;
  if (text.startsWith(before) && [...text.slice(before.length)].length <= action.last) return text;
  const characters = [...text];
  const most = Math.floor(characters.length / 4);
  return characters.length < 12
    ? undefined
    : before + characters.slice(-Math.min(most, action.last)).join("");
}
