import type { FieldShape } from "../../schema/message-shape.js";
import { propertyNames } from "../property-name.js";
import { firstOwnValue, isMessageObject, type MessageObject, ownValue } from "./message-object.js";
import type { PropertyTable } from "./property-table.js";

/** Where libraries say which member of a oneof is set, beside the values: ts-proto, @protobuf-ts, protobuf-es. */
export const CASE_PROPERTIES: readonly string[] = ["$case", "oneofKind", "case"];

/**
 * Reads a member of a oneof. It stands beside the other fields (protobufjs, proto-loader, ts-proto), where a property
 * with the name of the oneof may say which member is set; or in an object under the name of the oneof (ts-proto with
 * `oneof=unions`, @protobuf-ts, protobuf-es). Where several members stand side by side and nothing says which, the
 * property that was added last counts, as in protobufjs: it is the last one of the wire.
 */
export function oneofMember(
  oneof: string,
  field: FieldShape,
  names: PropertyTable,
): (message: MessageObject) => unknown {
  const own = names.get(field) ?? [];
  const oneofNames = propertyNames(oneof, []);
  const siblings = [...names].flatMap(([other, theirs]) => (sharesOneof(other, oneof) ? theirs : []));
  return (message) => {
    const choice = firstOwnValue(message, oneofNames);
    if (isMessageObject(choice)) return chosenValue(choice, own);
    const value = firstOwnValue(message, own);
    if (value === undefined) return undefined;
    const isChosen =
      typeof choice === "string" && siblings.includes(choice)
        ? own.includes(choice)
        : isLast(message, own, siblings);
    return isChosen ? value : undefined;
  };
}

function sharesOneof({ cardinality }: FieldShape, oneof: string): boolean {
  return cardinality.kind === "singular" && cardinality.oneof === oneof;
}

function chosenValue(choice: MessageObject, own: readonly string[]): unknown {
  for (const property of CASE_PROPERTIES) {
    const name = ownValue(choice, property);
    if (typeof name === "string") {
      return own.includes(name) ? (ownValue(choice, name) ?? ownValue(choice, "value")) : undefined;
    }
  }
  return undefined;
}

function isLast(message: MessageObject, own: readonly string[], siblings: readonly string[]): boolean {
  let count = 0;
  for (const name of siblings) if (ownValue(message, name) !== undefined) count++;
  if (count < 2) return true;
  const last = Object.keys(message).findLast(
    (name) => siblings.includes(name) && ownValue(message, name) !== undefined,
  );
  return last !== undefined && own.includes(last);
}
