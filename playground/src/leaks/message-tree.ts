import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import { isRecord, type LeakEntry, type LeakTree, leaksIn, leakTree } from "./leak-tree.js";

/**
 * A message object as `console.log` shows it, with what leaks.
 *
 * @param plain the message as ProtoJSON.
 * @param sanitized the same without the secrets.
 */
export function messageTree(
  type: DescMessage,
  message: Message,
  plain: unknown,
  sanitized: unknown,
): LeakTree {
  const entries: LeakEntry[] = [
    entry("$typeName", { kind: "leaf", value: message.$typeName, isLeak: false }),
  ];
  const values = new Map(Object.entries(message));
  for (const member of type.members) {
    if (member.kind === "field") {
      const value = values.get(member.localName);
      if (value !== undefined)
        entries.push(entry(member.localName, fieldTree(member, value, plain, sanitized)));
      continue;
    }
    const chosen: unknown = values.get(member.localName);
    const field = isRecord(chosen)
      ? member.fields.find(({ localName }) => localName === chosen["case"])
      : undefined;
    if (field === undefined || !isRecord(chosen)) continue;
    entries.push(
      entry(member.localName, {
        kind: "object",
        entries: [
          entry("case", { kind: "leaf", value: field.localName, isLeak: false }),
          entry("value", fieldTree(field, chosen["value"], plain, sanitized)),
        ],
      }),
    );
  }
  return { kind: "object", entries };
}

function fieldTree(field: DescField, value: unknown, plain: unknown, sanitized: unknown): LeakTree {
  const before = memberOf(plain, field.jsonName);
  const after = memberOf(sanitized, field.jsonName);
  if (field.fieldKind === "list" && Array.isArray(value)) {
    const isAlike = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
    return {
      kind: "list",
      items: value.map((item, index) =>
        valueTree(field, item, memberOf(before, index), isAlike ? memberOf(after, index) : undefined),
      ),
    };
  }
  if (field.fieldKind === "map" && isRecord(value)) {
    const shape = leakTree(before, after);
    const isKeyLeak = (key: string): boolean =>
      shape.kind === "object" && shape.entries.some((one) => one.key === key && one.isKeyLeak);
    return {
      kind: "object",
      entries: Object.entries(value).map(([key, item]) => ({
        key,
        isKeyLeak: isKeyLeak(key),
        value: valueTree(field, item, memberOf(before, key), memberOf(after, key)),
      })),
    };
  }
  return valueTree(field, value, before, after);
}

/** One value: of a singular field, an item, or an entry. */
function valueTree(field: DescField, value: unknown, before: unknown, after: unknown): LeakTree {
  // The field is not set: the object has its default value.
  if (before === undefined) return { kind: "leaf", value, isLeak: false };
  const isMessage = field.message !== undefined && !field.message.typeName.startsWith("google.protobuf.");
  if (isMessage && isMessageObject(value)) return messageTree(field.message, value, before, after);
  const isLeak = leaksIn(leakTree(before, after)).length > 0;
  return allOf(value, isLeak);
}

/** The tree of a value. Either all of its parts leak, or none of them does. */
function allOf(value: unknown, isLeak: boolean): LeakTree {
  if (Array.isArray(value)) return { kind: "list", items: value.map((item) => allOf(item, isLeak)) };
  if (!isRecord(value) || value instanceof Uint8Array) return { kind: "leaf", value, isLeak };
  return {
    kind: "object",
    entries: Object.entries(value).map(([key, item]) =>
      key === "$typeName" || key === "typeUrl"
        ? entry(key, allOf(item, false))
        : entry(key, allOf(item, isLeak)),
    ),
  };
}

function entry(key: string, value: LeakTree): LeakEntry {
  return { key, isKeyLeak: false, value };
}

function memberOf(holder: unknown, key: string | number): unknown {
  if (Array.isArray(holder)) return holder[Number(key)];
  return isRecord(holder) && Object.hasOwn(holder, key) ? holder[String(key)] : undefined;
}

function isMessageObject(value: unknown): value is Message {
  return isRecord(value) && typeof value["$typeName"] === "string";
}
