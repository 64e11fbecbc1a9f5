import type { ProtoNode, RawField, RawNode } from "./proto-node.js";

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
 * The value of a feature for a field or enum: its own, or that of the innermost type around it that sets it, or the
 * default of the file's edition. protobufjs computes the same, but only when it resolves a Root, which changes the Root.
 */
export function featureOf(feature: Feature, raw: RawNode | RawField, parent: ProtoNode | undefined): string {
  const own = ownFeature(feature, raw);
  if (own !== undefined) return own;
  for (let node = parent; node !== undefined; node = node.parent) {
    const set = ownFeature(feature, node.raw);
    if (set !== undefined) return set;
  }
  return DEFAULTS[editionOf(raw, parent)][feature];
}

function ownFeature(feature: Feature, { options }: RawNode): string | undefined {
  const features = options?.["features"];
  const set =
    typeof features === "object" && features !== null
      ? (features as Readonly<Record<string, unknown>>)[feature] // an aggregate of the feature's names and values
      : options?.[`features.${feature}`];
  return typeof set === "string" ? set : undefined;
}

/** protobufjs keeps the edition at the outermost types of a file, and leaves it out of JSON for proto3. */
function editionOf(raw: RawNode, parent: ProtoNode | undefined): keyof typeof DEFAULTS {
  const nodes: RawNode[] = [raw];
  for (let node = parent; node !== undefined; node = node.parent) nodes.push(node.raw);
  const isType = ({ fields, values }: RawNode): boolean => fields !== undefined || values !== undefined;
  const edition =
    nodes
      .filter(isType)
      .map((node) => node._edition ?? node.edition)
      .find(Boolean) ?? "proto3";
  return edition === "proto2" || edition === "proto3" ? edition : "editions";
}
