import {
  type DescField,
  type DescMessage,
  fromBinary,
  isMessage,
  type Message,
  type Registry,
  ScalarType,
} from "@bufbuild/protobuf";
import {
  isReflectMessage,
  type ReflectList,
  type ReflectMap,
  type ReflectMessage,
  reflect,
} from "@bufbuild/protobuf/reflect";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import { bare, type JsonTree, serializeTree, text } from "./json-tree.js";
import { isLeftOut, partOf, partType, type ReferenceHidden, showsPart } from "./reference-actions.js";
import { referenceJson } from "./reference-json.js";
import { REFERENCE_STRIPPED, referenceNotes } from "./reference-notes.js";
import {
  hasCredential,
  hiddenBy,
  hiddenKey,
  namesField,
  type ReferenceKeyRule,
  type ReferencePolicy,
} from "./reference-policy.js";
import { printEnum, printScalar, printText, STRIPPED } from "./reference-scalars.js";

type ListField = DescField & { readonly fieldKind: "list" };
type MapField = DescField & { readonly fieldKind: "map" };

interface Walk {
  readonly policy: ReferencePolicy;
  readonly registry: Registry;
  readonly maxDepth: number;
}

/** Where a value stands: how many messages deep, and the key rules of the field that holds it. */
interface Place {
  readonly level: number;
  readonly keyRules: readonly ReferenceKeyRule[];
}

const STRUCT_TYPES = ["google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue"];
// Payloads that are nested deeper than protobuf's own limit are for our depth limit to cut, not for the decoder.
const DECODE_DEPTH = 5_000;

/** A note: unlike a text, which may not look like a note. */
function note(words: string): JsonTree {
  return bare(JSON.stringify(words));
}

/**
 * Prints a message in the default format, sanitized: slowly, and as obviously right as can be. It is what the
 * renderers are compared with, and shares no code with them. Expects a well-formed message.
 */
export function referencePrint(
  desc: DescMessage,
  message: Message,
  policy: ReferencePolicy,
  registry: Registry,
): string {
  const walk = { policy, registry, maxDepth: policy.maxDepth ?? 100 };
  return serializeTree(printMessage(walk, reflect(desc, message), { level: 1, keyRules: [] }));
}

function printMessage(walk: Walk, message: ReflectMessage, place: Place): JsonTree {
  if (place.level > walk.maxDepth) {
    return note(referenceNotes.depthLimit(walk.maxDepth, message.desc.typeName));
  }
  if (isMessage(message.message, AnySchema)) {
    return printAny(walk, message.desc, message.message, place);
  }
  const entries = new Map<string, JsonTree>();
  for (const field of message.fields) {
    if (!message.isSet(field)) continue;
    const hidden = hiddenBy(walk.policy, field);
    if (hidden === undefined) entries.set(field.name, printField(walk, message, field, place));
    else if (!isLeftOut(hidden, field))
      entries.set(field.name, printHidden(walk, hidden, field, message.get(field)));
  }
  return { kind: "object", entries };
}

function printHidden(walk: Walk, hidden: ReferenceHidden, field: DescField, value: unknown): JsonTree {
  if (!showsPart(hidden.action, partType(field))) return text(hidden.marker ?? REFERENCE_STRIPPED);
  const isKept = field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
  if (walk.policy.isCopy && !isKept) {
    const marker = text(hidden.marker ?? REFERENCE_STRIPPED);
    return field.fieldKind === "list" ? { kind: "list", items: [marker] } : marker;
  }
  if (field.fieldKind !== "list") return printPart(hidden, value);
  // It is a list: the field is one.
  return { kind: "list", items: [...(value as ReflectList)].map((item) => printPart(hidden, item)) };
}

function printPart({ action, marker = REFERENCE_STRIPPED }: ReferenceHidden, value: unknown): JsonTree {
  return text(partOf(action, value) ?? marker);
}

function printField(walk: Walk, message: ReflectMessage, field: DescField, place: Place): JsonTree {
  const ownRules = walk.policy.mapKeys.filter((rule) => namesField(rule, field));
  // Struct, Value and ListValue are one value to the field that holds them: its rules reach to their bottom.
  const holderRules = STRUCT_TYPES.includes(field.parent.typeName) ? place.keyRules : [];
  const inside = { level: place.level, keyRules: [...ownRules, ...holderRules] };
  switch (field.fieldKind) {
    case "scalar":
      return printJson(walk, field, field.scalar, message.get(field));
    case "enum":
      return printEnum(field.enum, message.get(field));
    case "message":
      return printChild(walk, message.get(field), inside);
    case "list":
      return printList(walk, field, message.get(field), inside);
    case "map":
      return printMap(walk, field, message.get(field), inside);
  }
}

function printChild(walk: Walk, child: unknown, place: Place): JsonTree {
  if (!isReflectMessage(child)) {
    throw new Error("expected a message");
  }
  return printMessage(walk, child, { ...place, level: place.level + 1 });
}

function printList(walk: Walk, field: ListField, list: ReflectList, place: Place): JsonTree {
  return { kind: "list", items: [...list].map((item) => printElement(walk, field, item, place)) };
}

