import {
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { SERVICE_ACCOUNT_TOKENS_KEY } from "protosanitizer/csi";
import type { Ingredients } from "./ingredients.js";

const NOUNS = ["volume", "snapshot", "zone", "node", "pool", "replica", "mount", "policy"];
const CHANCE_OF_FIELD = 0.8;

/**
 * A message of a CSI type, in ProtoJSON, with most of its fields set. Values of `secrets` maps are secret (no other
 * field of CSI is marked so), and every other `volume_context` holds service account tokens.
 */
export function randomMessage(type: DescMessage, ingredients: Ingredients): JsonObject {
  const { random } = ingredients;
  const json: JsonObject = {};
  for (const member of type.members) {
    if (random.next() >= CHANCE_OF_FIELD) continue;
    const field = member.kind === "oneof" ? random.pick(member.fields) : member;
    json[field.jsonName] = randomField(field, ingredients);
  }
  return json;
}

function randomField(field: DescField, ingredients: Ingredients): JsonValue {
  switch (field.fieldKind) {
    case "map":
      return randomMap(field, ingredients);
    case "list":
      return Array.from({ length: 1 + ingredients.random.below(3) }, () => randomValue(field, ingredients));
    default:
      return randomValue(field, ingredients);
  }
}

function randomMap(field: DescField & { fieldKind: "map" }, ingredients: Ingredients): JsonObject {
  const { random } = ingredients;
  const json: JsonObject = {};
  for (let size = 1 + random.below(4); size > 0; size--) {
    const key = `example.com/${random.pick(NOUNS)}-${random.hex(4)}`;
    json[key] = field.name === "secrets" ? ingredients.password() : randomValue(field, ingredients);
  }
  if (field.name === "volume_context" && random.next() < 0.5)
    json[SERVICE_ACCOUNT_TOKENS_KEY] = ingredients.serviceAccountTokens(ingredients.pod());
  return json;
}

function randomValue({ message, enum: enumType, scalar }: DescField, ingredients: Ingredients): JsonValue {
  if (message !== undefined) return randomNested(message, ingredients);
  if (enumType !== undefined) return ingredients.random.pick(enumType.values).name;
  switch (scalar) {
    case ScalarType.STRING:
      return ingredients.open(`${ingredients.random.pick(NOUNS)}-${ingredients.random.hex(12)}`);
    case ScalarType.BOOL:
      return true;
    case ScalarType.INT32:
      return 1 + ingredients.random.below(1000);
    case ScalarType.INT64:
      return String((1 + ingredients.random.below(4096)) * 2 ** 30);
    default:
      throw new Error(`no CSI field had the scalar type ${scalar} when this was written`);
  }
}

function randomNested(type: DescMessage, ingredients: Ingredients): JsonValue {
  switch (type.typeName) {
    case "google.protobuf.Timestamp":
      return `2026-01-0${1 + ingredients.random.below(9)}T00:00:00.25Z`;
    case "google.protobuf.BoolValue":
      return true;
    case "google.protobuf.Int64Value":
      return String((1 + ingredients.random.below(4096)) * 2 ** 30);
    default:
      return randomMessage(type, ingredients);
  }
}
