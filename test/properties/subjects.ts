import {
  createRegistry,
  type DescFile,
  type DescMessage,
  type Message,
  type Registry,
} from "@bufbuild/protobuf";
import {
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { file_csi_v1_csi } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { csiPolicy } from "../../src/csi/index.js";
import { type Detector, jwt, type Policy } from "../../src/index.js";
import { sharedTwins, type TwinsOf } from "../../src/testing/message-arbitrary.js";
import { file_editions } from "../gen/editions_pb.js";
import { file_groups } from "../gen/groups_pb.js";
import { file_legacy } from "../gen/legacy_pb.js";
import { file_option_extension } from "../gen/option_extension_pb.js";
import { file_options } from "../gen/options_pb.js";
import { file_probe } from "../gen/probe_pb.js";
import { file_well_known } from "../gen/well_known_pb.js";

/** Every type that tests know, and every option. */
export const registry: Registry = createRegistry(
  file_csi_v1_csi,
  file_probe,
  file_legacy,
  file_groups,
  file_editions,
  file_options,
  file_option_extension,
  file_well_known,
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
);

/** Types that an Any holds in generated messages: few enough to be met, with secrets in them. */
export const anyRegistry: Registry = createRegistry(
  ...[
    "probe.v1.Leaf",
    "probe.v1.Tree",
    "probe.v1.Choice",
    "csi.v1.NodePublishVolumeRequest",
    "google.protobuf.Any",
    "google.protobuf.Timestamp",
    "google.protobuf.Struct",
    "google.protobuf.StringValue",
    "google.protobuf.Empty",
  ].flatMap((name) => registry.getMessage(name) ?? []),
);

/** A group of types. */
export interface Subject {
  readonly name: string;
  readonly types: readonly DescMessage[];
}

/** Groups of types over which each property runs. */
export const subjects: readonly Subject[] = [
  { name: "all CSI types", types: messagesOf(file_csi_v1_csi) },
  { name: "the probe types: secrets in every position", types: messagesOf(file_probe) },
  { name: "proto2 types, with groups, defaults and extensions", types: messagesOf(file_legacy, file_groups) },
  { name: "types of edition 2023", types: messagesOf(file_editions) },
  { name: "types with custom options", types: messagesOf(file_options) },
  { name: "types with well-known types in every position", types: messagesOf(file_well_known) },
];

/** Tokens of GitHub. */
const githubToken: Detector = (text) => /gh[pousr]_[A-Za-z0-9]{36}/.test(text);

/** URLs with a password in them. */
const urlPassword: Detector = (text) => /:\/\/[^/\s:@]+:[^/\s@]+@/.test(text);

/** Policies that give every kind of rule something to do. */
export const policies: readonly Policy[] = [
  csiPolicy({ volumeContextKeys: ["password", /to.*g$/i, (key) => key.length === 3] }),
  {
    fields: ["probe.v1.Scalars.f_int32", "probe.v1.Lists.leaves"],
    mapKeys: [{ field: "by_int32", keys: ["1"] }],
  },
  { mapKeys: [{ field: "parameters", keys: ["password"] }], detectors: [jwt, githubToken] },
  { detectors: [urlPassword] },
];

/** A message, and the type that describes it. */
export interface AnyMessage {
  readonly desc: DescMessage;
  readonly message: Message;
}

/** Two messages of one type that differ only in secrets. */
export interface AnyTwins {
  readonly desc: DescMessage;
  readonly twins: readonly [Message, Message];
}

/** Whether messages also hold fields and types that nothing knows. Default: true. */
interface Constraints {
  readonly unknown?: boolean;
}

/** A message of a random one of some types. */
export function anyMessage(
  types: readonly DescMessage[],
  constraints: Constraints = {},
): fc.Arbitrary<AnyMessage> {
  const twinsOf = shared("messages", undefined, constraints);
  return fc.oneof(...types.map((desc) => twinsOf(desc).map(([message]) => ({ desc, message }))));
}

/** Twins of a random one of some types. */
export function anyTwins(
  types: readonly DescMessage[],
  constraints: Constraints = {},
): fc.Arbitrary<AnyTwins> {
  const twinsOf = shared("twins", policies, constraints);
  return fc.oneof(...types.map((desc) => twinsOf(desc).map((twins) => ({ desc, twins }))));
}

const sharedByKind = new Map<string, TwinsOf>();

/** Arbitraries of all types, built once for all files that run in one process. */
function shared(
  kind: string,
  policy: readonly Policy[] | undefined,
  { unknown = true }: Constraints,
): TwinsOf {
  const key = `${kind} ${unknown}`;
  const known =
    sharedByKind.get(key) ??
    sharedTwins(policy, { registry: anyRegistry, unknownFields: unknown, unknownTypes: unknown });
  sharedByKind.set(key, known);
  return known;
}

function messagesOf(...files: readonly DescFile[]): DescMessage[] {
  const withNested = (desc: DescMessage): DescMessage[] => [desc, ...desc.nestedMessages.flatMap(withNested)];
  return files.flatMap((file) => file.messages.flatMap(withNested));
}
