import type { ProtoNode } from "./proto-node.js";
import { optionsOf, type RawNode, type RawOptions } from "./raw-node.js";

/** Features of protobuf editions that decide how a message is read. */
type Feature = "field_presence" | "enum_type" | "message_encoding" | "utf8_validation";

const DEFAULTS: Readonly<Record<"proto2" | "proto3" | "editions", Readonly<Record<Feature, string>>>> = {
  proto2: {
    field_presence: "EXPLICIT",
    enum_type: "CLOSED",
    message_encoding: "LENGTH_PREFIXED",
    utf8_validation: "NONE",
  },
  proto3: {
    field_presence: "IMPLICIT",
    enum_type: "OPEN",
    message_encoding: "LENGTH_PREFIXED",
    utf8_validation: "VERIFY",
  },
  editions: {
    field_presence: "EXPLICIT",
    enum_type: "OPEN",
    message_encoding: "LENGTH_PREFIXED",
    utf8_validation: "VERIFY",
  },
};

/**
 * The value of a feature for a field or enum: the value on the field or enum itself; or the value on the innermost type
 * around it that sets the feature; or the default of the file's edition. protobufjs computes the same value, but only when
 * it resolves a Root, and that changes the Root.
 */
export function featureOf(
  feature: Feature,
  raw: { readonly options: RawOptions },
  parent: ProtoNode | undefined,
): string {
  const own = ownFeature(feature, raw.options);
  if (own !== undefined) return own;
  for (let node = parent; node !== undefined; node = node.parent) {
    const set = ownFeature(feature, node.raw.options);
    if (set !== undefined) return set;
  }
  return DEFAULTS[editionOf(parent)][feature];
}

function ownFeature(feature: Feature, options: RawOptions): string | undefined {
  const features = options.get("features");
  // `features = { ... }` as an aggregate, or each feature by its path.
  const set = features === undefined ? options.get(`features.${feature}`) : optionsOf(features).get(feature);
  return typeof set === "string" ? set : undefined;
}

/** The edition of a file. protobufjs keeps it at the outermost types of the file, and leaves proto3 out of JSON. */
function editionOf(parent: ProtoNode | undefined): keyof typeof DEFAULTS {
  const types: RawNode[] = [];
  for (let node = parent; node !== undefined; node = node.parent) {
    if (node.raw.fields !== undefined || node.raw.values !== undefined) types.push(node.raw);
  }
  const edition = types.map((type) => type.edition).find(Boolean) ?? "proto3";
  return edition === "proto2" || edition === "proto3" ? edition : "editions";
}