function printMap(walk: Walk, field: MapField, map: ReflectMap, place: Place): JsonTree {
  const entries = new Map<string, JsonTree>();
  let credentialInKey = false;
  for (const [key, value] of map.entries()) {
    const keyText = String(key);
    // The marker stands where an earlier pass took such keys out.
    const isCredential =
      hasCredential(walk.policy, keyText) ||
      (walk.policy.detectors.length > 0 && keyText === REFERENCE_STRIPPED);
    if (field.mapKey === ScalarType.STRING && isCredential) {
      credentialInKey = true;
    } else {
      const hidden = hiddenKey(place.keyRules, keyText);
      entries.set(
        keyText,
        hidden === undefined
          ? printElement(walk, field, value, place)
          : // Nobody can tell whether an earlier pass merged entries under this key.
            keyText === REFERENCE_STRIPPED
            ? STRIPPED
            : printSecretEntry(walk, field, hidden, value),
      );
    }
  }
  if (credentialInKey) {
    entries.set(REFERENCE_STRIPPED, STRIPPED);
  }
  return { kind: "object", entries };
}

/** Only of strings a part is shown; and none of JSON, which would be no JSON. */
function printSecretEntry(
  walk: Walk,
  field: MapField,
  { action }: ReferenceHidden,
  value: unknown,
): JsonTree {
  const isText = field.scalar === ScalarType.STRING && jsonRules(walk, field).length === 0;
  const part = isText && showsPart(action, ScalarType.STRING) ? partOf(action, value) : undefined;
  return part === undefined ? STRIPPED : printText(walk.policy, part);
}

function jsonRules({ policy }: Walk, field: DescField): readonly ReferenceKeyRule[] {
  return policy.json?.filter((rule) => namesField(rule, field)) ?? [];
}

/** A scalar, which may hold JSON that is judged by its keys. */
function printJson(walk: Walk, field: DescField, type: ScalarType | undefined, value: unknown): JsonTree {
  // Only messages and enums have no scalar type.
  if (type === undefined) throw new Error(`${field.name} is no scalar`);
  const rules = jsonRules(walk, field);
  const { detectors } = walk.policy;
  if (rules.length === 0 || (type !== ScalarType.STRING && type !== ScalarType.BYTES))
    return printScalar(walk.policy, type, value);
  const json = value instanceof Uint8Array ? decodeText(value) : String(value);
  if (json === "") return text("");
  const shown =
    json === undefined
      ? undefined
      : referenceJson(json, {
          hidden(key, held) {
            const hidden = hiddenKey(rules, key);
            return hidden && JSON.stringify(shownInJson(walk, hidden, JSON.parse(held)));
          },
          hasCredential: (words) => hasCredential(walk.policy, words),
          hasDetectors: detectors.length > 0,
        });
  if (shown === undefined) return STRIPPED;
  return printScalar(walk.policy, type, type === ScalarType.BYTES ? Buffer.from(shown) : shown);
}

/** Only of texts a part is shown. */
function shownInJson({ policy }: Walk, { action }: ReferenceHidden, value: unknown): string {
  const part =
    typeof value === "string" && showsPart(action, ScalarType.STRING) ? partOf(action, value) : undefined;
  return part === undefined || hasCredential(policy, part) ? REFERENCE_STRIPPED : part;
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function printElement(walk: Walk, field: ListField | MapField, value: unknown, place: Place): JsonTree {
  if (field.message !== undefined) {
    return printChild(walk, value, place);
  }
  return field.enum === undefined
    ? printJson(walk, field, field.scalar, value)
    : printEnum(field.enum, Number(value));
}

function printAny(walk: Walk, desc: DescMessage, any: Any, place: Place): JsonTree {
  const isSecret = (name: string): boolean =>
    desc.fields.some((field) => field.name === name && walk.policy.isSecret(field));
  const secretUrl =
    isSecret("type_url") || hasCredential(walk.policy, any.typeUrl) || any.typeUrl === REFERENCE_STRIPPED;
  const entries = new Map<string, JsonTree>();
  if (any.typeUrl !== "") {
    entries.set("type_url", secretUrl ? STRIPPED : text(any.typeUrl));
  }
  // How the payload prints tells its type, so it is as secret as the URL is.
  if (secretUrl || isSecret("value")) {
    if (any.value.length > 0) {
      entries.set("value", STRIPPED);
    }
  } else {
    const payload = printPayload(walk, any, place);
    if (payload !== undefined) {
      entries.set("value", payload);
    }
  }
  return { kind: "object", entries };
}

function printPayload(walk: Walk, any: Any, place: Place): JsonTree | undefined {
  const typeName = any.typeUrl.slice(any.typeUrl.lastIndexOf("/") + 1);
  const desc = walk.registry.getMessage(typeName);
  const level = place.level + 1;
  if (desc === undefined) {
    const isEmpty = any.typeUrl === "" && any.value.length === 0;
    // A text that is no name of a type may be anything.
    const isName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(typeName);
    return isEmpty ? undefined : note(referenceNotes.unknownType(isName ? typeName : ""));
  }
  if (level > walk.maxDepth) {
    return note(referenceNotes.depthLimit(walk.maxDepth, typeName));
  }
  const payload = decode(desc, any.value);
  return payload === undefined
    ? note(referenceNotes.malformed(typeName))
    : printMessage(walk, reflect(desc, payload), { level, keyRules: [] });
}

function decode(desc: DescMessage, bytes: Uint8Array): Message | undefined {
  try {
    return fromBinary(desc, bytes, { recursionLimit: DECODE_DEPTH });
  } catch {
    return undefined;
  }
}
