import { type DescField, ScalarType } from "@bufbuild/protobuf";
import { bare, type JsonTree, text } from "./json-tree.js";
import { REFERENCE_STRIPPED } from "./reference-notes.js";
import { hasCredential, type ReferencePolicy } from "./reference-policy.js";
import { shortestFloat } from "./shortest-float.js";

/** The marker, as a value. */
export const STRIPPED: JsonTree = text(REFERENCE_STRIPPED);

/** An enum value by its name: of several with one number, the first one. A number without a name stays. */
export function printEnum(desc: DescField["enum"] & object, number: number): JsonTree {
  const firstDeclared = desc.values.find((value) => value.number === number);
  return firstDeclared === undefined ? bare(String(number)) : text(firstDeclared.name);
}

/** A scalar of a type. A text that is a credential has the marker. */
export function printScalar(policy: ReferencePolicy, type: ScalarType, value: unknown): JsonTree {
  switch (type) {
    case ScalarType.STRING:
      return printText(policy, String(value));
    case ScalarType.BYTES:
      if (!(value instanceof Uint8Array)) {
        throw new Error("expected bytes");
      }
      return text(Buffer.from(value).toString("base64"));
    case ScalarType.FLOAT:
      return printNumber(Math.fround(Number(value)), shortestFloat);
    case ScalarType.DOUBLE:
      return printNumber(Number(value), String);
    default:
      return bare(String(value));
  }
}

function printNumber(value: number, shortest: (value: number) => string): JsonTree {
  if (!Number.isFinite(value)) {
    return text(String(value));
  }
  return bare(Object.is(value, -0) ? "-0" : shortest(value));
}

/** A text, or the marker if it is a credential. */
export function printText(policy: ReferencePolicy, value: string): JsonTree {
  return hasCredential(policy, value) ? STRIPPED : text(value);
}
